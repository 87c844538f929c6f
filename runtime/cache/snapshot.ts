// What the cache keeps of an object that the server sent.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';

/**
 * The object, deeply frozen and without `metadata.managedFields`. Items of a list of a core kind come without apiVersion
 * and kind; both are there afterwards.
 * @throws TypeError for what is no Kubernetes object, since a cache cannot keep it
 */
export function cacheSnapshot<T extends KubernetesObject>(info: KindInfo, received: Snapshot<T>): Snapshot<T> {
  const metadata: unknown = received?.metadata;
  if (!isNamed(metadata)) {
    throw new TypeError(`the server sent something that is no ${info.kind}: it has no name or no resourceVersion`);
  }
  const { managedFields: _, ...kept } = metadata;
  return deepFreeze({ ...received, apiVersion: apiVersionOf(info), kind: info.kind, metadata: kept });
}

interface Named {
  readonly name: string;
  readonly managedFields?: unknown;
}

function isNamed(metadata: unknown): metadata is Named {
  if (typeof metadata !== 'object' || metadata === null) return false;
  const { name, resourceVersion } = metadata as Record<string, unknown>;
  return typeof name === 'string' && typeof resourceVersion === 'string';
}

/** Without recursion: custom resources can be nested deeper than the stack is. */
function deepFreeze<V extends object>(root: V): V {
  const waiting: object[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    Object.freeze(next);
    for (const value of Object.values(next)) {
      if (typeof value === 'object' && value !== null) waiting.push(value);
    }
  }
  return root;
}
