// The metadata of Kubernetes objects, and the base of all of them.
import type { Defaulted } from './defaulted.js';
import type { Int64, Time } from './scalars.js';

/** A reference from a dependent to its owner; the garbage collector deletes dependents whose owners are gone. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  /** Whether this owner is the managing controller; at most one reference of an object may say so. */
  controller?: boolean;
  /** Whether the owner's foreground deletion waits for this dependent. */
  blockOwnerDeletion?: boolean;
}

/** Which fields a field manager owns; written by the API server. */
export interface ManagedFieldsEntry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  time?: Time;
  fieldsType?: string;
  fieldsV1?: unknown;
  subresource?: string;
}

/** Metadata of a cluster-scoped object: that of a namespaced one, without `namespace`. */
export interface ClusterObjectMeta {
  /** A DNS subdomain, unique among the objects of its kind (and namespace). */
  name?: Defaulted<string>;
  /** A prefix from which the API server makes a unique name when `name` is absent. */
  generateName?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** Keys that must all be removed before an object that is being deleted goes. */
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  /** Identifies this object among all that ever lived, also those of the same name. */
  uid?: Defaulted<string>;
  /** The version of this object in the store; changes with every write. */
  resourceVersion?: Defaulted<string>;
  /** Counts the changes of the wished state. Not kept for every core kind. */
  generation?: Int64;
  creationTimestamp?: Defaulted<Time>;
  /** Set once deletion was asked for. */
  deletionTimestamp?: Time;
  deletionGracePeriodSeconds?: Int64;
  selfLink?: string;
  managedFields?: ManagedFieldsEntry[];
}

/** Metadata of a namespaced object. */
export interface ObjectMeta extends ClusterObjectMeta {
  namespace?: Defaulted<string>;
}

/** What every Kubernetes object has. */
export interface KubernetesObject {
  apiVersion?: Defaulted<string>;
  kind?: Defaulted<string>;
  metadata: ClusterObjectMeta;
}
