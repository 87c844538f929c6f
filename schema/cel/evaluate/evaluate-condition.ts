// Evaluates the conditions of a webhook on a request, as the API server does before it asks one.
import { isObject } from '../../json.js';
import type { Json, JsonObject } from '../../structural-schema.js';
import type { CompiledCondition } from '../compile-condition.js';
import { evaluate } from './evaluate-rule.js';
import { type Authorize, authorizer, resourceCheck } from './functions/authorization.js';
import { nativeToValue } from './native.js';
import { Failure, type Value } from './value.js';

/** What the conditions look at. */
export interface ConditionInput {
  readonly object: Json;
  readonly oldObject: Json;
  /** The request of an AdmissionReview; conditions see no more of it than `compileCondition` lets them. */
  readonly request: JsonObject;
  readonly authorize: Authorize;
}

export interface NamedCondition {
  readonly expression: string;
  readonly compiled: CompiledCondition;
}

/** Whether all conditions hold. Undefined, with why, where none is false and some have no value. */
export type ConditionVerdict =
  | { readonly matches: boolean }
  | { readonly matches: undefined; readonly problems: readonly string[] };

/** What all conditions of a webhook together may cost. */
const BUDGET = 2_500_000;

/** One condition that is false decides, whatever the others come to. Never throws. */
export function evaluateConditions(conditions: readonly NamedCondition[], input: ConditionInput): ConditionVerdict {
  const variables = variablesOf(input);
  const problems: string[] = [];
  let left = BUDGET;
  let isFalse = false;
  for (const { expression, compiled } of conditions) {
    const { value, cost } = evaluate(compiled, variables);
    if (cost > left) return { matches: undefined, problems: [OUT_OF_BUDGET] };
    left -= cost;
    if (value === false) isFalse = true;
    else if (value !== true) problems.push(`expression '${expression}' resulted in error: ${problemOf(value)}`);
  }
  if (isFalse) return { matches: false };
  return problems.length > 0 ? { matches: undefined, problems } : { matches: true };
}

const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

function problemOf(value: Value | undefined): string {
  if (value === undefined) return 'operation cancelled: actual cost limit exceeded';
  return value instanceof Failure ? value.message : 'the condition is neither true nor false';
}

function variablesOf({ object, oldObject, request, authorize }: ConditionInput): ReadonlyMap<string, Value> {
  const { resource, name, namespace, subResource } = request;
  const asked = {
    ...(isObject(resource ?? null) && textsOf(resource as JsonObject, 'group', 'resource')),
    ...textsOf({ name: name ?? '', namespace: namespace ?? '', subresource: subResource ?? '' }),
  };
  return new Map<string, Value>([
    ['object', nativeToValue(object, undefined)],
    ['oldObject', nativeToValue(oldObject, undefined)],
    ['request', nativeToValue(request, undefined)],
    // The API server has it declared, and does not fill it in.
    ['namespaceObject', null],
    ['authorizer', authorizer(authorize)],
    ['authorizer.requestResource', resourceCheck(authorize, asked)],
  ]);
}

/** Those of the fields that are texts and not empty. */
function textsOf(object: JsonObject, ...names: readonly string[]): { readonly [name: string]: string } {
  const entries = Object.entries(object).filter(
    ([name, value]) => (names.length === 0 || names.includes(name)) && typeof value === 'string' && value !== '',
  );
  return Object.fromEntries(entries) as { readonly [name: string]: string };
}
