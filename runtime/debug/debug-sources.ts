// What the debug endpoints show, as far as they know it. Moments are on the monotonic clock of the manager, in milliseconds.

export interface DebugController {
  readonly name: string;
  queued(): Iterable<DebugKey>;
  /** Those that run for longest first. */
  reconciles(): readonly DebugReconcile[];
}

/** A key in a workqueue. */
export interface DebugKey {
  readonly key: string;
  readonly turn: 'none' | 'ready' | 'delayed';
  readonly priority: number;
  readonly retries: number;
  readonly readyAt: number | undefined;
  readonly due: number | undefined;
  /** A worker has the key since then. */
  readonly heldAt: number | undefined;
}

/** A reconcile under way. */
export interface DebugReconcile {
  readonly key: string;
  readonly reconcileId: string;
  readonly causes: readonly string[];
  readonly since: number;
}

export interface DebugCache {
  kinds(): readonly DebugKind[];
  watches(): readonly DebugWatch[];
}

/** The objects of a kind in a cache. */
export interface DebugKind {
  /** `Pod`. */
  readonly kind: string;
  /** `v1`. */
  readonly apiVersion: string;
  /** Of the objects only the metadata is kept. */
  readonly metadataOnly: boolean;
  readonly synced: boolean;
  readonly objects: number;
  readonly bytes: number;
  readonly parsedObjects: number;
  /** In order. */
  keys(namespace: string | undefined): readonly string[];
  /** Undefined: it is not there. */
  object(namespace: string | undefined, name: string): object | undefined;
}

/** The list and the watch of a kind, in one namespace or in all. */
export interface DebugWatch {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly state: string;
  /** Since the last proof of life; milliseconds. */
  readonly age: number;
  readonly lists: number;
  readonly watches: number;
  readonly lastError: unknown;
}

/** An election for the lead. */
export interface DebugElection {
  /** That of the Lease. */
  readonly name: string;
  /** 1 while this replica leads. */
  readonly masterStatus: number;
}

/** A replica's part in work that is shared. */
export interface DebugSharding {
  readonly name: string;
  readonly identity: string;
  /** The shards in which work may begin here, in order. */
  readonly held: readonly number[];
  readonly metrics: { readonly shards: number; readonly members: number };
  shardOf(key: string): number;
}

/** Takes in what there is to show, while the parts of a manager are set up. */
export class DebugSources {
  leaderElection: DebugElection | undefined;
  sharding: DebugSharding | undefined;
  readonly controllers: DebugController[] = [];
  readonly caches: DebugCache[] = [];
}
