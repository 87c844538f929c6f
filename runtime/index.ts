// The door `kubewright`: decorators, types and the runtime. Every name that is exported here is public.
export type { Condition } from '../decorators/condition.js';
export { ClusterResource, CustomResource } from '../decorators/custom-resource.js';
export type { Defaulted } from '../decorators/defaulted.js';
export { Default, ListMap, Maximum, Minimum, MinLength } from '../decorators/fields.js';
export {
  apiVersionOf,
  type Kind,
  type KindConstant,
  type KindInfo,
  kindInfo,
  kindOf,
  type Scope,
} from '../decorators/kind.js';
export type {
  ClusterObjectMeta,
  KubernetesObject,
  ManagedFieldsEntry,
  ObjectMeta,
  OwnerReference,
} from '../decorators/object-meta.js';
export {
  type ColumnOptions,
  PrintColumn,
  Resource,
  type ResourceOptions,
  type ScaleOptions,
  Subresource,
} from '../decorators/resource.js';
export type { Double, Duration, Int32, Int64, IntOrString, MicroTime, Quantity, Time } from '../decorators/scalars.js';
export type { Draft, Snapshot } from '../decorators/snapshot.js';
