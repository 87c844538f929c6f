// What a webhook is asked about: the rules in its configuration.
import { type FieldError, invalid, notSupported, required } from '../../object/field-error.js';
import type { Draft, DraftValue } from '../draft.js';
import { supportedIfThere } from './problems.js';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];

export function ruleProblems(rule: Draft, path: string): readonly FieldError[] {
  const operations = textsOf(rule.operations);
  return [
    ...listProblems(operations, `${path}.operations`, 'operations'),
    ...operations.flatMap((each, at) =>
      OPERATIONS.includes(each) ? [] : [notSupported(`${path}.operations[${at}]`, each, OPERATIONS)],
    ),
    ...listProblems(textsOf(rule.apiGroups), `${path}.apiGroups`, 'API groups'),
    ...listProblems(textsOf(rule.apiVersions), `${path}.apiVersions`, 'API versions'),
    ...emptyProblems(textsOf(rule.apiVersions), `${path}.apiVersions`),
    ...resourceProblems(textsOf(rule.resources), `${path}.resources`),
    ...supportedIfThere(rule, path, 'scope', ['*', 'Cluster', 'Namespaced']),
  ];
}

function textsOf(value: DraftValue | undefined): readonly string[] {
  return ((value ?? []) as readonly DraftValue[]).map(String);
}

function listProblems(list: readonly string[], path: string, what: string): readonly FieldError[] {
  if (list.length === 0) return [required(path)];
  if (list.length === 1 || !list.includes('*')) return [];
  return [invalid(path, list, `if '*' is present, must not specify other ${what}`)];
}

function emptyProblems(list: readonly string[], path: string): readonly FieldError[] {
  return list.flatMap((each, at) => (each === '' ? [required(`${path}[${at}]`)] : []));
}

/** The order of the list matters, as it does to the API server: what stands before a wildcard is not held against it. */
function resourceProblems(resources: readonly string[], path: string): readonly FieldError[] {
  if (resources.length === 0) return [required(path)];
  const errors: FieldError[] = [];
  const [allOf, ofAll] = [new Set<string>(), new Set<string>()];
  let plain = false;
  for (const [at, resource] of resources.entries()) {
    const place = `${path}[${at}]`;
    const slash = resource.indexOf('/');
    if (resource === '') errors.push(required(place));
    if (resource !== '' && slash < 0) plain = resource !== '*';
    if (slash < 0) continue;
    const [first, second] = [resource.slice(0, slash), resource.slice(slash + 1)];
    const stray = (pattern: string) =>
      invalid(place, resource, `if '${pattern}' is present, must not specify ${resource}`);
    if (allOf.has(first)) errors.push(stray(`${first}/*`));
    if (ofAll.has(second)) errors.push(stray(`*/${second}`));
    if (second === '*') allOf.add(first);
    if (first === '*') ofAll.add(second);
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalid(path, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes('*') && plain) {
    const why = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalid(path, resources, why));
  }
  return errors;
}
