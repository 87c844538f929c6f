// Finds the own writes that a query is about without looking at all of them.
import type { KubernetesObject } from '../../../decorators/object-meta.js';
import type { CachedObject } from '../cached-object.js';
import type { StoreQuery } from '../readable-store.js';

/** The objects that writes of ours were answered with, by namespace, owner and the named indexes that were asked for. */
export class OwnIndexes<T extends KubernetesObject> {
  readonly #all = new Set<CachedObject<T>>();
  readonly #byNamespace = new ValueIndex<T>(({ namespace = '' }) => [namespace]);
  readonly #byOwner = new ValueIndex<T>(({ owners }) => owners.map(({ uid }) => uid));
  /** Made at the first question: most writes are never asked for by name of an index. */
  readonly #named = new Map<string, ValueIndex<T>>();
  readonly #valuesOf: (name: string, object: CachedObject<T>) => readonly string[];

  constructor(valuesOf: (name: string, object: CachedObject<T>) => readonly string[]) {
    this.#valuesOf = valuesOf;
  }

  /** Those that the query can mean by its namespace and index. */
  find({ namespace, index }: StoreQuery): Iterable<CachedObject<T>> {
    if (index !== undefined) return this.#index(index.name).get(index.value);
    return namespace === undefined ? this.#all : this.#byNamespace.get(namespace);
  }

  ownedBy(uid: string): Iterable<CachedObject<T>> {
    return this.#byOwner.get(uid);
  }

  replace(old: CachedObject<T> | undefined, now: CachedObject<T> | undefined): void {
    const indexes = [this.#byNamespace, this.#byOwner, ...this.#named.values()];
    if (old !== undefined) {
      this.#all.delete(old);
      for (const index of indexes) index.delete(old);
    }
    if (now !== undefined) {
      this.#all.add(now);
      for (const index of indexes) index.add(now);
    }
  }

  #index(name: string): ValueIndex<T> {
    let index = this.#named.get(name);
    if (index === undefined) {
      index = new ValueIndex<T>(object => this.#valuesOf(name, object));
      for (const object of this.#all) index.add(object);
      this.#named.set(name, index);
    }
    return index;
  }
}

/** Keeps the values of each object: taking one out must find it, whatever its function would answer now. */
class ValueIndex<T extends KubernetesObject> {
  readonly #valuesOf: (object: CachedObject<T>) => readonly string[];
  readonly #values = new Map<CachedObject<T>, readonly string[]>();
  readonly #byValue = new Map<string, Set<CachedObject<T>>>();

  constructor(valuesOf: (object: CachedObject<T>) => readonly string[]) {
    this.#valuesOf = valuesOf;
  }

  get(value: string): Iterable<CachedObject<T>> {
    return this.#byValue.get(value) ?? NOTHING;
  }

  add(object: CachedObject<T>): void {
    const values = this.#valuesOf(object);
    this.#values.set(object, values);
    for (const value of values) {
      const objects = this.#byValue.get(value);
      if (objects === undefined) this.#byValue.set(value, new Set([object]));
      else objects.add(object);
    }
  }

  delete(object: CachedObject<T>): void {
    for (const value of this.#values.get(object) ?? []) {
      const objects = this.#byValue.get(value);
      objects?.delete(object);
      if (objects?.size === 0) this.#byValue.delete(value);
    }
    this.#values.delete(object);
  }
}

const NOTHING: readonly never[] = Object.freeze([]);
