// The objects of one storage, in the order of their keys.
import type { StoreKey } from './store.js';
import type { StoredObject } from './stored-object.js';

type Place = Pick<StoreKey, 'namespace' | 'name'>;

/** Some of the objects in their order, and how many more there are after them. */
export interface TablePage {
  readonly rows: readonly StoredObject[];
  readonly remaining: number;
}

/** Brought into order when it is read, and only after keys have come or gone. */
export class ObjectTable {
  readonly #byKey: Map<string, StoredObject>;
  /** In order; some may be gone, and those in `#added` are still missing. */
  #keys: readonly string[];
  readonly #added = new Set<string>();
  #deleted = false;

  constructor(byKey: Map<string, StoredObject> = new Map(), keys: readonly string[] = []) {
    this.#byKey = byKey;
    this.#keys = keys;
  }

  get(place: Place): StoredObject | undefined {
    return this.#byKey.get(textOf(place));
  }

  set(stored: StoredObject): void {
    const text = textOf(stored.key);
    if (!this.#byKey.has(text)) this.#added.add(text);
    this.#byKey.set(text, stored);
  }

  delete(place: Place): void {
    const text = textOf(place);
    if (this.#byKey.delete(text) && !this.#added.delete(text)) this.#deleted = true;
  }

  copy(): ObjectTable {
    return new ObjectTable(new Map(this.#byKey), this.#sortedKeys());
  }

  /** Ordered as etcd orders the keys `NAMESPACE/NAME`. */
  rows(): readonly StoredObject[] {
    return this.#page(0, this.#byKey.size, undefined).rows;
  }

  /** The rows of a namespace, or all; only those after a place; no more than a limit. */
  within(namespace: string | undefined, after: Place | undefined, limit?: number): TablePage {
    const first = after === undefined ? 0 : this.#countBelow(`${textOf(after)}\0`);
    if (namespace === undefined || namespace === '') return this.#page(first, this.#byKey.size, limit);
    const [from, to] = [this.#countBelow(`${namespace}/`), this.#countBelow(`${namespace}0`)];
    return this.#page(Math.max(first, from), to, limit);
  }

  #page(from: number, to: number, limit: number | undefined): TablePage {
    const end = limit === undefined ? to : Math.min(to, from + limit);
    const rows: StoredObject[] = [];
    for (const key of this.#sortedKeys().slice(from, end)) {
      const row = this.#byKey.get(key);
      if (row !== undefined) rows.push(row);
    }
    return { rows, remaining: Math.max(0, to - end) };
  }

  #countBelow(text: string): number {
    const keys = this.#sortedKeys();
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sorts what has come, and merges it: a list after each of many creates must not sort them all each time. */
  #sortedKeys(): readonly string[] {
    if (this.#added.size === 0 && !this.#deleted) return this.#keys;
    const present = this.#deleted
      ? this.#keys.filter(key => this.#byKey.has(key) && !this.#added.has(key))
      : this.#keys;
    this.#keys = merged(present, [...this.#added].sort());
    this.#added.clear();
    this.#deleted = false;
    return this.#keys;
  }
}

/** Two sorted lists without a common item as one. */
function merged(some: readonly string[], others: readonly string[]): readonly string[] {
  if (others.length === 0) return some;
  const all: string[] = [];
  let at = 0;
  for (const other of others) {
    for (let next = some[at]; next !== undefined && next < other; next = some[++at]) all.push(next);
    all.push(other);
  }
  for (; at < some.length; at++) all.push(some[at] as string);
  return all;
}

/** Cluster-scoped objects have no namespace, and none is in front of their names. */
function textOf({ namespace, name }: Place): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
