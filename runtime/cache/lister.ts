// Reading from a cache.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Labels } from '../meta/label-requirement.js';
import type { LabelSelector } from '../meta/label-selector.js';
import type { KeyOf } from '../meta/object-key.js';
import type { CachedObject } from './cached-object.js';

/** Which objects of a kind are listed: those that satisfy everything that is given. */
export interface CacheListOptions {
  /** Default: all that the cache keeps. */
  readonly namespace?: string | undefined;
  /** As kubectl writes it (`app=redis,tier!=cache`), or as an object. */
  readonly labelSelector?: string | LabelSelector | Labels | undefined;
  /** Of an index that the cache's options name for the kind, what has this value. */
  readonly index?: { readonly name: string; readonly value: string } | undefined;
}

/**
 * Reads cached objects: at once, and possibly a little old, but never without what this process has written itself through
 * `context.client`. Kinds that nothing watches are refused with an error. Objects and
 * lists are deeply frozen. Selecting costs little; each object that is answered and was not read lately is parsed, for some
 * 30 microseconds, so that whoever looks for a few among very many should ask for them by labels, by owner or by an index.
 */
export interface Lister {
  /**
   * The object; undefined when the cache has none of that name.
   * @throws TypeError when the namespace is missing, or the kind lives in none: no object can have such a key
   */
  get<T extends KubernetesObject>(kind: Kind<T>, key: NoInfer<KeyOf<T>>): Snapshot<T> | undefined;
  /**
   * The objects of a kind, ordered by namespace and name.
   * @throws RangeError for an index that the kind does not have; TypeError for a selector that does not parse, and for a
   *   namespace where the kind lives in none
   */
  list<T extends KubernetesObject>(kind: Kind<T>, options?: CacheListOptions): readonly Snapshot<T>[];
  /**
   * What `list` answers, unparsed: the names, labels, owners, generations ... cost nothing, and `object` parses the one that
   * it is read of. For whoever looks through many to find a few, or reads many one by one with other work in between.
   * @throws as `list`
   */
  headers<T extends KubernetesObject>(kind: Kind<T>, options?: CacheListOptions): readonly CachedObject<T>[];
  /** The objects of a kind that have an owner reference to this one, ordered by namespace and name. */
  ownedBy<T extends KubernetesObject>(
    kind: Kind<T>,
    owner: { readonly metadata: { readonly uid: string } },
  ): readonly Snapshot<T>[];
  /**
   * Whether the server has sent back an object of this kind that this process has created through `context.client`: then the
   * cache has all that others had written before, such as the process that did this work until now. False again after a
   * write whose answer was lost. Without a namespace: in all that is kept.
   */
  hasSeenOwnCreate(kind: Kind<KubernetesObject>, namespace?: string): boolean;
}
