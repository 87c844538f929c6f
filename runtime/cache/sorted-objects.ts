// A set of objects in the order of namespace and name, handed out as lists that never change.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyOf } from '../meta/object-key.js';

/** Kept sorted: the server lists in this order, so that filling it appends. */
export class SortedObjects<T extends KubernetesObject> {
  /** Frozen once it was handed out; the next change then copies it. */
  #objects: Snapshot<T>[] = [];

  get size(): number {
    return this.#objects.length;
  }

  /** The objects in order: the same frozen list until the next change. */
  list(): readonly Snapshot<T>[] {
    return Object.freeze(this.#objects);
  }

  /** Adds the object, or puts it in the place of the one with its key. */
  set(object: Snapshot<T>): void {
    const objects = this.#writable();
    const place = this.#placeOf(object);
    const present = objects[place];
    const same = present !== undefined && compareByKey(present, object) === 0;
    if (place === objects.length) objects.push(object);
    else objects.splice(place, same ? 1 : 0, object);
  }

  /** Takes out the object with the key of this one. */
  delete(object: Snapshot<T>): void {
    const place = this.#placeOf(object);
    const present = this.#objects[place];
    if (present !== undefined && compareByKey(present, object) === 0) this.#writable().splice(place, 1);
  }

  /** Takes out these very objects. */
  deleteAll(objects: ReadonlySet<Snapshot<T>>): void {
    this.#objects = this.#objects.filter(object => !objects.has(object));
  }

  /** Where the first object is that does not come before this one. */
  #placeOf(object: Snapshot<T>): number {
    const objects = this.#objects;
    const last = objects.at(-1);
    if (last === undefined || compareByKey(last, object) < 0) return objects.length;
    let low = 0;
    let high = objects.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareByKey(objects[middle] as Snapshot<T>, object) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #writable(): Snapshot<T>[] {
    if (Object.isFrozen(this.#objects)) this.#objects = this.#objects.slice();
    return this.#objects;
  }
}

/** Orders by namespace, then by name, as the API server lists. */
export function compareByKey(a: Snapshot<KubernetesObject>, b: Snapshot<KubernetesObject>): number {
  const left = keyOf(a);
  const right = keyOf(b);
  return compare(left.namespace ?? '', right.namespace ?? '') || compare(left.name, right.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
