// Objects by a value that is read off them.
import { type Placed, SortedEntries } from './sorted-entries.js';

/** What an index answers of an object: one value, several, or none. */
export type IndexValues = string | readonly string[] | undefined;

/** Finds the entries that were added under a value. */
export class EntryIndex<E extends Placed> {
  /** Most values are those of one entry, which then stands for itself. */
  readonly #byValue = new Map<string, E | SortedEntries<E>>();

  /** How many values some entry has. */
  get size(): number {
    return this.#byValue.size;
  }

  /** Ordered by namespace and name. */
  list(value: string): E[] {
    const found = this.#byValue.get(value);
    if (found === undefined) return [];
    return found instanceof SortedEntries ? found.list() : [found];
  }

  /** Puts `now` with its values in the place of `old`, which has the same key, with its own. */
  replace(old: E | undefined, oldValues: IndexValues, now: E, values: IndexValues): void {
    if (old !== undefined) {
      for (const value of each(oldValues)) if (!has(values, value)) this.#delete(value, old);
    }
    for (const value of each(values)) this.#set(value, now, old);
  }

  delete(entry: E, values: IndexValues): void {
    for (const value of each(values)) this.#delete(value, entry);
  }

  #set(value: string, entry: E, old: E | undefined): void {
    const found = this.#byValue.get(value);
    if (found instanceof SortedEntries) {
      found.set(entry);
    } else if (found === undefined || found === old || found === entry) {
      this.#byValue.set(value, entry);
    } else {
      const several = new SortedEntries<E>();
      several.set(found);
      several.set(entry);
      this.#byValue.set(value, several);
    }
  }

  #delete(value: string, entry: E): void {
    const found = this.#byValue.get(value);
    if (!(found instanceof SortedEntries)) {
      if (found === entry) this.#byValue.delete(value);
      return;
    }
    found.delete(entry);
    if (found.size === 1) this.#byValue.set(value, found.first as E);
  }
}

function each(values: IndexValues): readonly string[] {
  if (values === undefined) return NONE;
  return typeof values === 'string' ? [values] : values;
}

function has(values: IndexValues, value: string): boolean {
  return typeof values === 'string' ? values === value : values?.includes(value) === true;
}

const NONE: readonly string[] = [];
