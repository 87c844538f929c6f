// The objects of one kind, by key, in order, by owner and by what users index.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { ObjectHeader } from '../encoded/encoded-object.js';
import type { ReadObject } from '../encoded/read-object.js';
import type { Logger } from '../log/logger.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';
import type { CachedObject } from './cached-object.js';
import { Entry, FreeText } from './entry.js';
import { EntryIndex, type IndexValues } from './entry-index.js';
import type { KeptTexts } from './kept-texts.js';
import type { CacheScope, ReadableStore, StoreQuery } from './readable-store.js';
import { type IndexFunctions, SecondaryIndexes } from './secondary-indexes.js';
import { type Placed, SortedEntries } from './sorted-entries.js';

/** What became of an object; `finalStateUnknown` says that its end was not seen, so that this is an older state of it. */
export type Change<T extends KubernetesObject> =
  | { readonly type: 'add'; readonly object: CachedObject<T> }
  | { readonly type: 'update'; readonly old: CachedObject<T>; readonly now: CachedObject<T> }
  | { readonly type: 'delete'; readonly object: CachedObject<T>; readonly finalStateUnknown: boolean };

/** An object that is to be kept. */
export interface Arrival {
  readonly header: ObjectHeader;
  /** What is kept of it; asked for only if the store does not have this state already. */
  kept(): ReadObject;
}

/** Every change answers what it did, in order; an object with the uid and the resourceVersion of the present one is none. */
export class Store<T extends KubernetesObject> implements ReadableStore<T> {
  #texts: KeptTexts<T>;
  readonly #byKey = new Map<string, Entry<T>>();
  readonly #indexes: SecondaryIndexes<T, Entry<T>>;
  #sorted = new SortedEntries<Entry<T>>();
  #byOwner = new EntryIndex<Entry<T>>();
  #replacements = 0;

  constructor(texts: KeptTexts<T>, indexes: IndexFunctions<T>, log: Logger) {
    this.#texts = texts;
    this.#indexes = new SecondaryIndexes(indexes, log);
  }

  /** Where the texts of the objects are. */
  get texts(): KeptTexts<T> {
    return this.#texts;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(key: ObjectKey): Entry<T> | undefined {
    return this.#byKey.get(keyText(key));
  }

  list({ namespace, labels, index }: StoreQuery = {}): readonly Entry<T>[] {
    if (index === undefined) return filtered(this.#sorted.list(namespace), undefined, labels);
    return filtered(this.#indexes.list(index.name, index.value), namespace, labels);
  }

  ownedBy(uid: string): readonly Entry<T>[] {
    return this.#byOwner.list(uid);
  }

  /** At most `count` objects in order, from the first after this one, which need not be there any more. */
  after(place: CachedObject<T> | undefined, count: number): readonly Entry<T>[] {
    return this.#sorted.after(place, count);
  }

  /** What the index of this name answers for an object that need not be here. */
  indexValues(name: string, object: CachedObject<T>): readonly string[] {
    return this.#indexes.valuesOf(name, object);
  }

  /**
   * Adds the object or puts it in the place of the one with its key. One with another uid is another object: the
   * present one was deleted unseen.
   * @param seenBy the number of the replacement that brings it; 0 for none
   */
  put(arrival: Arrival, seenBy = 0): readonly Change<T>[] {
    const key = keyText(arrival.header);
    const old = this.#byKey.get(key);
    if (old !== undefined) {
      old.seenBy = seenBy;
      if (isSameState(old, arrival.header)) return NOTHING;
    }
    const now = this.#entry(key, arrival, seenBy);
    this.#byKey.set(key, now);
    this.#sorted.set(now);
    this.#byOwner.replace(old, old && ownersOf(old), now, ownersOf(now));
    this.#indexes.replace(old, now);
    if (old === undefined) return [{ type: 'add', object: now }];
    old.retire();
    if (old.uid === now.uid) return [{ type: 'update', old, now }];
    return [deleted(old, true), { type: 'add', object: now }];
  }

  /** Takes out the object of this key; what is given is its last state. Nothing changes where the key is unknown. */
  remove(arrival: Arrival): readonly Change<T>[] {
    const key = keyText(arrival.header);
    const present = this.#byKey.get(key);
    if (present === undefined) return NOTHING;
    this.#drop(present);
    if (present.uid !== arrival.header.uid) return [deleted(present, true)];
    const { header, encoded } = arrival.kept();
    return [deleted(new Entry(key, header, new FreeText<T>(Uint8Array.from(encoded)), this.#texts, 0), false)];
  }

  /** The number of a new replacement: `put` with it, then `removeUnseen`. One that is given up has removed nothing. */
  newReplacement(): number {
    this.#replacements += 1;
    return this.#replacements;
  }

  /**
   * Removes, one at each step, what this replacement has not seen of what the scope covers. It stays right when the store
   * changes between the steps; undefined is a piece that is looked over.
   */
  *removeUnseen(seenBy: number, scope: CacheScope): Generator<Change<T> | undefined, void> {
    let place: Placed | undefined;
    if (scope.namespace !== undefined) place = { namespace: scope.namespace, name: '' };
    for (;;) {
      const piece = this.#sorted.after(place, PIECE);
      for (const entry of piece) {
        place = entry;
        if (scope.namespace !== undefined && entry.namespace !== scope.namespace) return;
        if (entry.seenBy === seenBy || !covers(scope, entry.namespace)) continue;
        if (this.#byKey.get(entry.key) !== entry) continue;
        this.#drop(entry);
        yield deleted(entry, true);
      }
      if (piece.length < PIECE) return;
      yield undefined;
    }
  }

  /** Forgets everything; objects that somebody holds can still be read. */
  clear(): void {
    this.#byKey.clear();
    this.#sorted = new SortedEntries();
    this.#byOwner = new EntryIndex();
    this.#indexes.clear();
    this.#texts = this.#texts.another();
  }

  #entry(key: string, arrival: Arrival, seenBy: number): Entry<T> {
    const { header, encoded } = arrival.kept();
    return new Entry(key, header, this.#texts.put(encoded), this.#texts, seenBy);
  }

  #drop(entry: Entry<T>): void {
    this.#byKey.delete(entry.key);
    this.#sorted.delete(entry);
    this.#byOwner.delete(entry, ownersOf(entry));
    this.#indexes.delete(entry);
    entry.retire();
  }
}

/** Whether objects of the namespace belong to the scope; absent for cluster-scoped objects. */
export function covers(scope: CacheScope, namespace: string | undefined): boolean {
  if (scope.namespace !== undefined) return scope.namespace === namespace;
  return namespace === undefined || scope.exceptNamespaces?.includes(namespace) !== true;
}

/** How many objects are looked over before others get a turn. */
const PIECE = 256;

const NOTHING: readonly never[] = Object.freeze([]);

function filtered<E extends CachedObject<KubernetesObject>>(
  entries: E[],
  namespace: string | undefined,
  labels: StoreQuery['labels'],
): E[] {
  if (namespace === undefined && labels === undefined) return entries;
  return entries.filter(
    entry =>
      (namespace === undefined || entry.namespace === namespace) && labels?.(entry.labels ?? NO_LABELS) !== false,
  );
}

const NO_LABELS = Object.freeze({});

function deleted<T extends KubernetesObject>(object: CachedObject<T>, finalStateUnknown: boolean): Change<T> {
  return { type: 'delete', object, finalStateUnknown };
}

function isSameState(a: ObjectHeader, b: ObjectHeader): boolean {
  return a.uid === b.uid && a.resourceVersion === b.resourceVersion;
}

function ownersOf({ owners }: ObjectHeader): IndexValues {
  if (owners.length <= 1) return owners[0]?.uid;
  return [...new Set(owners.map(owner => owner.uid))];
}
