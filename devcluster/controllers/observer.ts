// Tells controllers of every object that there is, and of every change.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ApiObject } from '../object/api-object.js';
import { CompactedError, type Store, type StoreEvent, type StoreWatch } from '../store/store.js';
import type { StoredObject } from '../store/stored-object.js';

/** A change of an object; those that are there at first come as additions. */
export interface Observation {
  readonly type: StoreEvent['type'];
  readonly storage: string;
  /** Of a deletion the last state. */
  readonly object: ApiObject;
  readonly previous?: ApiObject | undefined;
}

export type ObservationListener = (observation: Observation) => void;

/**
 * Follows one storage for any number of listeners. Should history be gone before it was read, they hear of the difference:
 * nothing is missed but states in between.
 */
export class StorageObserver {
  readonly #store: Store;
  readonly #storage: string;
  readonly #listeners = new Set<ObservationListener>();
  /** By place; as they are stored, since as objects they would take several times the memory. */
  readonly #known = new Map<string, StoredObject>();
  #watch: StoreWatch | undefined;
  #stopped = false;

  constructor(store: Store, storage: string) {
    this.#store = store;
    this.#storage = storage;
    void this.#follow();
  }

  /** Adds a listener, which hears at once of what is known. @returns what takes it away */
  listen(listener: ObservationListener): () => void {
    for (const { object } of this.#known.values()) listener({ type: 'ADDED', storage: this.#storage, object });
    // One and the same function may listen twice.
    const own: ObservationListener = observation => listener(observation);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  stop(): void {
    this.#stopped = true;
    this.#watch?.close();
  }

  async #follow(): Promise<void> {
    // Not before the first listener is there.
    await undefined;
    while (!this.#stopped) {
      const revision = await this.#catchUp();
      if (this.#stopped) return;
      try {
        this.#watch = this.#store.watch(this.#storage, revision);
        for await (const { type, stored, former } of this.#watch) {
          if (this.#stopped) return;
          this.#tell(type, stored, former);
        }
      } catch (error) {
        if (!(error instanceof CompactedError)) throw error;
      }
    }
  }

  /** Tells what is different from what is known. @returns the revision of that state */
  async #catchUp(): Promise<number> {
    const { revision, stored: present } = this.#store.list(this.#storage);
    const places = new Set(present.map(placeOf));
    for (const [place, gone] of [...this.#known]) {
      if (!places.has(place)) this.#tell('DELETED', gone, gone);
    }
    let told = 0;
    for (const stored of present) {
      const former = this.#known.get(placeOf(stored));
      if (former === stored) continue;
      // Each has to be read: with many of them, requests would wait.
      if (++told % TOLD_AT_ONCE === 0) await nextTurn();
      if (this.#stopped) break;
      if (former === undefined) this.#tell('ADDED', stored, undefined);
      else if (former.object.metadata.uid === stored.object.metadata.uid) this.#tell('MODIFIED', stored, former);
      else {
        this.#tell('DELETED', former, former);
        this.#tell('ADDED', stored, undefined);
      }
    }
    return revision;
  }

  #tell(type: StoreEvent['type'], stored: StoredObject, former: StoredObject | undefined): void {
    if (type === 'DELETED') this.#known.delete(placeOf(stored));
    else this.#known.set(placeOf(stored), stored);
    const observation = { type, storage: this.#storage, object: stored.object, previous: former?.object };
    for (const listener of this.#listeners) listener(observation);
  }
}

/** Some milliseconds of work. */
const TOLD_AT_ONCE = 100;

function placeOf({ key }: StoredObject): string {
  return `${key.namespace}/${key.name}`;
}
