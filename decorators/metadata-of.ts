// A kind of which only the metadata is read.
import { type Kind, type KindConstant, type KindInfo, kindInfo, kindOf } from './kind.js';
import type { KubernetesObject } from './object-meta.js';

/** An object of the kind `T` of which nothing but the metadata is known: `PartialObjectMetadata` of the API. */
export interface MetadataOf<T extends KubernetesObject> extends KubernetesObject {
  metadata: T['metadata'];
}

const made = new WeakMap<object, KindConstant<MetadataOf<KubernetesObject>, KindInfo>>();

/**
 * The kind as a cache of metadata reads it: `cache.list(metadataOf(Pod))`, `@Watches(metadataOf(Secret), ...)`. The server
 * sends no spec, no status and no data, which saves most of the memory; apiVersion and kind of the objects are those of
 * the kind itself. Always the same constant for the same kind; it is kept apart from the kind as a whole.
 */
export function metadataOf<T extends KubernetesObject>(kind: Kind<T>): Kind<MetadataOf<T>> {
  const known = made.get(kind) ?? kindOf<MetadataOf<KubernetesObject>>()({ ...kindInfo(kind), metadataOnly: true });
  made.set(kind, known);
  return known as unknown as Kind<MetadataOf<T>>;
}
