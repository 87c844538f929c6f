// The types of Kubernetes whose JSON is not what their published schema says, as definitions have them.
import type { StructuralSchema } from '../structural-schema.js';

/** `resource.Quantity` of apimachinery: sign, decimal digits, then a binary or decimal suffix or an exponent. */
const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

/** A whole number or a text. */
export const INT_OR_STRING = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  'x-kubernetes-int-or-string': true,
} as const satisfies StructuralSchema;

/** An amount such as `500m`. */
export const QUANTITY = { ...INT_OR_STRING, pattern: QUANTITY_PATTERN } as const satisfies StructuralSchema;

const TIME: StructuralSchema = { type: 'string', format: 'date-time' };
const TEXTS: StructuralSchema = { type: 'object', additionalProperties: { type: 'string' } };

/** What people set of an object that is made from a template. */
export const TEMPLATE_META: StructuralSchema = {
  type: 'object',
  properties: {
    annotations: TEXTS,
    finalizers: { type: 'array', items: { type: 'string' } },
    labels: TEXTS,
    name: { type: 'string' },
    namespace: { type: 'string' },
  },
};

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** By published name. */
export const SPECIAL_SCHEMAS: { readonly [name: string]: StructuralSchema | undefined } = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': QUANTITY,
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': INT_OR_STRING,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': { 'x-kubernetes-preserve-unknown-fields': true },
  [`${META}.FieldsV1`]: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  [`${META}.Time`]: TIME,
  [`${META}.MicroTime`]: TIME,
  [`${META}.ObjectMeta`]: TEMPLATE_META,
};

/**
 * Optional fields whose published default is no default of the API, but what Go writes for a field without a value. Of
 * those of Kubernetes 1.36, each has no `+default` in its Go type; a pattern of conditions, for one, defaults to `True`.
 */
export const GO_ZERO_DEFAULTS: ReadonlySet<string> = new Set(
  [
    'apps.v1.StatefulSetOrdinals.start',
    'apps.v1.StatefulSetSpec.serviceName',
    'apps.v1.StatefulSetStatus.availableReplicas',
    'authentication.v1.TokenRequestStatus.token',
    'batch.v1.PodFailurePolicyOnPodConditionsPattern.status',
    'core.v1.Event.reportingComponent',
    'core.v1.Event.reportingInstance',
    'core.v1.NodeRuntimeHandler.name',
    'policy.v1.PodDisruptionBudgetStatus.currentHealthy',
    'policy.v1.PodDisruptionBudgetStatus.desiredHealthy',
    'policy.v1.PodDisruptionBudgetStatus.disruptionsAllowed',
    'policy.v1.PodDisruptionBudgetStatus.expectedPods',
    'rbac.v1.RoleRef.apiGroup',
    'scheduling.v1.PriorityClass.value',
  ].map(field => `io.k8s.api.${field}`),
);
