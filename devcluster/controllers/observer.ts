// Tells controllers of every object that there is, and of every change.
import type { ApiObject } from '../object/api-object.js';
import { CompactedError, type Store, type StoreEvent, type StoreWatch } from '../store/store.js';

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
  readonly #known = new Map<string, ApiObject>();
  #watch: StoreWatch | undefined;
  #stopped = false;

  constructor(store: Store, storage: string) {
    this.#store = store;
    this.#storage = storage;
    void this.#follow();
  }

  /** Adds a listener, which hears at once of what is known. @returns what takes it away */
  listen(listener: ObservationListener): () => void {
    for (const object of this.#known.values()) listener({ type: 'ADDED', storage: this.#storage, object });
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
      const revision = this.#catchUp();
      this.#watch = this.#store.watch(this.#storage, revision);
      try {
        for await (const { type, object, previous } of this.#watch) {
          if (this.#stopped) return;
          this.#tell({ type, storage: this.#storage, object, previous });
        }
      } catch (error) {
        if (!(error instanceof CompactedError)) throw error;
      }
    }
  }

  /** Tells what is different from what is known. @returns the revision of that state */
  #catchUp(): number {
    const { revision, objects } = this.#store.list(this.#storage);
    const present = new Set(objects.map(({ metadata }) => metadata.uid));
    for (const object of [...this.#known.values()]) {
      if (!present.has(object.metadata.uid)) this.#tell({ type: 'DELETED', storage: this.#storage, object });
    }
    for (const object of objects) {
      const previous = this.#known.get(object.metadata.uid);
      if (previous === object) continue;
      const type = previous === undefined ? 'ADDED' : 'MODIFIED';
      this.#tell({ type, storage: this.#storage, object, previous });
    }
    return revision;
  }

  #tell(observation: Observation): void {
    const { uid } = observation.object.metadata;
    if (observation.type === 'DELETED') this.#known.delete(uid);
    else this.#known.set(uid, observation.object);
    for (const listener of this.#listeners) listener(observation);
  }
}
