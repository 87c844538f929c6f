// What a Job makes of Pods that fail.

import { qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, invalid, notSupported } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { duplicate } from './problems.js';

/** Of the spec of a Job; none when it has no such policy. */
export function failurePolicyProblems(spec: Draft, path: string): readonly FieldError[] {
  const policy = child(spec, 'podFailurePolicy');
  if (policy === undefined) return [];
  const podSpec = child(spec, 'template', 'spec');
  const restart = text(podSpec, 'restartPolicy');
  const names = new Set(
    [...items(podSpec, 'containers'), ...items(podSpec, 'initContainers')].map(each => text(each, 'name')),
  );
  return [
    ...(restart === 'Never'
      ? []
      : [
          invalid(
            `${path}.template.spec.restartPolicy`,
            restart,
            'only "Never" is supported when podFailurePolicy is specified',
          ),
        ]),
    ...items(policy, 'rules').flatMap((rule, index) =>
      ruleProblems(rule, `${path}.podFailurePolicy.rules[${index}]`, names),
    ),
  ];
}

function ruleProblems(rule: Draft, path: string, containers: ReadonlySet<string>): readonly FieldError[] {
  const codes = child(rule, 'onExitCodes');
  const conditions = items(rule, 'onPodConditions');
  const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
  return [
    ...(actions.includes(text(rule, 'action')) ? [] : [notSupported(`${path}.action`, rule.action, actions)]),
    ...(codes === undefined ? [] : exitCodeProblems(codes, `${path}.onExitCodes`, containers)),
    ...conditions.flatMap((condition, index) => conditionProblems(condition, `${path}.onPodConditions[${index}]`)),
    ...(codes !== undefined && conditions.length > 0
      ? [unshown(path, 'specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(codes === undefined && conditions.length === 0
      ? [unshown(path, 'specifying one of OnExitCodes and OnPodConditions is required')]
      : []),
  ];
}

function exitCodeProblems(codes: Draft, path: string, containers: ReadonlySet<string>): readonly FieldError[] {
  const values = (codes.values ?? []) as readonly number[];
  const operators = ['In', 'NotIn'];
  const { containerName: name } = codes;
  return [
    ...(operators.includes(text(codes, 'operator'))
      ? []
      : [notSupported(`${path}.operator`, codes.operator, operators)]),
    ...(typeof name !== 'string' || containers.has(name)
      ? []
      : [
          invalid(
            `${path}.containerName`,
            name,
            'must be one of the container or initContainer names in the pod template',
          ),
        ]),
    ...(values.length === 0 ? [invalid(`${path}.values`, values, 'at least one value is required')] : []),
    ...values.flatMap((value, index) => [
      ...(values.indexOf(value) < index ? [duplicate(`${path}.values[${index}]`, value)] : []),
      ...(value === 0 && codes.operator === 'In'
        ? [invalid(`${path}.values[${index}]`, value, 'must not be 0 for the In operator')]
        : []),
    ]),
  ];
}

function conditionProblems(condition: Draft, path: string): readonly FieldError[] {
  const type = text(condition, 'type');
  const statuses = ['False', 'True', 'Unknown'];
  return [
    ...qualifiedNameProblems(type).map(problem => invalid(`${path}.type`, type, problem)),
    ...(statuses.includes(text(condition, 'status'))
      ? []
      : [notSupported(`${path}.status`, condition.status, statuses)]),
  ];
}

/** The real server does not show what is invalid. */
function unshown(field: string, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${detail}` };
}
