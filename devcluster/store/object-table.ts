// The objects of one storage, in the order of their keys.
import type { ApiObject } from '../object/api-object.js';

/** An object and where it is. */
export interface Row {
  readonly namespace: string;
  readonly name: string;
  readonly object: ApiObject;
}

type Place = Pick<Row, 'namespace' | 'name'>;

/** Sorted when it is read, and only after keys have come or gone. */
export class ObjectTable {
  readonly #byKey: Map<string, Row>;
  /** The keys in order; undefined when they have to be sorted. */
  #keys: readonly string[] | undefined;

  constructor(rows: Map<string, Row> = new Map()) {
    this.#byKey = rows;
  }

  get(place: Place): ApiObject | undefined {
    return this.#byKey.get(textOf(place))?.object;
  }

  set({ namespace, name }: Place, object: ApiObject): void {
    const text = textOf({ namespace, name });
    if (!this.#byKey.has(text)) this.#keys = undefined;
    this.#byKey.set(text, { namespace, name, object });
  }

  delete(place: Place): void {
    if (this.#byKey.delete(textOf(place))) this.#keys = undefined;
  }

  copy(): ObjectTable {
    return new ObjectTable(new Map(this.#byKey));
  }

  /** Ordered as etcd orders the keys `NAMESPACE/NAME`. */
  rows(): readonly Row[] {
    return this.#between(0, this.#byKey.size);
  }

  /** The rows of a namespace, or all; only those after a place. */
  within(namespace: string | undefined, after: Place | undefined): readonly Row[] {
    const first = after === undefined ? 0 : this.#countBelow(`${textOf(after)}\0`);
    if (namespace === undefined || namespace === '') return this.#between(first, this.#byKey.size);
    const [from, to] = [this.#countBelow(`${namespace}/`), this.#countBelow(`${namespace}0`)];
    return this.#between(Math.max(first, from), to);
  }

  #between(from: number, to: number): readonly Row[] {
    return this.#sortedKeys()
      .slice(from, to)
      .map(key => this.#byKey.get(key))
      .filter(row => row !== undefined);
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

  #sortedKeys(): readonly string[] {
    this.#keys ??= [...this.#byKey.keys()].sort();
    return this.#keys;
  }
}

/** Cluster-scoped objects have no namespace, and none is in front of their names. */
function textOf({ namespace, name }: Place): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
