// Objects by a value that is read off them.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { SortedObjects } from './sorted-objects.js';

/** Finds the objects of which `valuesOf` answers a value; as objects change, so does where they are found. */
export class ObjectIndex<T extends KubernetesObject> {
  readonly #valuesOf: (object: Snapshot<T>) => ReadonlySet<string>;
  readonly #byValue = new Map<string, SortedObjects<T>>();

  constructor(valuesOf: (object: Snapshot<T>) => ReadonlySet<string>) {
    this.#valuesOf = valuesOf;
  }

  /** The values that some object has, in no order. */
  values(): Iterable<string> {
    return this.#byValue.keys();
  }

  /** Ordered by namespace and name; the identical list until one of these objects changes. */
  list(value: string): readonly Snapshot<T>[] {
    return this.#byValue.get(value)?.list() ?? NOTHING;
  }

  /** Puts `now` in the place of `old`, which has the same key. */
  replace(old: Snapshot<T> | undefined, now: Snapshot<T>): void {
    const values = this.#valuesOf(now);
    if (old !== undefined) {
      for (const value of this.#valuesOf(old)) {
        if (!values.has(value)) this.#leave(value, objects => objects.delete(old));
      }
    }
    for (const value of values) this.#at(value).set(now);
  }

  delete(object: Snapshot<T>): void {
    for (const value of this.#valuesOf(object)) this.#leave(value, objects => objects.delete(object));
  }

  /** Takes many out list by list: out of a long list, one by one takes seconds for many thousands. */
  deleteAll(gone: ReadonlySet<Snapshot<T>>): void {
    const values = new Set<string>();
    for (const object of gone) for (const value of this.#valuesOf(object)) values.add(value);
    for (const value of values) this.#leave(value, objects => objects.deleteAll(gone));
  }

  #at(value: string): SortedObjects<T> {
    let objects = this.#byValue.get(value);
    if (objects === undefined) {
      objects = new SortedObjects();
      this.#byValue.set(value, objects);
    }
    return objects;
  }

  #leave(value: string, take: (objects: SortedObjects<T>) => void): void {
    const objects = this.#byValue.get(value);
    if (objects === undefined) return;
    take(objects);
    if (objects.size === 0) this.#byValue.delete(value);
  }
}

const NOTHING: readonly never[] = Object.freeze([]);
