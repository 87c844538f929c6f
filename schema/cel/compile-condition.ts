// Compiles the conditions under which a webhook is asked, as the API server does when a configuration is created.
import {
  BOOL,
  type CelField,
  type CelType,
  type Checked,
  DYN,
  INT,
  listOf,
  mapOf,
  STRING,
  TIMESTAMP,
} from './cel-type.js';
import { checkExpression } from './check/checker.js';
import { instantiationIssue } from './check/instantiate.js';
import { validateLiterals } from './check/validate-literals.js';
import type { CelIssue, Expression } from './expression.js';
import { parseCel } from './parse/parse.js';

export interface CompiledCondition {
  readonly type: CelType;
  /** With its names resolved. */
  readonly expression: Expression;
  readonly checked: Checked;
}

/** Whether its type is bool, is for the caller to see. */
export function compileCondition(text: string): CompiledCondition | { readonly issues: readonly CelIssue[] } {
  const parsed = parseCel(text);
  if ('issues' in parsed) return parsed;
  const result = checkExpression(parsed.expression, VARIABLES);
  if ('issues' in result) return result;
  const literals = validateLiterals(result.expression, result.checked);
  const unfit = literals.length > 0 ? undefined : instantiationIssue(result.expression);
  const issues = unfit === undefined ? literals : [unfit];
  if (issues.length > 0) return { issues };
  const { expression, checked } = result;
  return { type: checked.types.get(expression.id) ?? DYN, expression, checked };
}

function object(name: string, types: { readonly [field: string]: CelType }): CelType {
  const fields = new Map<string, CelField>(
    Object.entries(types).map(([property, type]) => [property, { property, type, required: false }]),
  );
  return { kind: 'object', name: `kubernetes.${name}`, fields: () => fields };
}

const TEXTS = listOf(STRING);
const KIND = object('GroupVersionKind', { group: STRING, version: STRING, kind: STRING });
const RESOURCE = object('GroupVersionResource', { group: STRING, version: STRING, resource: STRING });

/** But for `uid`, `object` and `oldObject` it is the request of an AdmissionReview. */
const REQUEST = object('AdmissionRequest', {
  kind: KIND,
  resource: RESOURCE,
  subResource: STRING,
  requestKind: KIND,
  requestResource: RESOURCE,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: object('UserInfo', { username: STRING, uid: STRING, groups: TEXTS, extra: mapOf(STRING, TEXTS) }),
  dryRun: BOOL,
  options: DYN,
});

const CONDITION = object('NamespaceCondition', {
  status: STRING,
  type: STRING,
  lastTransitionTime: TIMESTAMP,
  message: STRING,
  reason: STRING,
});

const NAMESPACE = object('Namespace', {
  metadata: object('NamespaceMetadata', {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING, STRING),
    annotations: mapOf(STRING, STRING),
    UID: STRING,
    creationTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIMESTAMP,
    generation: INT,
    resourceVersion: STRING,
    finalizers: TEXTS,
  }),
  spec: object('NamespaceSpec', { finalizers: TEXTS }),
  status: object('NamespaceStatus', { conditions: listOf(CONDITION), phase: STRING }),
});

function authorization(name: string): CelType {
  return { kind: 'opaque', name: `kubernetes.authorization.${name}`, parameters: [] };
}

const VARIABLES: ReadonlyMap<string, CelType> = new Map([
  ['object', DYN],
  ['oldObject', DYN],
  ['namespaceObject', NAMESPACE],
  ['request', REQUEST],
  ['authorizer', authorization('Authorizer')],
  ['authorizer.requestResource', authorization('ResourceCheck')],
]);
