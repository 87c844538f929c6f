// The changes of the store, for as long as they are kept.
import { CompactedError, type StoreEvent } from './store.js';

/** Keeps a bounded number of changes; the oldest go first. */
export class EventLog {
  readonly #limit: number;
  readonly #byStorage = new Map<string, StoreEvent[]>();
  readonly #all: StoreEvent[] = [];
  /** Where the kept changes begin in `#all`: shifting an array for each would cost its length. */
  #start = 0;
  #oldest: number;
  /** The last change of each storage that is gone. */
  readonly #forgotten = new Map<string, number>();
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(limit: number, revision: number) {
    this.#limit = limit;
    this.#oldest = revision;
  }

  /** Changes after this revision are all there. */
  get oldest(): number {
    return this.#oldest;
  }

  /** @throws CompactedError when changes after this revision are gone */
  refuseCompacted(revision: number): void {
    if (revision < this.#oldest) throw new CompactedError(revision, this.#oldest);
  }

  append(event: StoreEvent): void {
    const { storage } = event.key;
    const events = this.#byStorage.get(storage);
    if (events === undefined) this.#byStorage.set(storage, [event]);
    else events.push(event);
    this.#all.push(event);
    const first = this.#all[this.#start];
    if (this.#all.length - this.#start > this.#limit && first !== undefined) this.compact(first.revision);
    for (const listener of this.#listeners.get(storage) ?? []) listener();
  }

  /** The kept changes of a storage after a revision, oldest first. */
  since(storage: string, revision: number): readonly StoreEvent[] {
    const events = this.#byStorage.get(storage) ?? [];
    return events.slice(countUpTo(events, revision));
  }

  /**
   * The first change of a storage after a revision.
   * @throws CompactedError when there was an earlier one, which is gone
   */
  next(storage: string, revision: number): StoreEvent | undefined {
    if ((this.#forgotten.get(storage) ?? 0) > revision) throw new CompactedError(revision, this.#oldest);
    const events = this.#byStorage.get(storage) ?? [];
    return events[countUpTo(events, revision)];
  }

  /** Forgets the changes up to this revision. */
  compact(revision: number): void {
    if (revision <= this.#oldest) return;
    this.#oldest = revision;
    this.#start = countUpTo(this.#all, revision);
    if (this.#start < this.#limit / 2 && this.#start < this.#all.length) return;
    this.#all.splice(0, this.#start);
    this.#start = 0;
    for (const [storage, events] of this.#byStorage) {
      const last = events.splice(0, countUpTo(events, revision)).at(-1);
      if (last !== undefined) this.#forgotten.set(storage, last.revision);
    }
    this.#wakeAll();
  }

  /** Calls back after each change of a storage, and when changes were forgotten. @returns what ends it */
  listen(storage: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(storage) ?? new Set();
    this.#listeners.set(storage, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #wakeAll(): void {
    for (const listeners of this.#listeners.values()) {
      for (const listener of listeners) listener();
    }
  }
}

/** How many of the changes, which are in order, have at most this revision. */
function countUpTo(events: readonly StoreEvent[], revision: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.revision ?? 0) <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
