// What the debug endpoints show of controllers and of the cache.
import { apiVersionOf, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Cache } from '../cache/cache.js';
import { passingObject } from '../cache/entry.js';
import type { Informer } from '../cache/informer.js';
import { causeText } from '../controller/causes.js';
import type { Controller } from '../controller/controller.js';
import type { DebugCache, DebugController, DebugKind } from '../debug/debug-sources.js';

export function debuggedController<T extends KubernetesObject>(controller: Controller<T>): DebugController {
  return {
    name: controller.name,
    queued: () => controller.queued(),
    reconciles: () => controller.active.map(active => ({ ...active, causes: active.causes.map(causeText) })),
  };
}

export function debuggedCache(cache: Cache): DebugCache {
  return {
    kinds: () => cache.informers.map(debuggedKind),
    watches: () => cache.liveness(),
  };
}

function debuggedKind(informer: Informer<KubernetesObject>): DebugKind {
  const info = kindInfo(informer.kind);
  const { store, metrics, hasSynced } = informer;
  return {
    kind: info.kind,
    apiVersion: apiVersionOf(info),
    metadataOnly: info.metadataOnly ?? false,
    synced: hasSynced,
    ...metrics,
    keys: namespace => store.list({ namespace }).map(({ key }) => key),
    object: (namespace, name) => {
      const found = store.get(namespace === undefined ? { name } : { namespace, name });
      // Looking must not change what is kept parsed.
      return found && passingObject(found);
    },
  };
}
