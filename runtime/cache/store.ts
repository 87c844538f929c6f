// The objects of one kind, by key, by namespace and by owner.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import { ObjectIndex } from './object-index.js';

/** What became of an object; `finalStateUnknown` says that its end was not seen, so that this is an older state of it. */
export type Change<T extends KubernetesObject> =
  | { readonly type: 'add'; readonly object: Snapshot<T> }
  | { readonly type: 'update'; readonly old: Snapshot<T>; readonly now: Snapshot<T> }
  | { readonly type: 'delete'; readonly object: Snapshot<T>; readonly finalStateUnknown: boolean };

/** Reads of one kind. Equal reads answer the identical frozen objects, and identical lists, until something changes. */
export interface ReadableStore<T extends KubernetesObject> {
  readonly size: number;
  get(key: ObjectKey): Snapshot<T> | undefined;
  /** The objects of a namespace, or all; ordered by namespace and name. */
  list(namespace?: string): readonly Snapshot<T>[];
  /** The objects with an owner reference to this uid; ordered by namespace and name. */
  ownedBy(uid: string): readonly Snapshot<T>[];
}

/** A whole new state of a store, taken in piece by piece; what is dropped half way has removed nothing. */
export interface Replacement<T extends KubernetesObject> {
  put(object: Snapshot<T>): readonly Change<T>[];
  /** Removes what was not put. */
  finish(): readonly Change<T>[];
}

interface StoredObject<T extends KubernetesObject> {
  object: Snapshot<T>;
  /** The number of the replacement that saw it last. */
  seenBy: number;
}

/**
 * Keeps what it is given: the objects must be frozen already. Every change answers what it did, in order; an object
 * with the uid and the resourceVersion of the present one is no change.
 */
export class Store<T extends KubernetesObject> implements ReadableStore<T> {
  readonly #byKey = new Map<string, StoredObject<T>>();
  readonly #byNamespace = new ObjectIndex<T>(object => new Set([namespaceOf(object)]));
  readonly #byOwner = new ObjectIndex<T>(ownersOf);
  #all: readonly Snapshot<T>[] | undefined;
  #replacements = 0;

  get size(): number {
    return this.#byKey.size;
  }

  get(key: ObjectKey): Snapshot<T> | undefined {
    return this.#byKey.get(keyText(key))?.object;
  }

  list(namespace?: string): readonly Snapshot<T>[] {
    if (namespace !== undefined) return this.#byNamespace.list(namespace);
    this.#all ??= this.#everything();
    return this.#all;
  }

  ownedBy(uid: string): readonly Snapshot<T>[] {
    return this.#byOwner.list(uid);
  }

  /**
   * Adds the object or puts it in the place of the one with its key. One with another uid is another object: the
   * present one was deleted unseen.
   */
  upsert(object: Snapshot<T>): readonly Change<T>[] {
    return this.#put(object, 0);
  }

  /** Takes out the object of this key; `object` is its last state. Nothing changes where the key is unknown. */
  remove(object: Snapshot<T>): readonly Change<T>[] {
    const text = keyText(keyOf(object));
    const present = this.#byKey.get(text)?.object;
    if (present === undefined) return NOTHING;
    this.#byKey.delete(text);
    this.#byNamespace.delete(present);
    this.#byOwner.delete(present);
    this.#all = undefined;
    return present.metadata.uid === object.metadata.uid ? [deleted(object, false)] : [deleted(present, true)];
  }

  /** Puts a whole list in the place of what is here, or of what is here of one namespace. */
  replace(namespace?: string): Replacement<T> {
    this.#replacements += 1;
    const number = this.#replacements;
    return {
      put: object => this.#put(object, number),
      finish: () => this.#removeUnseen(number, namespace),
    };
  }

  #put(object: Snapshot<T>, seenBy: number): readonly Change<T>[] {
    const text = keyText(keyOf(object));
    const stored = this.#byKey.get(text);
    const old = stored?.object;
    if (stored === undefined) this.#byKey.set(text, { object, seenBy });
    else stored.seenBy = seenBy;
    if (old !== undefined && isSameState(old, object)) return NOTHING;
    if (stored !== undefined) stored.object = object;
    this.#byNamespace.replace(old, object);
    this.#byOwner.replace(old, object);
    this.#all = undefined;
    if (old === undefined) return [{ type: 'add', object }];
    if (old.metadata.uid === object.metadata.uid) return [{ type: 'update', old, now: object }];
    return [deleted(old, true), { type: 'add', object }];
  }

  #removeUnseen(number: number, namespace: string | undefined): readonly Change<T>[] {
    const unseen = new Set<Snapshot<T>>();
    for (const [text, { object, seenBy }] of this.#byKey) {
      if (seenBy === number || (namespace !== undefined && namespaceOf(object) !== namespace)) continue;
      this.#byKey.delete(text);
      unseen.add(object);
    }
    if (unseen.size === 0) return NOTHING;
    this.#byNamespace.deleteAll(unseen);
    this.#byOwner.deleteAll(unseen);
    this.#all = undefined;
    return [...unseen].map(object => deleted(object, true));
  }

  #everything(): readonly Snapshot<T>[] {
    const namespaces = [...this.#byNamespace.values()].sort();
    return Object.freeze(([] as Snapshot<T>[]).concat(...namespaces.map(namespace => this.list(namespace))));
  }
}

const NOTHING: readonly never[] = Object.freeze([]);

function deleted<T extends KubernetesObject>(object: Snapshot<T>, finalStateUnknown: boolean): Change<T> {
  return { type: 'delete', object, finalStateUnknown };
}

function isSameState(a: Snapshot<KubernetesObject>, b: Snapshot<KubernetesObject>): boolean {
  return a.metadata.uid === b.metadata.uid && a.metadata.resourceVersion === b.metadata.resourceVersion;
}

function namespaceOf(object: Snapshot<KubernetesObject>): string {
  return keyOf(object).namespace ?? '';
}

function ownersOf(object: Snapshot<KubernetesObject>): ReadonlySet<string> {
  return new Set(object.metadata.ownerReferences?.map(owner => owner.uid));
}
