// What else the scheduler goes by: tolerations, spread, gates.

import { labelValueProblems, qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { selectorProblems } from './label-selector.js';
import { labelKeyProblems } from './pod-affinity.js';
import { duplicate, supportedIfThere } from './problems.js';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function tolerationProblems(toleration: Draft, path: string): readonly FieldError[] {
  const key = text(toleration, 'key');
  const operator = text(toleration, 'operator');
  const effect = text(toleration, 'effect');
  const forAWhile = typeof toleration.tolerationSeconds === 'number';
  const everything = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
  const brief = "effect must be 'NoExecute' when `tolerationSeconds` is set";
  return [
    ...(key === '' ? [] : qualifiedNameProblems(key).map(problem => invalid(`${path}.key`, key, problem))),
    ...(key === '' && operator !== 'Exists' ? [invalid(`${path}.operator`, operator, everything)] : []),
    ...(forAWhile && effect !== 'NoExecute' ? [invalid(`${path}.effect`, effect, brief)] : []),
    ...operatorProblems(operator, text(toleration, 'value'), `${path}.operator`),
    ...(effect === '' || EFFECTS.includes(effect) ? [] : [notSupported(`${path}.effect`, effect, EFFECTS)]),
  ];
}

function operatorProblems(operator: string, value: string, path: string): readonly FieldError[] {
  switch (operator) {
    case '':
    case 'Equal':
      return labelValueProblems(value).map(problem => invalid(path, value, problem));
    case 'Exists':
      return value === '' ? [] : [invalid(path, value, "value must be empty when `operator` is 'Exists'")];
    default: {
      const comparing = operator === 'Lt' || operator === 'Gt';
      return [notSupported(path, operator, ['Equal', 'Exists', ...(comparing ? ['Lt', 'Gt'] : [])])];
    }
  }
}

export function spreadProblems(constraints: readonly Draft[], path: string): readonly FieldError[] {
  const last = new Map(constraints.map((each, index) => [pairOf(each), index]));
  return constraints.flatMap((constraint, index) => {
    const at = `${path}[${index}]`;
    const { maxSkew = 0, minDomains } = constraint;
    const topology = text(constraint, 'topologyKey');
    const otherwise = text(constraint, 'whenUnsatisfiable');
    const pair = pairOf(constraint);
    const twice = last.get(pair) !== index;
    const unheld = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${otherwise}`;
    return [
      ...(Number(maxSkew) > 0 ? [] : [invalid(`${at}.maxSkew`, maxSkew, 'must be greater than zero')]),
      ...(topology === '' ? [required(`${at}.topologyKey`, 'can not be empty')] : []),
      ...(OTHERWISE.includes(otherwise) ? [] : [notSupported(`${at}.whenUnsatisfiable`, otherwise, OTHERWISE)]),
      ...(twice ? [duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pair)] : []),
      ...(typeof minDomains === 'number' && minDomains <= 0
        ? [invalid(`${at}.minDomains`, minDomains, 'must be greater than zero')]
        : []),
      ...(typeof minDomains === 'number' && otherwise !== 'DoNotSchedule'
        ? [invalid(`${at}.minDomains`, minDomains, unheld)]
        : []),
      ...['nodeAffinityPolicy', 'nodeTaintsPolicy'].flatMap(name =>
        supportedIfThere(constraint, at, name, ['Honor', 'Ignore']),
      ),
      ...selectorProblems(child(constraint, 'labelSelector') ?? {}, `${at}.labelSelector`),
      ...labelKeyProblems(constraint, at, 'matchLabelKeys'),
    ];
  });
}

/** What no two constraints may share; of those that do, all but the last are told. */
function pairOf(constraint: Draft): string {
  return `{${text(constraint, 'topologyKey')}, ${text(constraint, 'whenUnsatisfiable')}}`;
}

const OTHERWISE = ['DoNotSchedule', 'ScheduleAnyway'];

export function gateProblems(gates: readonly Draft[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return gates.flatMap((gate, index) => {
    const name = text(gate, 'name');
    const at = `${path}[${index}]`;
    const twice = seen.has(name);
    seen.add(name);
    return [
      ...qualifiedNameProblems(name).map(problem => invalid(at, name, problem)),
      ...(twice ? [duplicate(at, name)] : []),
    ];
  });
}

/** Of a Pod that is made: what is gated has no Node yet. */
export function placedProblems(spec: Draft, path: string): readonly FieldError[] {
  if (text(spec, 'nodeName') === '' || items(spec, 'schedulingGates').length === 0) return [];
  return [forbidden(`${path}.nodeName`, 'cannot be set until all schedulingGates have been cleared')];
}
