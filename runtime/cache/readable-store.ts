// Reading the cached objects of one kind, and what may lie over them for readers.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { ObjectHeader } from '../encoded/encoded-object.js';
import type { Labels } from '../meta/label-requirement.js';
import type { ObjectKey } from '../meta/object-key.js';
import type { CachedObject } from './cached-object.js';

/** Which objects are asked for; those that satisfy everything that is given. */
export interface StoreQuery {
  readonly namespace?: string | undefined;
  /** Whether an object with these labels is meant. */
  readonly labels?: ((labels: Labels) => boolean) | undefined;
  /** Of the index of this name, what has the value. */
  readonly index?: { readonly name: string; readonly value: string } | undefined;
}

/** Reads of one kind; none of them parses an object. */
export interface ReadableStore<T extends KubernetesObject> {
  readonly size: number;
  get(key: ObjectKey): CachedObject<T> | undefined;
  /** Ordered by namespace and name. @throws RangeError for an index that the kind does not have; it names the others */
  list(query?: StoreQuery): readonly CachedObject<T>[];
  /** The objects with an owner reference to this uid; ordered by namespace and name. */
  ownedBy(uid: string): readonly CachedObject<T>[];
}

/** What one reflector of an informer follows. */
export interface CacheScope {
  /** Absent: all namespaces, or the kind has none. */
  readonly namespace?: string | undefined;
  /** Without `namespace`: all but these. */
  readonly exceptNamespaces?: readonly string[] | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/**
 * Takes the place of a store for readers, and hears how far the watches of the informer are. It is told when the store
 * shows a change already, and before the handlers are.
 */
export interface ReadOverlay<T extends KubernetesObject> extends ReadableStore<T> {
  /** An ADDED or MODIFIED event, or an item of a list, was taken in, whether or not it changed anything. */
  taken(object: ObjectHeader, scope: CacheScope): void;
  /** A DELETED event was taken in; the header is that of the last state, of the version of its end. */
  removed(object: ObjectHeader, scope: CacheScope): void;
  /** The watch of this scope has passed this version: called after each event, and for bookmarks. */
  reached(resourceVersion: string, scope: CacheScope): void;
  /** All items of a list of this version were taken in; what it does not have is removed from now on, until `replaced`. */
  replacing(resourceVersion: string, scope: CacheScope): void;
  /** A list of this version has replaced what was there of this scope. */
  replaced(resourceVersion: string, scope: CacheScope): void;
}

/** What an overlay is made from. */
export interface OverlaidStore<T extends KubernetesObject> {
  readonly store: ReadableStore<T>;
  readonly scopes: readonly CacheScope[];
  /** What the index of this name answers for an object; the informer logs what it throws, and takes it for no value. */
  indexValues(name: string, object: CachedObject<T>): readonly string[];
}
