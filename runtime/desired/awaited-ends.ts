// Which owners wait for the end of objects that have the names of theirs.
import type { Kind } from '../../decorators/kind.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';
import { idOf } from './dependent.js';

/**
 * An object that belongs to nobody, or to somebody else, runs no reconciler of ours when it goes: its name is free then, and
 * nobody would know.
 */
export class AwaitedEnds {
  /** The keys of owners, by the id of an object. */
  readonly #owners = new Map<string, Set<string>>();
  /** The ids of objects, by the key of an owner. */
  readonly #ids = new Map<string, Set<string>>();

  /** How many owners wait, and for how many objects. */
  get sizes(): { readonly owners: number; readonly objects: number } {
    return { owners: this.#ids.size, objects: this.#owners.size };
  }

  /** The owner needs the name of this object. */
  add(owner: ObjectKey, id: string): void {
    const key = keyText(owner);
    setOf(this.#owners, id).add(key);
    setOf(this.#ids, key).add(id);
  }

  /** The owner waits for nothing any more. */
  forget(owner: ObjectKey): void {
    const key = keyText(owner);
    for (const id of this.#ids.get(key) ?? []) {
      const owners = this.#owners.get(id);
      owners?.delete(key);
      if (owners?.size === 0) this.#owners.delete(id);
    }
    this.#ids.delete(key);
  }

  /** The keys of the owners that wait for the end of this object. */
  ownersOf(kind: Kind<unknown>, key: ObjectKey): readonly string[] {
    return this.#owners.size === 0 ? [] : [...(this.#owners.get(idOf(kind, key)) ?? [])];
  }
}

function setOf(sets: Map<string, Set<string>>, name: string): Set<string> {
  const known = sets.get(name) ?? new Set();
  sets.set(name, known);
  return known;
}
