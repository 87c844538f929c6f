// From a change in the cache to the keys of the objects that must be reconciled for it.
import type { KindInfo } from '../../decorators/kind.js';
import type { KubernetesObject, OwnerReference } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { CachedObject } from '../cache/cached-object.js';
import type { InformerHandler } from '../cache/informer.js';
import type { Logger } from '../log/logger.js';
import { keyOf, keyText, type ObjectKey } from '../meta/object-key.js';
import { controllerOf } from '../meta/owner-references.js';

type Enqueue = (key: string) => void;

/** The object itself. */
export function enqueueObject(enqueue: Enqueue): InformerHandler<KubernetesObject> {
  return forEachState(object => enqueue(keyText(keyOf(object))));
}

/**
 * The controller of the object, if it is of this kind. Objects without such an owner reference trigger nothing. When the
 * reference changes, both the former and the new controller are reconciled.
 */
export function enqueueController(owner: KindInfo, enqueue: Enqueue): InformerHandler<KubernetesObject> {
  return forEachState(object => {
    const reference = controllerOf(object);
    if (reference === undefined || !refersTo(reference, owner)) return;
    const namespace = owner.scope === 'Namespaced' ? object.metadata.namespace : undefined;
    enqueue(keyText({ namespace, name: reference.name }));
  });
}

/** The keys that a function answers; what it throws is logged, and enqueues nothing. */
export function enqueueMapped(
  map: (object: Snapshot<KubernetesObject>) => readonly ObjectKey[] | Promise<readonly ObjectKey[]>,
  enqueue: Enqueue,
  log: Logger,
): InformerHandler<KubernetesObject> {
  const mapOne = async (object: Snapshot<KubernetesObject>): Promise<void> => {
    try {
      for (const key of await map(object)) enqueue(keyText(key));
    } catch (error) {
      log.error('the map function of @Watches failed', { object: keyText(keyOf(object)), error });
    }
  };
  return forEachState(object => void mapOne(object));
}

/** An update is told for the old state and for the new one, as controller-runtime's handlers do. */
function forEachState(tell: (object: Snapshot<NamespacedObject>) => void): InformerHandler<KubernetesObject> {
  const told = ({ object }: CachedObject<KubernetesObject>): void => tell(object as Snapshot<NamespacedObject>);
  return {
    onAdd: told,
    onUpdate: (old, now) => {
      told(old);
      told(now);
    },
    onDelete: told,
  };
}

interface NamespacedObject extends KubernetesObject {
  metadata: KubernetesObject['metadata'] & { namespace?: string };
}

/** Versions are left out: an owner is the same object in all versions of its kind. */
function refersTo(reference: Pick<OwnerReference, 'apiVersion' | 'kind'>, { group, kind }: KindInfo): boolean {
  const slash = reference.apiVersion.indexOf('/');
  const referenced = slash < 0 ? '' : reference.apiVersion.slice(0, slash);
  return referenced === group && reference.kind === kind;
}
