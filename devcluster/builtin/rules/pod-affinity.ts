// Which Nodes a Pod goes to, by their labels and by the Pods that are on them.

import { labelValueProblems, qualifiedNameProblems, subdomainProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, required } from '../../object/field-error.js';
import { child, type Draft, type DraftValue, items, text } from '../draft.js';
import { selectorProblems } from './label-selector.js';
import { dnsLabelProblems } from './problems.js';

export function affinityProblems(affinity: Draft, path: string): readonly FieldError[] {
  return [
    ...nodeProblems(child(affinity, 'nodeAffinity') ?? {}, `${path}.nodeAffinity`),
    ...['podAffinity', 'podAntiAffinity'].flatMap(name =>
      neighbourProblems(child(affinity, name) ?? {}, `${path}.${name}`),
    ),
  ];
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function nodeProblems(affinity: Draft, path: string): readonly FieldError[] {
  const wanted = child(affinity, REQUIRED);
  const terms = items(wanted, 'nodeSelectorTerms');
  const at = `${path}.${REQUIRED}.nodeSelectorTerms`;
  return [
    ...(wanted !== undefined && terms.length === 0 ? [required(at, 'must have at least one node selector term')] : []),
    ...terms.flatMap((term, index) => nodeTermProblems(term, `${at}[${index}]`)),
    ...items(affinity, PREFERRED).flatMap((each, index) => {
      const below = `${path}.${PREFERRED}[${index}]`;
      return [
        ...weightProblems(each, below),
        ...nodeTermProblems(child(each, 'preference') ?? {}, `${below}.preference`, true),
      ];
    }),
  ];
}

/** @param liked whether it is only preferred: then values may be what no label can be */
function nodeTermProblems(term: Draft, path: string, liked = false): readonly FieldError[] {
  return [
    ...items(term, 'matchExpressions').flatMap((each, index) =>
      expressionProblems(each, `${path}.matchExpressions[${index}]`, liked),
    ),
    ...items(term, 'matchFields').flatMap((each, index) => fieldProblems(each, `${path}.matchFields[${index}]`)),
  ];
}

function expressionProblems(expression: Draft, path: string, liked: boolean): readonly FieldError[] {
  const key = text(expression, 'key');
  const values = (expression.values ?? []) as readonly DraftValue[];
  return [
    ...operatorProblems(expression.operator ?? '', values.length, path),
    ...qualifiedNameProblems(key).map(problem => invalid(`${path}.key`, key, problem)),
    ...(liked ? [] : values).flatMap((value, index) =>
      labelValueProblems(String(value)).map(problem => invalid(`${path}.values[${index}]`, value, problem)),
    ),
  ];
}

function operatorProblems(operator: DraftValue, values: number, path: string): readonly FieldError[] {
  const at = `${path}.values`;
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values > 0 ? [] : [required(at, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values === 0 ? [] : [forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      return values === 1 ? [] : [required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  }
}

/** There is one field: the name of the Node. */
function fieldProblems(requirement: Draft, path: string): readonly FieldError[] {
  const { operator = '', key = '' } = requirement;
  const values = (requirement.values ?? []) as readonly DraftValue[];
  const few = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  return [
    ...(operator !== 'In' && operator !== 'NotIn'
      ? [invalid(`${path}.operator`, operator, 'not a valid selector operator')]
      : values.length === 1
        ? []
        : [required(`${path}.values`, few)]),
    ...(key !== 'metadata.name'
      ? [invalid(`${path}.key`, key, 'not a valid field selector key')]
      : values.flatMap((value, index) =>
          subdomainProblems(String(value)).map(problem => invalid(`${path}.values[${index}]`, value, problem)),
        )),
  ];
}

function neighbourProblems(affinity: Draft, path: string): readonly FieldError[] {
  return [
    ...items(affinity, REQUIRED).flatMap((term, index) => podTermProblems(term, `${path}.${REQUIRED}[${index}]`)),
    ...items(affinity, PREFERRED).flatMap((each, index) => {
      const at = `${path}.${PREFERRED}[${index}]`;
      return [
        ...weightProblems(each, at),
        ...podTermProblems(child(each, 'podAffinityTerm') ?? {}, `${at}.podAffinityTerm`),
      ];
    }),
  ];
}

function podTermProblems(term: Draft, path: string): readonly FieldError[] {
  const topology = text(term, 'topologyKey');
  const mismatched = ((term.mismatchLabelKeys ?? []) as DraftValue[]).map(String);
  return [
    ...selectorProblems(child(term, 'labelSelector') ?? {}, `${path}.labelSelector`),
    ...selectorProblems(child(term, 'namespaceSelector') ?? {}, `${path}.namespaceSelector`),
    ...((term.namespaces ?? []) as DraftValue[]).flatMap(name => dnsLabelProblems(String(name), `${path}.namespace`)),
    ...labelKeyProblems(term, path, 'matchLabelKeys', new Set(mismatched)),
    ...labelKeyProblems(term, path, 'mismatchLabelKeys'),
    ...(topology === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
    ...qualifiedNameProblems(topology).map(problem => invalid(`${path}.topologyKey`, topology, problem)),
  ];
}

/** Keys whose values are taken from the Pod itself. */
export function labelKeyProblems(
  owner: Draft,
  path: string,
  name: string,
  elsewhere: ReadonlySet<string> = new Set(),
): readonly FieldError[] {
  const keys = ((owner[name] ?? []) as DraftValue[]).map(String);
  if (keys.length > 0 && child(owner, 'labelSelector') === undefined) {
    return [forbidden(`${path}.${name}`, 'must not be specified when labelSelector is not set')];
  }
  return keys.flatMap((key, index) => [
    ...qualifiedNameProblems(key).map(problem => invalid(`${path}.${name}[${index}]`, key, problem)),
    ...(elsewhere.has(key)
      ? [invalid(`${path}.${name}[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys')]
      : []),
  ]);
}

function weightProblems({ weight = 0 }: Draft, path: string): readonly FieldError[] {
  const fits = typeof weight === 'number' && weight >= 1 && weight <= 100;
  return fits ? [] : [invalid(`${path}.weight`, weight, 'must be in the range 1-100')];
}
