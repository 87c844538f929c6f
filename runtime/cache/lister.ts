// Reading from a cache.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { KeyOf } from '../meta/object-key.js';

/** Reads cached objects: at once, and possibly a little old. Kinds that nothing watches are refused with an error. */
export interface Lister {
  /** The object; undefined when the cache has none of that name. */
  get<T extends KubernetesObject>(kind: Kind<T>, key: NoInfer<KeyOf<T>>): Snapshot<T> | undefined;
  /** The objects of a kind, in one namespace or in all, ordered by namespace and name. */
  list<T extends KubernetesObject>(
    kind: Kind<T>,
    options?: { readonly namespace?: string | undefined },
  ): readonly Snapshot<T>[];
  /** The objects of a kind that have an owner reference to this one, ordered by namespace and name. */
  ownedBy<T extends KubernetesObject>(
    kind: Kind<T>,
    owner: { readonly metadata: { readonly uid: string } },
  ): readonly Snapshot<T>[];
}
