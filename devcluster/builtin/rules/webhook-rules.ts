// Configurations of admission webhooks.
import { compileCondition } from '../../../schema/cel/compile-condition.js';
import { formatIssues } from '../../../schema/cel/format-issues.js';
import { formatType } from '../../../schema/cel/types/format-type.js';
import { dns1035LabelProblems, qualifiedNameProblems, subdomainProblems } from '../../../schema/names.js';
import { type FieldError, invalid, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, type Draft, type DraftValue, draftOf, items, text } from '../draft.js';
import { selectorProblems } from './label-selector.js';
import { duplicate, supportedIfThere } from './problems.js';
import { clientProblems } from './webhook-client-rules.js';
import { ruleProblems } from './webhook-resource-rules.js';

/** By `group/resource`. */
export const WEBHOOK_RULES: Readonly<Record<string, KindRules>> = {
  'admissionregistration.k8s.io/validatingwebhookconfigurations': configuration(),
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': configuration(),
};

function configuration(): KindRules {
  return {
    generation: true,
    unconditionalUpdate: false,
    validate: (object, old) => {
      const [now, before] = [webhooksOf(object), old && webhooksOf(old)];
      // What is there already is not held against who changes something else.
      const sameConditions =
        before !== undefined &&
        now.length === before.length &&
        now.every((each, at) => sameJson(each.matchConditions ?? null, before[at]?.matchConditions ?? null));
      return now.flatMap((webhook, at) => [
        ...webhookProblems(webhook, `webhooks[${at}]`, sameConditions),
        ...versionProblems(webhook, `webhooks[${at}].admissionReviewVersions`),
        ...(now.slice(0, at).some(each => text(each, 'name') === text(webhook, 'name')) && text(webhook, 'name') !== ''
          ? [duplicate(`webhooks[${at}].name`, text(webhook, 'name'))]
          : []),
      ]);
    },
    warnings: ({ metadata: { name } }) => (name.endsWith(STATIC) ? [STATIC_WARNING] : []),
  };
}

function webhooksOf(object: Parameters<typeof draftOf>[0]): readonly Draft[] {
  return items(draftOf(object), 'webhooks');
}

const STATIC = '.static.k8s.io';
const STATIC_WARNING = `metadata.name: names ending with "${STATIC}" are reserved for static manifest-based configurations and cannot be managed via the API`;

const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];

function webhookProblems(webhook: Draft, path: string, sameConditions: boolean): readonly FieldError[] {
  const choice = (field: string, values: readonly string[]) => supportedIfThere(webhook, path, field, values);
  const { timeoutSeconds } = webhook;
  return [
    ...nameProblems(text(webhook, 'name'), `${path}.name`),
    ...items(webhook, 'rules').flatMap((rule, at) => ruleProblems(rule, `${path}.rules[${at}]`)),
    ...choice('failurePolicy', ['Fail', 'Ignore']),
    ...choice('matchPolicy', ['Equivalent', 'Exact']),
    ...(typeof webhook.sideEffects === 'string'
      ? choice('sideEffects', SIDE_EFFECTS)
      : [required(`${path}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(', ')}`)]),
    ...(typeof timeoutSeconds === 'number' && (timeoutSeconds > 30 || timeoutSeconds < 1)
      ? [invalid(`${path}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...selectorProblems(child(webhook, 'namespaceSelector') ?? {}, `${path}.namespaceSelector`),
    ...selectorProblems(child(webhook, 'objectSelector') ?? {}, `${path}.objectSelector`),
    ...choice('reinvocationPolicy', ['IfNeeded', 'Never']),
    ...clientProblems(child(webhook, 'clientConfig') ?? {}, `${path}.clientConfig`),
    ...(sameConditions ? [] : conditionsProblems(items(webhook, 'matchConditions'), `${path}.matchConditions`)),
  ];
}

function nameProblems(name: string, path: string): readonly FieldError[] {
  if (name === '') return [required(path)];
  const wrong = subdomainProblems(name);
  if (wrong.length > 0) return [invalid(path, name, wrong.join(','))];
  const why = 'should be a domain with at least three segments separated by dots';
  return name.split('.').length < 3 ? [invalid(path, name, why)] : [];
}

const REVIEW_VERSIONS = ['v1', 'v1beta1'];

function versionProblems(webhook: Draft, path: string): readonly FieldError[] {
  const versions = ((webhook.admissionReviewVersions ?? []) as readonly DraftValue[]).map(String);
  const known = REVIEW_VERSIONS.join(', ');
  if (versions.length === 0) return [required(path, `must specify one of ${known}`)];
  return [
    ...versions.flatMap((version, at) =>
      versions.indexOf(version) < at
        ? [invalid(`${path}[${at}]`, version, 'duplicate version')]
        : dns1035LabelProblems(version).map(problem => invalid(`${path}[${at}]`, version, problem)),
    ),
    ...(versions.some(version => REVIEW_VERSIONS.includes(version))
      ? []
      : [invalid(path, versions, `must include at least one of ${known}`)]),
  ];
}

const MOST_CONDITIONS = 64;

function conditionsProblems(conditions: readonly Draft[], path: string): readonly FieldError[] {
  const names = conditions.map(each => text(each, 'name'));
  return [
    ...(conditions.length > MOST_CONDITIONS ? [tooMany(path, conditions.length)] : []),
    ...conditions.flatMap((condition, at) => [
      ...expressionProblems(text(condition, 'expression').trim(), `${path}[${at}].expression`),
      ...conditionNameProblems(names[at] ?? '', `${path}[${at}].name`),
      ...(names[at] !== '' && names.indexOf(names[at] ?? '') < at ? [duplicate(`${path}[${at}].name`, names[at])] : []),
    ]),
  ];
}

function tooMany(field: string, count: number): FieldError {
  const message = `Too many: ${count}: must have at most ${MOST_CONDITIONS} items`;
  return { reason: 'FieldValueTooMany', field, message };
}

function conditionNameProblems(name: string, path: string): readonly FieldError[] {
  if (name === '') return [required(path)];
  return qualifiedNameProblems(name).map(problem => invalid(path, name, problem));
}

function expressionProblems(expression: string, path: string): readonly FieldError[] {
  if (expression === '') return [required(path)];
  const compiled = compileCondition(expression);
  if ('issues' in compiled) {
    return [invalid(path, expression, `compilation failed: ${formatIssues(expression, compiled.issues)}`)];
  }
  if (compiled.type.kind === 'bool') return [];
  return [invalid(path, expression, `must evaluate to bool but got ${formatType(compiled.type)}`)];
}
