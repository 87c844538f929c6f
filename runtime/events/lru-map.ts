// A map that forgets.

/** Keeps the values that were used last, and forgets the one that was not used for longest when it is full. */
export class LruMap<V> {
  readonly #capacity: number;
  readonly #values = new Map<string, V>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The value of the key; made and kept when there is none. */
  getOrMake(key: string, make: () => V): V {
    const value = this.#values.get(key) ?? make();
    this.set(key, value);
    return value;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** All of them, the one first that was not used for longest. */
  entries(): IterableIterator<[string, V]> {
    return this.#values.entries();
  }

  delete(key: string): void {
    this.#values.delete(key);
  }

  set(key: string, value: V): void {
    // A map is in the order of insertion: the first key is the one that was not used for longest.
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size <= this.#capacity) return;
    const [oldest] = this.#values.keys();
    this.#values.delete(oldest as string);
  }
}
