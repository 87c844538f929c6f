// Lets handlers that work with what the cache keeps follow an informer that tells of parsed objects.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { CachedObject } from '../cache/cached-object.js';
import type { InformerHandler } from '../cache/informer.js';
import { keyOf, keyText } from '../meta/object-key.js';

interface CachedHandler {
  onAdd(object: CachedObject<KubernetesObject>, isInInitialList: boolean): void;
  onUpdate(old: CachedObject<KubernetesObject>, now: CachedObject<KubernetesObject>): void;
  onDelete(object: CachedObject<KubernetesObject>): void;
}

type Told = Snapshot<KubernetesObject> | CachedObject<KubernetesObject>;

export function asCached({ onAdd, onUpdate, onDelete }: CachedHandler): InformerHandler<KubernetesObject> {
  const handler = {
    onAdd: (object: Told, isInInitialList: boolean) => onAdd(cached(object), isInInitialList),
    onUpdate: (old: Told, now: Told) => onUpdate(cached(old), cached(now)),
    onDelete: (object: Told) => onDelete(cached(object)),
  };
  return handler as unknown as InformerHandler<KubernetesObject>;
}

function cached(object: Told): CachedObject<KubernetesObject> {
  if (!('metadata' in object)) return object;
  const { metadata } = object;
  const key = keyOf(object);
  return {
    ...key,
    key: keyText(key),
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    generation: metadata.generation,
    labels: metadata.labels,
    annotationsHash: textHash(JSON.stringify(Object.entries(metadata.annotations ?? {}).sort())),
    deletionTimestamp: metadata.deletionTimestamp,
    owners: (metadata.ownerReferences ?? []).map(({ controller, ...owner }) => ({
      ...owner,
      controller: controller === true,
    })),
    object,
    get encoded() {
      return Buffer.from(JSON.stringify(object));
    },
  };
}

function textHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
