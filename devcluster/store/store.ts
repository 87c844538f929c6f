// The objects of the server, in one order of revisions.
import type { ApiObject } from '../object/api-object.js';
import type { StoredObject } from './stored-object.js';

/** Where an object is: the storage of its resource, its namespace (empty for cluster-scoped ones), its name. */
export interface StoreKey {
  readonly storage: string;
  readonly namespace: string;
  readonly name: string;
}

/** A change, as watches see it. Each has a revision of its own, greater than all before. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  readonly key: StoreKey;
  /** After the change; of a DELETED the last state, with the revision of the deletion. */
  readonly stored: StoredObject;
  /** Before the change. */
  readonly former: StoredObject | undefined;
  /** `stored`, read. */
  readonly object: ApiObject;
  /** `former`, read. */
  readonly previous: ApiObject | undefined;
}

/** A state of a storage at a revision. */
export interface StoreList {
  readonly revision: number;
  /** Ordered by namespace and name. */
  readonly stored: readonly StoredObject[];
  /** The same, all of them read: many of them take much memory. */
  readonly objects: readonly ApiObject[];
  /** Pass it on for the next page of the same state. */
  readonly next?: { readonly namespace: string; readonly name: string };
  /** How many come after them. */
  readonly remaining?: number;
}

/** Thrown for a revision that history does not reach back to any more. */
export class CompactedError extends Error {
  override readonly name = 'CompactedError';

  constructor(
    readonly asked: number,
    readonly oldest: number,
  ) {
    super(`too old resource version: ${asked} (${oldest})`);
  }
}

/** Thrown for an object that is larger than etcd would take. Objects cannot grow without end by patches that each are small. */
export class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError';

  /** @param bytes of its JSON */
  constructor(
    key: StoreKey,
    readonly bytes: number,
  ) {
    super(`${[key.storage, key.namespace, key.name].filter(part => part !== '').join('/')} has ${bytes} bytes`);
  }
}

/** Hears of every change of a storage, one after the other; `close` ends it. */
export interface StoreWatch extends AsyncIterable<StoreEvent> {
  close(): void;
}

/** What the rest of the server stands on. Writes are synchronous and in order; objects are frozen when they are stored. */
export interface Store {
  /** The newest revision; of an empty store 1. */
  readonly revision: number;
  get(key: StoreKey): ApiObject | undefined;
  /** At `revision`, or at the newest one. @throws CompactedError when that is too old */
  list(
    storage: string,
    options?: {
      readonly namespace?: string | undefined;
      readonly revision?: number | undefined;
      readonly limit?: number | undefined;
      readonly after?: { readonly namespace: string; readonly name: string } | undefined;
    },
  ): StoreList;
  /**
   * Stores an object under a new revision, which it gets as its resourceVersion.
   * @param expected the resourceVersion that the present object must have; '' when there must be none
   * @returns the stored object; undefined when what is there is not what was expected
   * @throws ObjectTooLargeError
   */
  put(key: StoreKey, object: ApiObject, expected: string): ApiObject | undefined;
  /** Takes an object out. @returns its last state, with the revision of the deletion; undefined as for `put` */
  remove(key: StoreKey, expected: string): ApiObject | undefined;
  /** Changes after this revision. @throws CompactedError when that is too old */
  watch(storage: string, after: number): StoreWatch;
  /** All objects, with their keys; ordered within each storage. */
  objects(): Iterable<readonly [StoreKey, ApiObject]>;
  /** Forgets the changes up to this revision, as etcd's compaction does: what is older is refused from then on. */
  compact(revision: number): void;
}
