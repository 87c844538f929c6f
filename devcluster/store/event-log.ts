// The changes of the store, for as long as they are kept.
import { RevisionQueue } from './revision-queue.js';
import { CompactedError, type StoreEvent } from './store.js';

/** How much history is kept; what is over either bound goes, the oldest first. */
export interface HistoryLimits {
  readonly count: number;
  /** Bytes of the states that only history still holds. */
  readonly bytes: number;
}

/** Keeps a bounded number of changes. */
export class EventLog {
  readonly #limits: HistoryLimits;
  readonly #all = new RevisionQueue<StoreEvent>();
  readonly #byStorage = new Map<string, RevisionQueue<StoreEvent>>();
  #bytes = 0;
  #oldest: number;
  /** The last change of each storage that is gone. */
  readonly #forgotten = new Map<string, number>();
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(limits: HistoryLimits, revision: number) {
    this.#limits = limits;
    this.#oldest = revision;
  }

  /** Changes after this revision are all there. */
  get oldest(): number {
    return this.#oldest;
  }

  /** Bytes of the states that only history still holds. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws CompactedError when changes after this revision are gone */
  refuseCompacted(revision: number): void {
    if (revision < this.#oldest) throw new CompactedError(revision, this.#oldest);
  }

  append(event: StoreEvent): void {
    const { storage } = event.key;
    const events = this.#byStorage.get(storage) ?? new RevisionQueue<StoreEvent>();
    this.#byStorage.set(storage, events);
    events.push(event);
    this.#all.push(event);
    this.#bytes += formerBytes(event);
    while (this.#all.length > this.#limits.count || (this.#bytes > this.#limits.bytes && this.#all.length > 1)) {
      this.#forgetFirst();
    }
    for (const listener of this.#listeners.get(storage) ?? []) listener();
  }

  /** The kept changes of a storage after a revision, oldest first. */
  since(storage: string, revision: number): readonly StoreEvent[] {
    return this.#byStorage.get(storage)?.since(revision) ?? [];
  }

  /**
   * The first change of a storage after a revision.
   * @throws CompactedError when there was an earlier one, which is gone
   */
  next(storage: string, revision: number): StoreEvent | undefined {
    if ((this.#forgotten.get(storage) ?? 0) > revision) throw new CompactedError(revision, this.#oldest);
    return this.#byStorage.get(storage)?.next(revision);
  }

  /** Forgets the changes up to this revision. Who waits for the next change has seen those, and need not know. */
  compact(revision: number): void {
    while ((this.#all.first?.revision ?? Number.POSITIVE_INFINITY) <= revision) this.#forgetFirst();
    this.#oldest = Math.max(this.#oldest, revision);
  }

  /** Calls back after each change of a storage. @returns what ends it */
  listen(storage: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(storage) ?? new Set();
    this.#listeners.set(storage, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  #forgetFirst(): void {
    const event = this.#all.shift();
    if (event === undefined) return;
    const { revision, key } = event;
    this.#byStorage.get(key.storage)?.shift();
    this.#bytes -= formerBytes(event);
    this.#forgotten.set(key.storage, revision);
    this.#oldest = revision;
  }
}

/** What nobody but the log holds on to: the state before the change, and of a deletion that after it as well. */
function formerBytes({ type, stored, former }: StoreEvent): number {
  return (former?.json.length ?? 0) + (type === 'DELETED' ? stored.json.length : 0);
}
