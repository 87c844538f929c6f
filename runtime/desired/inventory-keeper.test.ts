import { expect, test } from 'vitest';
import { FakeCache } from '../../test/fake-cache.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Redis } from '../../test/sample-kind.js';
import { ConfigMap, Secret } from '../kinds/core-v1.js';
import type { ApplyRunParts } from './apply-parts.js';
import { configurationOf } from './configuration.js';
import { dependent } from './dependent.js';
import { InventoryKeeper } from './inventory-keeper.js';

interface Patch {
  readonly metadata: { readonly resourceVersion: string; readonly annotations: Record<string, string> };
}

/** What is kept of an owner in version 1; the cache knows what was written since. */
function world() {
  const cache = new FakeCache();
  const patches: Patch[] = [];
  const redis = (resourceVersion: string, uid = 'u', annotations = {}) =>
    ({
      apiVersion: 'myapp.tangx.in/v1',
      kind: 'Redis',
      metadata: { name: 'r', namespace: 'n', uid, resourceVersion, annotations },
    }) as never;
  const client = {
    patch: async (_: unknown, __: unknown, patch: Patch) => {
      patches.push(patch);
      const written = redis(String(Number(patch.metadata.resourceVersion) + 1), 'u', patch.metadata.annotations);
      cache.put(written);
      return written;
    },
  };
  const owner = redis('1');
  cache.put(owner);
  const parts = { name: 'm/c', kind: Redis, owns: [ConfigMap, Secret], client, cache, owner, log: new RecordedLog() };
  const keeper = () => new InventoryKeeper(parts as unknown as ApplyRunParts);
  const wished = (kind: typeof ConfigMap | typeof Secret) =>
    configurationOf(dependent(kind as typeof ConfigMap, { metadata: { name: 'a' } }), owner, 'm/c');
  return { cache, patches, redis, keeper, wished };
}

test('a set after another of the same reconcile adds to what that has noted', async () => {
  const { patches, keeper, wished } = world();
  await keeper().grow([wished(ConfigMap)]);
  await keeper().grow([wished(Secret)]);
  expect(patches.map(({ metadata }) => metadata.resourceVersion)).toEqual(['1', '2']);
  const kinds = JSON.parse(patches[1]?.metadata.annotations['applied.kubewright.dev/m.c'] ?? '');
  expect(kinds.map(({ kind }: { kind: string }) => kind)).toEqual(['ConfigMap', 'Secret']);
  await keeper().grow([wished(ConfigMap)]);
  expect(patches).toHaveLength(2);
});

test('what the reconcile has written to its owner before is no conflict', async () => {
  const { cache, patches, redis, keeper, wished } = world();
  cache.put(redis('5'));
  await keeper().grow([wished(ConfigMap)]);
  expect(patches[0]?.metadata.resourceVersion).toBe('5');
});

test('another owner of the name is not written to', async () => {
  const { cache, patches, redis, keeper, wished } = world();
  cache.put(redis('5', 'another'));
  await keeper().grow([wished(ConfigMap)]);
  expect(patches[0]?.metadata.resourceVersion).toBe('1');
});
