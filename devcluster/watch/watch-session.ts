// What one watch is told: the changes of a storage, through the eyes of its selector.
import type { Store, StoreEvent, StoreWatch } from '../store/store.js';
import type { StoredObject } from '../store/stored-object.js';

/** An event as it is sent; a bookmark says only how far the watch has come. */
export type SessionEvent =
  | ObjectEvent
  | { readonly type: 'BOOKMARK'; readonly revision: number; readonly initialEventsEnd: boolean };

/** What happened to an object, as one that is watched. */
export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly stored: StoredObject;
  /** Its own; of an object that no longer matches that of the change, after which it is told what it was before. */
  readonly resourceVersion: string;
}

export interface WatchSessionOptions {
  readonly store: Store;
  readonly storage: string;
  /** Empty for all. */
  readonly namespace: string;
  /** Which objects it is about. Default: all. */
  readonly matches?: ((stored: StoredObject) => boolean) | undefined;
  /** Waited for before states of objects are looked at, or told. Default: nothing has to be. */
  readonly ready?: ((states: readonly StoredObject[]) => Promise<void>) | undefined;
  /** The revision after which it begins; undefined to begin with what is there. */
  readonly after: number | undefined;
  /** Whether a bookmark tells the end of what was there. */
  readonly markInitialEvents: boolean;
}

/** Begins when it is made: what changes from then on is not missed. */
export class WatchSession {
  /** The newest revision that the watch knows of. */
  #revision: number;
  #initial: readonly StoredObject[];
  #hasBegun = false;
  readonly #watch: StoreWatch;

  /** @throws CompactedError when history does not reach back that far */
  constructor(private readonly options: WatchSessionOptions) {
    const { store, storage, namespace, after } = options;
    const list = after === undefined ? store.list(storage, { namespace }) : undefined;
    this.#revision = list?.revision ?? after ?? store.revision;
    this.#initial = list?.stored ?? [];
    this.#watch = store.watch(storage, this.#revision);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Whether all was told that was there at first: before that, nobody could go on from `revision`. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Ends `events`. */
  close(): void {
    this.#watch.close();
  }

  async *events(): AsyncGenerator<SessionEvent, void> {
    const { matches = ALL, markInitialEvents, ready } = this.options;
    try {
      await ready?.(this.#initial);
      for (const stored of this.#initial) if (matches(stored)) yield told('ADDED', stored);
      this.#initial = [];
      this.#hasBegun = true;
      if (markInitialEvents) yield { type: 'BOOKMARK', revision: this.#revision, initialEventsEnd: true };
      for await (const event of this.#watch) {
        this.#revision = event.revision;
        if (!this.#isHere(event)) continue;
        if (ready !== undefined) await ready(this.#looksAt(event));
        const told = this.#told(event);
        if (told !== undefined) yield told;
      }
    } finally {
      this.#watch.close();
    }
  }

  #isHere({ key }: StoreEvent): boolean {
    const { namespace } = this.options;
    return namespace === '' || key.namespace === namespace;
  }

  #looksAt({ stored, former }: StoreEvent): readonly StoredObject[] {
    return former === undefined || this.options.matches === undefined ? [stored] : [stored, former];
  }

  /** An object that comes to match is added, and one that no longer does is deleted. */
  #told({ type, stored, former, revision }: StoreEvent): SessionEvent | undefined {
    const { matches = ALL } = this.options;
    const matched = former !== undefined && matches(former);
    if (type === 'DELETED') return matched ? told(type, stored) : undefined;
    if (matches(stored)) return told(matched ? 'MODIFIED' : 'ADDED', stored);
    return matched ? told('DELETED', former, String(revision)) : undefined;
  }
}

const ALL = (): boolean => true;

function told(
  type: ObjectEvent['type'],
  stored: StoredObject,
  resourceVersion: string = stored.resourceVersion,
): ObjectEvent {
  return { type, stored, resourceVersion };
}
