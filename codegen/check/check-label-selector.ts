// What the API server asks of a label selector.

import { isObject } from '../../schema/json.js';
import { labelValueProblems, qualifiedNameProblems } from '../../schema/names.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';

/** What is wrong with a selector, each with the path below it; empty when nothing is. */
export function labelSelectorProblems(selector: JsonObject): readonly string[] {
  const { matchLabels = {}, matchExpressions = [], ...others } = selector;
  return [
    ...Object.keys(others).map(name => `a selector has no field "${name}"; it has matchLabels and matchExpressions`),
    ...matchLabelsProblems(matchLabels),
    ...(isList(matchExpressions)
      ? matchExpressions.flatMap((each, at) => requirementProblems(each, `matchExpressions[${at}]`))
      : ['matchExpressions takes a list']),
  ];
}

function matchLabelsProblems(labels: Json): readonly string[] {
  if (!isObject(labels)) return ['matchLabels takes an object'];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map(problem => `matchLabels["${key}"]: ${problem}`),
    ...valueProblems(value, `matchLabels["${key}"]`),
  ]);
}

const WITH_VALUES = ['In', 'NotIn'];
const WITHOUT = ['Exists', 'DoesNotExist'];

function requirementProblems(requirement: Json, path: string): readonly string[] {
  if (!isObject(requirement)) return [`${path} takes an object`];
  const { key, operator, values = [], ...others } = requirement;
  const list = isList(values) ? values : undefined;
  return [
    ...Object.keys(others).map(name => `${path} has no field "${name}"; it has key, operator and values`),
    ...(typeof key === 'string'
      ? qualifiedNameProblems(key).map(each => `${path}.key: ${each}`)
      : [`${path} has no key`]),
    ...operatorProblems(operator, list, path),
    ...(list ?? []).flatMap((value, at) => valueProblems(value, `${path}.values[${at}]`)),
  ];
}

function operatorProblems(
  operator: Json | undefined,
  values: readonly Json[] | undefined,
  path: string,
): readonly string[] {
  if (typeof operator !== 'string' || ![...WITH_VALUES, ...WITHOUT].includes(operator)) {
    return [`${path}.operator is ${[...WITH_VALUES, ...WITHOUT].join(', ')}`];
  }
  if (values === undefined) return [`${path}.values takes a list of texts`];
  const wantsValues = WITH_VALUES.includes(operator);
  if (wantsValues === values.length > 0) return [];
  return [`${path}.values: ${operator} takes ${wantsValues ? 'at least one' : 'none'}`];
}

function valueProblems(value: Json, path: string): readonly string[] {
  if (typeof value !== 'string') return [`${path} is a text`];
  return labelValueProblems(value).map(problem => `${path}: ${problem}`);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
