// What one watch is told: the changes of a storage, through the eyes of its selector.
import type { ApiObject } from '../object/api-object.js';
import type { Store, StoreEvent, StoreWatch } from '../store/store.js';

/** An event as it is sent; a bookmark says only how far the watch has come. */
export type SessionEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: ApiObject }
  | { readonly type: 'BOOKMARK'; readonly revision: number; readonly initialEventsEnd: boolean };

export interface WatchSessionOptions {
  readonly store: Store;
  readonly storage: string;
  /** Empty for all. */
  readonly namespace: string;
  /** Which objects it is about, as they are presented. */
  readonly matches: (object: ApiObject) => boolean;
  /** The version that is watched, made of what is stored. */
  readonly present: (stored: ApiObject) => ApiObject;
  /** The revision after which it begins; undefined to begin with what is there. */
  readonly after: number | undefined;
  /** Whether a bookmark tells the end of what was there. */
  readonly markInitialEvents: boolean;
}

/** Begins when it is made: what changes from then on is not missed. */
export class WatchSession {
  /** The newest revision that the watch knows of. */
  #revision: number;
  readonly #initial: readonly ApiObject[];
  readonly #watch: StoreWatch;

  /** @throws CompactedError when history does not reach back that far */
  constructor(private readonly options: WatchSessionOptions) {
    const { store, storage, after } = options;
    const list = after === undefined ? store.list(storage) : undefined;
    this.#revision = list?.revision ?? after ?? store.revision;
    this.#initial = list?.objects ?? [];
    this.#watch = store.watch(storage, this.#revision);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Ends `events`. */
  close(): void {
    this.#watch.close();
  }

  async *events(): AsyncGenerator<SessionEvent, void> {
    const { present, matches, markInitialEvents } = this.options;
    try {
      for (const stored of this.#initial) {
        const object = present(stored);
        if (this.#isHere(object) && matches(object)) yield { type: 'ADDED', object };
      }
      if (markInitialEvents) yield { type: 'BOOKMARK', revision: this.#revision, initialEventsEnd: true };
      for await (const event of this.#watch) {
        this.#revision = event.revision;
        const told = this.#told(event);
        if (told !== undefined) yield told;
      }
    } finally {
      this.#watch.close();
    }
  }

  /** An object that comes to match is added, and one that no longer does is deleted. */
  #told({ type, object, previous, revision }: StoreEvent): SessionEvent | undefined {
    if (!this.#isHere(object)) return undefined;
    const { present, matches } = this.options;
    const now = present(object);
    const before = previous && present(previous);
    const matched = before !== undefined && matches(before);
    if (type === 'DELETED') return matched ? { type, object: now } : undefined;
    if (matches(now)) return { type: matched ? 'MODIFIED' : 'ADDED', object: now };
    return matched ? { type: 'DELETED', object: withRevision(before, revision) } : undefined;
  }

  #isHere({ metadata }: ApiObject): boolean {
    return this.options.namespace === '' || metadata.namespace === this.options.namespace;
  }
}

function withRevision(object: ApiObject, revision: number): ApiObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
