// The verbs of the Kubernetes API, typed by kind.
import type { Kind, KindConstant, KindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import type { Labels } from '../meta/label-requirement.js';
import type { LabelSelector } from '../meta/label-selector.js';
import type { KeyOf, ObjectKey } from '../meta/object-key.js';
import type { Apply, JsonPatchOperation, MergePatch, New, WithStatus } from './shapes.js';
import type { StrategicPatch } from './strategic-patch.js';
import type { ScaleClient, StatusClient, SubresourceBody, SubresourceClient } from './subresources.js';
import type { UntypedKind } from './untyped.js';

/** What every call takes. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface GetOptions extends CallOptions {
  /** Absent: the newest state. `0`: any state that the server has at hand. A version: that state, or a newer one. */
  readonly resourceVersion?: string | undefined;
}

/** What every call takes that changes something. */
export interface SendOptions extends CallOptions {
  /**
   * Called before a connection is looked for and right before the request goes out by it; so too where it is sent another time.
   * What it throws ends the call, which rejects with it; nothing is sent then. For writes that may have to wait, and are to be dropped if things change meanwhile.
   */
  readonly beforeSend?: (() => void) | undefined;
}

/** What every writing call takes. */
export interface WriteOptions extends SendOptions {
  /** Who owns the written fields; default: the client's field manager. */
  readonly fieldManager?: string;
  /** The server checks and answers, and keeps nothing. */
  readonly dryRun?: boolean;
  /** What the server does with unknown and duplicate fields; default `Strict`: it refuses them. */
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
}

export interface ApplyOptions extends WriteOptions {
  /** Take over fields that other managers own, instead of failing with a conflict; default false. */
  readonly force?: boolean;
}

export interface DeleteOptions extends SendOptions {
  readonly dryRun?: boolean;
  /** The object must still be this one, else the call fails with a conflict. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  /**
   * What becomes of the dependents. Default: what the kind has, which is `Background` for all but Jobs and
   * ReplicationControllers: theirs is `Orphan`, so that their Pods stay.
   */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
}

/**
 * What came of a deletion: that the object is gone (`kind: 'Status'`), or the object. One with a `deletionTimestamp` is there
 * still if finalizers hold it, or its grace period is not over.
 */
export type Deletion<T extends KubernetesObject> = Snapshot<T> | GoneStatus;

/** The `metav1.Status` of an object that is gone. */
export interface GoneStatus {
  readonly apiVersion: 'v1';
  readonly kind: 'Status';
  readonly details?: { readonly name?: string; readonly uid?: string };
}

/** Which objects are meant. */
export interface SelectOptions {
  /** Only this namespace; default: all of them. */
  readonly namespace?: string | undefined;
  /** As kubectl writes it (`app=redis,tier!=cache`), as objects hold it, or labels that must all be there. */
  readonly labelSelector?: string | LabelSelector | Labels | undefined;
  /** As kubectl writes it: `metadata.name=a`. */
  readonly fieldSelector?: string | undefined;
}

export interface ListOptions extends SelectOptions, CallOptions {
  /** At most so many objects in the answer; the rest follows with `continue`. */
  readonly limit?: number | undefined;
  /** The `continue` of the page before. */
  readonly continue?: string | undefined;
  /** Absent: the newest state. `0`: any state that the server has at hand. */
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan' | undefined;
  /**
   * Only objects whose hash is in these ranges: `shardRange(object.metadata.namespace, '0x0000000000000000',
   * '0x8000000000000000') || ...` (KEP-5866). A server without the feature sends all objects.
   */
  readonly shardSelector?: string | undefined;
}

/** A page of objects, or all of them. */
export interface List<T> {
  readonly items: readonly Snapshot<T>[];
  readonly metadata: {
    readonly resourceVersion: string;
    /** There is more: pass this to the next call. */
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

export interface WatchOptions extends SelectOptions {
  /** Changes after this version; absent: first the present objects as ADDED. */
  readonly resourceVersion?: string | undefined;
  readonly allowWatchBookmarks?: boolean | undefined;
  /** The server ends the watch after this many seconds. */
  readonly timeoutSeconds?: number | undefined;
  /** As `ListOptions.shardSelector`. */
  readonly shardSelector?: string | undefined;
  /** Ends the watch; the iteration then ends without an error. */
  readonly signal?: AbortSignal | undefined;
}

/** A change; a bookmark carries nothing but the version that the watch has reached. */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Snapshot<T> }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string };

/** Which objects `deleteAllOf` deletes: of a namespaced kind those of one namespace. */
export type DeleteAllOptions<T extends KubernetesObject> = DeleteOptions & {
  /** As `ListOptions.labelSelector`. Default, where it is left out: all of them; `undefined` is refused. */
  readonly labelSelector?: string | LabelSelector | Labels;
  /** As kubectl writes it: `metadata.name=a`. */
  readonly fieldSelector?: string;
} & NamespaceOf<KeyOf<T>>;

type NamespaceOf<Key> = Key extends { readonly namespace: string }
  ? { readonly namespace: string }
  : { readonly namespace?: Extract<Key, ObjectKey>['namespace'] };

/** The objects as they were when they were found, or a `Status` where the server shows none. */
export type DeletionOfAll<T extends KubernetesObject> = List<T> | GoneStatus;

export interface EvictOptions extends SendOptions {
  readonly dryRun?: boolean;
  /** The Pod must still be this one, else the call fails with a conflict. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  /** Seconds; default: what the Pod says. */
  readonly gracePeriodSeconds?: number;
}

/** `Pod` of `kubewright/kinds`. */
export type PodKind<T extends KubernetesObject> = KindConstant<
  T,
  KindInfo & { readonly group: ''; readonly kind: 'Pod' }
>;

/**
 * Reads and writes objects on the API server; nothing is cached. The kind comes first: a class with `@Resource`, or a
 * constant of `kubewright/kinds`. Every call rejects with an `ApiError` when the server refuses, and with a
 * `ConnectionError` when it cannot be reached.
 */
export interface Client {
  /**
   * The kind that objects call so, for those that no class and no constant declares: `await client.kind('apps/v1', 'Deployment')`.
   * It stands wherever a kind does. The server is asked once for each that it has, and again for one that it has not, whose
   * CRD may have come; then it rejects with an `ApiError` (`isNoSuchKind`) that names what is served nearby.
   */
  kind(apiVersion: string, kind: string, options?: CallOptions): Promise<UntypedKind>;
  get<T extends KubernetesObject>(kind: Kind<T>, key: NoInfer<KeyOf<T>>, options?: GetOptions): Promise<Snapshot<T>>;
  /** One page, or everything without `limit`. */
  list<T extends KubernetesObject>(kind: Kind<T>, options?: ListOptions): Promise<List<T>>;
  /**
   * The changes, as they come. Ends when the server ends the watch or the signal aborts; throws `ApiError` for an
   * ERROR event (410 `Expired` among them), and `ConnectionError` when the connection breaks or brings what is no event.
   */
  watch<T extends KubernetesObject>(kind: Kind<T>, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubernetesObject>(
    kind: Kind<T>,
    object: NoInfer<New<T>>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>>;
  /**
   * Replaces the object; metadata.resourceVersion, where given, must be the present one (else 409 `Conflict`). A custom
   * resource has to give it (else 422 `Invalid`).
   */
  update<T extends KubernetesObject>(
    kind: Kind<T>,
    object: NoInfer<Draft<T>>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>>;
  /** Merge patch (RFC 7386). With `metadata: { resourceVersion }` in the patch it fails if the object has changed. */
  patch<T extends KubernetesObject>(
    kind: Kind<T>,
    key: NoInfer<KeyOf<T>>,
    patch: NoInfer<MergePatch<T>>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>>;
  /** JSON patch (RFC 6902). */
  patchJson<T extends KubernetesObject>(
    kind: Kind<T>,
    key: NoInfer<KeyOf<T>>,
    operations: readonly JsonPatchOperation[],
    options?: WriteOptions,
  ): Promise<Snapshot<T>>;
  /**
   * Strategic merge patch, for the kinds of Kubernetes itself: the API server takes none for custom resources, whose classes
   * are refused here.
   */
  patchStrategic<T extends KubernetesObject>(
    kind: KindConstant<T, KindInfo>,
    key: NoInfer<KeyOf<T>>,
    patch: NoInfer<StrategicPatch<T>>,
    options?: WriteOptions,
  ): Promise<Snapshot<T>>;
  /** Server-side apply: creates the object or makes the given fields ours. */
  apply<T extends KubernetesObject>(
    kind: Kind<T>,
    object: NoInfer<Apply<T>>,
    options?: ApplyOptions,
  ): Promise<Snapshot<T>>;
  delete<T extends KubernetesObject>(
    kind: Kind<T>,
    key: NoInfer<KeyOf<T>>,
    options?: DeleteOptions,
  ): Promise<Deletion<T>>;
  /** Deletes all objects that are selected, in one call; not all at once, so some may be there still when it fails. */
  deleteAllOf<T extends KubernetesObject>(
    kind: Kind<T>,
    options: NoInfer<DeleteAllOptions<T>>,
  ): Promise<DeletionOfAll<T>>;
  /** Deletes a Pod unless its disruption budgets forbid it: then it rejects with 429 `TooManyRequests`, naming the budget. */
  evict<T extends KubernetesObject>(kind: PodKind<T>, key: NoInfer<KeyOf<T>>, options?: EvictOptions): Promise<void>;
  status<T extends KubernetesObject>(kind: Kind<T> & WithStatus<T>): StatusClient<T>;
  scale<T extends KubernetesObject>(kind: Kind<T>): ScaleClient<T>;
  /** Any other subresource, by its name in URLs. */
  subresource<T extends KubernetesObject, Name extends string>(
    kind: Kind<T>,
    name: Name,
  ): SubresourceClient<T, SubresourceBody<T, Name>>;
}
