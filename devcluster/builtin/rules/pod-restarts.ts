// When containers are started again: after they have ended, and when their resources change.
import { tooMany } from '../../../schema/field-error.js';
import { type FieldError, invalid, notSupported, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { duplicate, supportedIfThere } from './problems.js';

const [MOST_RULES, MOST_CODES] = [20, 255];

const NEEDED = 'must specify restartPolicy when restart rules are used';

/** A container may restart otherwise than its Pod; rules for that need a policy that they are exceptions to. */
export function restartProblems(container: Draft, path: string, isInit = false): readonly FieldError[] {
  const rules = items(container, 'restartPolicyRules');
  const bare = rules.length > 0 && typeof container.restartPolicy !== 'string';
  if (bare && isInit) return [required(`${path}.restartPolicy`, NEEDED)];
  return [
    ...supportedIfThere(container, path, 'restartPolicy', ['Always', 'Never', 'OnFailure']),
    ...(bare ? [required(`${path}.restartPolicy`, NEEDED)] : []),
    ...(rules.length > MOST_RULES ? [tooMany(`${path}.restartPolicyRules`, rules.length, MOST_RULES)] : []),
    ...rules.flatMap((rule, index) => ruleProblems(rule, `${path}.restartPolicyRules[${index}]`)),
  ];
}

const ACTIONS = ['Restart', 'RestartAllContainers'];
const OPERATORS = ['In', 'NotIn'];

function ruleProblems(rule: Draft, path: string): readonly FieldError[] {
  const action = text(rule, 'action');
  const codes = child(rule, 'exitCodes');
  const operator = text(codes, 'operator');
  const values = Array.isArray(codes?.values) ? codes.values.length : 0;
  const at = `${path}.exitCodes`;
  return [
    ...(ACTIONS.includes(action) ? [] : [notSupported(`${path}.action`, action, ACTIONS)]),
    ...(codes === undefined ? [required(at, 'must be specified')] : []),
    ...(codes === undefined || OPERATORS.includes(operator)
      ? []
      : [notSupported(`${at}.operator`, operator, OPERATORS)]),
    ...(values > MOST_CODES ? [tooMany(`${at}.values`, values, MOST_CODES)] : []),
  ];
}

const RESIZED = ['cpu', 'memory'];
const RESTARTS = ['NotRequired', 'RestartContainer'];

/** @param mayEnd whether containers that have ended stay so */
export function resizeProblems(policies: readonly Draft[], path: string, mayEnd: boolean): readonly FieldError[] {
  const seen = new Set<string>();
  return policies.flatMap((policy, index) => {
    const resource = text(policy, 'resourceName');
    const restart = text(policy, 'restartPolicy');
    const twice = seen.has(resource);
    seen.add(resource);
    const one = (value: string, known: readonly string[]) =>
      known.includes(value) ? [] : [value === '' ? required(path) : notSupported(path, value, known)];
    return [
      ...(twice ? [duplicate(`${path}[${index}]`, resource)] : []),
      ...one(resource, RESIZED),
      ...one(restart, RESTARTS),
      ...(mayEnd && restart !== 'NotRequired'
        ? [invalid(path, restart, "must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
        : []),
    ];
  });
}

/** Init containers that end cannot be started again. */
export function restartedProblems(policies: readonly Draft[], path: string): readonly FieldError[] {
  const why = "must not be set to 'RestartContainer' for non-sidecar initContainers";
  return policies.flatMap(({ restartPolicy = '' }, index) =>
    restartPolicy === 'RestartContainer' ? [invalid(`${path}[${index}].restartPolicy`, restartPolicy, why)] : [],
  );
}
