// The objects of one kind, by key, by namespace and by owner.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import { SortedObjects } from './sorted-objects.js';

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
  readonly #byNamespace = new Map<string, SortedObjects<T>>();
  readonly #byOwner = new Map<string, SortedObjects<T>>();
  #all: readonly Snapshot<T>[] | undefined;
  #replacements = 0;

  get size(): number {
    return this.#byKey.size;
  }

  get(key: ObjectKey): Snapshot<T> | undefined {
    return this.#byKey.get(keyText(key))?.object;
  }

  list(namespace?: string): readonly Snapshot<T>[] {
    if (namespace !== undefined) return this.#byNamespace.get(namespace)?.list() ?? NOTHING;
    this.#all ??= this.#everything();
    return this.#all;
  }

  ownedBy(uid: string): readonly Snapshot<T>[] {
    return this.#byOwner.get(uid)?.list() ?? NOTHING;
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
    this.#forget(text, present);
    return present.metadata.uid === object.metadata.uid ? [deleted(object, false)] : [deleted(present, true)];
  }

  /** Puts a whole list in the place of what is here, or of what is here of one namespace. */
  replace(namespace?: string): Replacement<T> {
    this.#replacements += 1;
    const number = this.#replacements;
    return {
      put: object => this.#put(object, number),
      finish: () => this.list(namespace).flatMap(object => this.#removeUnseen(object, number)),
    };
  }

  #put(object: Snapshot<T>, seenBy: number): readonly Change<T>[] {
    const text = keyText(keyOf(object));
    const stored = this.#byKey.get(text);
    if (stored === undefined) {
      this.#byKey.set(text, { object, seenBy });
      this.#index(object);
      return [{ type: 'add', object }];
    }
    stored.seenBy = seenBy;
    const old = stored.object;
    const { uid, resourceVersion } = object.metadata;
    if (old.metadata.uid === uid && old.metadata.resourceVersion === resourceVersion) return NOTHING;
    this.#unindex(old, object);
    stored.object = object;
    this.#index(object);
    return old.metadata.uid === uid
      ? [{ type: 'update', old, now: object }]
      : [deleted(old, true), { type: 'add', object }];
  }

  #removeUnseen(object: Snapshot<T>, number: number): readonly Change<T>[] {
    const text = keyText(keyOf(object));
    if (this.#byKey.get(text)?.seenBy === number) return NOTHING;
    this.#forget(text, object);
    return [deleted(object, true)];
  }

  #forget(text: string, object: Snapshot<T>): void {
    this.#byKey.delete(text);
    this.#unindex(object);
  }

  #index(object: Snapshot<T>): void {
    this.#all = undefined;
    indexUnder(this.#byNamespace, namespaceOf(object), object);
    for (const uid of ownersOf(object)) indexUnder(this.#byOwner, uid, object);
  }

  /** Leaves in place what the next state of the object will overwrite. */
  #unindex(object: Snapshot<T>, next?: Snapshot<T>): void {
    this.#all = undefined;
    if (next === undefined) unindexUnder(this.#byNamespace, namespaceOf(object), object);
    const kept = next === undefined ? undefined : ownersOf(next);
    for (const uid of ownersOf(object)) if (!kept?.has(uid)) unindexUnder(this.#byOwner, uid, object);
  }

  #everything(): readonly Snapshot<T>[] {
    const namespaces = [...this.#byNamespace.keys()].sort();
    return Object.freeze(namespaces.flatMap(namespace => this.list(namespace)));
  }
}

const NOTHING: readonly never[] = Object.freeze([]);

function deleted<T extends KubernetesObject>(object: Snapshot<T>, finalStateUnknown: boolean): Change<T> {
  return { type: 'delete', object, finalStateUnknown };
}

function namespaceOf(object: Snapshot<KubernetesObject>): string {
  return keyOf(object).namespace ?? '';
}

function ownersOf(object: Snapshot<KubernetesObject>): ReadonlySet<string> {
  return new Set(object.metadata.ownerReferences?.map(owner => owner.uid));
}

function indexUnder<T extends KubernetesObject>(
  index: Map<string, SortedObjects<T>>,
  value: string,
  object: Snapshot<T>,
): void {
  let objects = index.get(value);
  if (objects === undefined) {
    objects = new SortedObjects();
    index.set(value, objects);
  }
  objects.set(object);
}

function unindexUnder<T extends KubernetesObject>(
  index: Map<string, SortedObjects<T>>,
  value: string,
  object: Snapshot<T>,
): void {
  const objects = index.get(value);
  objects?.delete(object);
  if (objects?.size === 0) index.delete(value);
}
