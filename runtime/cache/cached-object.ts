// An object in the cache: what is known of it at once, and the object itself when somebody reads it.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { EncodedObject, ObjectHeader } from '../encoded/encoded-object.js';

/**
 * A state of an object. It stays what it is when the object changes: the cache then has another one. Reading `object`
 * costs some 30 microseconds where the cache has not parsed it lately; the rest costs nothing.
 */
export interface CachedObject<T extends KubernetesObject> extends ObjectHeader {
  /** Where it is found: `namespace/name`, or `name` for cluster-scoped kinds. */
  readonly key: string;
  /** The object, frozen deeply. */
  readonly object: Snapshot<T>;
  /** Its JSON, without managedFields. */
  readonly encoded: EncodedObject;
}
