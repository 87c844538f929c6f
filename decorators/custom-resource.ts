// The base classes of custom resources. The class is the write shape; `Snapshot` is the read shape.
import type { Defaulted } from './defaulted.js';
import type { ClusterObjectMeta, ObjectMeta } from './object-meta.js';

/**
 * Base of a namespaced custom resource with a wished state (`Spec`) and an observed state (`Status`).
 * A Status type gives the resource a status subresource. `CustomResource<Spec | undefined>` has a spec that may be left out,
 * and `CustomResource<undefined>` none: its class declares the fields that it has in place of a spec.
 */
export abstract class CustomResource<Spec, Status = undefined> {
  apiVersion?: Defaulted<string>;
  kind?: Defaulted<string>;
  metadata!: ObjectMeta;
  spec!: Spec;
  status?: Status;
}

/** Base of a cluster-scoped custom resource: as `CustomResource`, and its metadata has no namespace. */
export abstract class ClusterResource<Spec, Status = undefined> {
  apiVersion?: Defaulted<string>;
  kind?: Defaulted<string>;
  metadata!: ClusterObjectMeta;
  spec!: Spec;
  status?: Status;
}

/** Any custom resource, of either scope. */
export type AnyResource = CustomResource<any, any> | ClusterResource<any, any>;
