// The objects that were parsed lately.

/** How many objects of a kind are kept parsed, where nothing else is said. */
export const PARSED_OBJECTS = 2048;

/**
 * Keeps so many values by what they belong to. Where there is no room, one goes that was not asked for since the hand
 * last passed it (the clock algorithm): nearly the least recently used one, for less work.
 */
export class ParsedObjects<K extends object, V> {
  readonly limit: number;
  readonly #places = new Map<K, number>();
  readonly #keys: (K | undefined)[] = [];
  readonly #values: (V | undefined)[] = [];
  readonly #used: boolean[] = [];
  #hand = 0;
  #hits = 0;
  #misses = 0;

  /** @param limit from 1 */
  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.#places.size;
  }

  /** How often a value was there. */
  get hits(): number {
    return this.#hits;
  }

  /** How often it was not. */
  get misses(): number {
    return this.#misses;
  }

  get(key: K): V | undefined {
    const place = this.#places.get(key);
    if (place === undefined) {
      this.#misses += 1;
      return undefined;
    }
    this.#hits += 1;
    this.#used[place] = true;
    return this.#values[place];
  }

  set(key: K, value: V): void {
    const place = this.#places.get(key) ?? this.#freePlace();
    this.#places.set(key, place);
    this.#keys[place] = key;
    this.#values[place] = value;
    this.#used[place] = false;
  }

  /** Takes the value out. */
  take(key: K): V | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const value = this.#values[place];
    this.#empty(place, key);
    return value;
  }

  #freePlace(): number {
    if (this.#keys.length < this.limit) return this.#keys.length;
    for (;;) {
      const place = this.#hand;
      this.#hand = (place + 1) % this.limit;
      const key = this.#keys[place];
      if (key === undefined) return place;
      if (this.#used[place] === false) {
        this.#empty(place, key);
        return place;
      }
      this.#used[place] = false;
    }
  }

  #empty(place: number, key: K): void {
    this.#places.delete(key);
    this.#keys[place] = undefined;
    this.#values[place] = undefined;
    this.#used[place] = false;
  }
}
