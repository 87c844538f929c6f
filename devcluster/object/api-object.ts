// Objects as the server holds them: plain JSON, frozen once stored.
import type { Json } from '../../schema/structural-schema.js';

/** The metadata that the server itself reads and writes; everything else in it is kept as it came. */
export interface ApiObjectMeta {
  readonly name: string;
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly generateName?: string;
  readonly uid: string;
  /** A decimal number: the revision of the last write. */
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly ApiOwnerReference[];
  readonly managedFields?: readonly Json[];
}

/** An entry of `metadata.ownerReferences`. */
export interface ApiOwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Any object of any kind. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiObjectMeta;
  readonly [field: string]: unknown;
}

/** An object as it is sent, before the server has completed it. */
export interface SentObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<ApiObjectMeta>;
  readonly [field: string]: unknown;
}
