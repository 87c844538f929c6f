// What lies below an object: its status, its scale, and whatever else a kind has.
import type { ClusterObjectMeta, KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import type { KeyOf } from '../meta/object-key.js';
import type { ApplyOptions, CallOptions, WriteOptions } from './client.js';
import type { ApplyFields, JsonPatchOperation, MergePatch, StatusOf } from './shapes.js';
import type { StrategicPatch } from './strategic-patch.js';

/** What says which very object is meant, whichever others have borne its name: a snapshot does, or as much of one. */
export interface Identified<T extends KubernetesObject> {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: KeyOf<T> & { readonly uid: string };
}

/** The status subresource of a kind. */
export interface StatusClient<T extends KubernetesObject> {
  /**
   * Makes this the whole status, whatever it was, of this very object: `client.status(Redis).set(redis, { replicas: 3 })`. As `set`
   * of a scale, it asks for no version: who edits the spec meanwhile is not in the way. It asks for the `uid`: where the object
   * is gone, it rejects with `NotFound` (`isNotFound`), also if another one has its name by then, and leaves that one alone.
   * @throws TypeError before anything is sent, for an object without a `uid`, or of another kind
   */
  set(
    object: NoInfer<Identified<T>>,
    status: NoInfer<Draft<StatusOf<T>>>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>>;
  /** Replaces the status; metadata.resourceVersion, where given, must be the present one. */
  update(object: NoInfer<Draft<T>>, options?: WriteOptions): Promise<Snapshot<T>>;
  /** A merge patch of the status itself: `client.status(Redis).patch(redis.metadata, { replicas: 3 })`. */
  patch(key: NoInfer<KeyOf<T>>, patch: NoInfer<MergePatch<StatusOf<T>>>, options?: WriteOptions): Promise<Snapshot<T>>;
  apply(
    key: NoInfer<KeyOf<T>>,
    status: NoInfer<ApplyFields<StatusOf<T>>>,
    options?: ApplyOptions,
  ): Promise<Snapshot<T>>;
}

/** What the scale subresource says of an object (`autoscaling/v1` Scale). */
export interface Scale {
  /** The wished number. */
  readonly replicas: number;
  /** The observed number. */
  readonly statusReplicas: number;
  /** The label selector of the Pods as text, where the kind declares one. */
  readonly selector?: string;
  /** The version of the object that was read. */
  readonly resourceVersion: string;
}

/** The scale subresource of a kind. */
export interface ScaleClient<T extends KubernetesObject> {
  get(key: NoInfer<KeyOf<T>>, options?: CallOptions): Promise<Scale>;
  /** Sets the wished number, whatever it was. */
  set(key: NoInfer<KeyOf<T>>, replicas: number, options?: WriteOptions): Promise<Scale>;
  /** Sets the wished number of an object that is still of this version; else the call fails with a conflict. */
  update(
    key: NoInfer<KeyOf<T>>,
    scale: Pick<Scale, 'replicas' | 'resourceVersion'>,
    options?: WriteOptions,
  ): Promise<Scale>;
}

/** Any subresource of a kind: `client.subresource(Pod, 'ephemeralcontainers')`. Which verbs there are is the server's to say. */
export interface SubresourceClient<T extends KubernetesObject, Body> {
  get(key: NoInfer<KeyOf<T>>, options?: CallOptions): Promise<Snapshot<Body>>;
  /** What is asked for by creating: `client.subresource(ServiceAccount, 'token').create(key, { spec: { audiences } })`. */
  create(key: NoInfer<KeyOf<T>>, body: NoInfer<Draft<Body>>, options?: WriteOptions): Promise<Snapshot<Body>>;
  update(key: NoInfer<KeyOf<T>>, body: NoInfer<Draft<Body>>, options?: WriteOptions): Promise<Snapshot<Body>>;
  /** Merge patch (RFC 7386). */
  patch(key: NoInfer<KeyOf<T>>, patch: NoInfer<MergePatch<Body>>, options?: WriteOptions): Promise<Snapshot<Body>>;
  /** JSON patch (RFC 6902). */
  patchJson(
    key: NoInfer<KeyOf<T>>,
    operations: readonly JsonPatchOperation[],
    options?: WriteOptions,
  ): Promise<Snapshot<Body>>;
  /** Strategic merge patch; custom resources take none. */
  patchStrategic(
    key: NoInfer<KeyOf<T>>,
    patch: NoInfer<StrategicPatch<Body>>,
    options?: WriteOptions,
  ): Promise<Snapshot<Body>>;
  /** Server-side apply. apiVersion and kind are those of the object, where the fields do not say others. */
  apply(key: NoInfer<KeyOf<T>>, fields: NoInfer<ApplyFields<Body>>, options?: ApplyOptions): Promise<Snapshot<Body>>;
}

/** The subresources whose objects are known, by their names; `T` is the kind above them. */
export interface KnownSubresources<T> {
  status: T;
  ephemeralcontainers: T;
  resize: T;
  approval: T;
  finalize: T;
  scale: ScaleObject;
  token: TokenRequest;
}

/** What a subresource is read and written as. */
export type SubresourceBody<T, Name extends string> = Name extends keyof KnownSubresources<T>
  ? KnownSubresources<T>[Name]
  : AnySubresource;

/** An object of a subresource that is not known here. */
export interface AnySubresource {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
  [field: string]: unknown;
}

/** `autoscaling/v1` Scale as it comes; numbers of 0 are left out. */
export interface ScaleObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
  spec?: { replicas?: number };
  status?: { replicas?: number; selector?: string };
}

/** `authentication.k8s.io/v1` TokenRequest: a token of a ServiceAccount. */
export interface TokenRequest {
  apiVersion?: string;
  kind?: string;
  metadata?: ClusterObjectMeta;
  spec: {
    /** Who has to accept the token; default: the API server. */
    audiences?: string[];
    /** How long it is wished to be valid; the server may give another time. Default: 3600. */
    expirationSeconds?: number;
    /** The token ends with this object. */
    boundObjectRef?: { apiVersion?: string; kind?: string; name?: string; uid?: string };
  };
  /** What the server answers. */
  status?: { token: string; expirationTimestamp: string };
}
