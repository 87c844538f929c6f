import { describe, expect } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import { kindOf } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { Cache } from '../../runtime/cache/cache.js';
import { cacheKind } from '../../runtime/cache/cache-options.js';
import type { Informer } from '../../runtime/cache/informer.js';
import { type ConnectedClient, createClient } from '../../runtime/client/create-client.js';
import { CustomResourceDefinition } from '../../runtime/kinds/apiextensions-v1.js';
import { ConfigMap, Namespace } from '../../runtime/kinds/core-v1.js';
import { keyOf, keyText } from '../../runtime/meta/object-key.js';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

/** Runs a cache for as long as `use` takes, then shows that it stops. */
async function withCache(client: ConnectedClient, namespace: string, use: (cache: Cache) => Promise<void>) {
  const cache = new Cache({ client, log: new RecordedLog(), namespaces: [namespace] });
  const stopping = new AbortController();
  const running = cache.run(stopping.signal);
  try {
    await use(cache);
  } finally {
    stopping.abort();
    await running;
  }
}

type Versions = ReadonlyMap<string, string>;

function versions(objects: readonly Snapshot<KubernetesObject>[]): Versions {
  return new Map(objects.map(object => [keyText(keyOf(object)), object.metadata.resourceVersion]));
}

/** Plays what handlers hear on a map. */
function replayed<T extends KubernetesObject>(informer: Informer<T>): Versions {
  const told = new Map<string, string>();
  informer.addHandler({
    onAdd: object => void told.set(object.key, object.resourceVersion),
    onUpdate: (_, now) => void told.set(now.key, now.resourceVersion),
    onDelete: object => void told.delete(object.key),
  });
  return told;
}

/** Resolves when the cache has these objects in these versions, asked again at each change. */
function reaches<T extends KubernetesObject>(informer: Informer<T>, expected: Versions): Promise<void> {
  return new Promise(resolve => {
    let remove = (): void => {};
    const check = (): void => {
      const found = new Map(informer.store.list().map(object => [object.key, object.resourceVersion]));
      if (found.size !== expected.size || [...expected].some(([key, version]) => found.get(key) !== version)) return;
      remove();
      resolve();
    };
    remove = informer.addHandler({ onAdd: check, onUpdate: check, onDelete: check });
    check();
  });
}

/** Waits until the cache is what a fresh list is, and what handlers were told. */
async function equalsFreshList<T extends KubernetesObject>(
  client: ConnectedClient,
  kind: Kind<T>,
  informer: Informer<T>,
  told: Versions,
  namespace: string,
): Promise<void> {
  const { items } = await client.list(kind, { namespace });
  await reaches(informer, versions(items));
  expect(told).toEqual(versions(items));
  for (const item of items) {
    const { managedFields: _, ...metadata } = item.metadata;
    expect(informer.store.get(keyOf(item))?.object).toEqual({ ...item, metadata });
  }
}

const patiently = { timeout: 30_000 };
const name = (i: number) => `object-${String(i).padStart(3, '0')}`;
const COUNT = 200;

async function createAll(client: ConnectedClient, namespace: string): Promise<void> {
  await inParallel(COUNT, i =>
    client.create(ConfigMap, { metadata: { namespace, name: name(i) }, data: { round: '0' } }),
  );
}

/** Changes two thirds of the objects and deletes every third; one of those comes again under its name. */
async function changeAll(client: ConnectedClient, namespace: string, round: string): Promise<void> {
  await inParallel(COUNT, async i => {
    const key = { namespace, name: name(i) };
    if (i % 3 !== 0) await client.patch(ConfigMap, key, { data: { round } });
    else await client.delete(ConfigMap, key);
  });
  await client.create(ConfigMap, { metadata: { namespace, name: name(0) }, data: { round } });
}

async function inParallel(count: number, call: (i: number) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += 20) {
    await Promise.all(Array.from({ length: Math.min(20, count - start) }, (_, i) => call(start + i)));
  }
}

describe('a cache', () => {
  test('follows 200 objects through their creation, change and deletion', async ({ admin, namespace }) => {
    await withCache(admin, namespace, async cache => {
      const informer = cache.informer(ConfigMap);
      const told = replayed(informer);
      await cache.ready(AbortSignal.timeout(30_000));
      await createAll(admin, namespace);
      await equalsFreshList(admin, ConfigMap, informer, told, namespace);
      await changeAll(admin, namespace, '1');
      await equalsFreshList(admin, ConfigMap, informer, told, namespace);
      expect(cache.get(ConfigMap, { namespace, name: name(0) })?.data).toEqual({ round: '1' });
      expect(cache.get(ConfigMap, { namespace, name: name(3) })).toBeUndefined();
      expect(informer.reflectors[0]).toMatchObject({ lists: 1, watches: 1, state: 'watching', lastError: undefined });
    });
  });

  test('begins to follow a kind when its definition is applied', async ({ admin, namespace }) => {
    const names = { group: 'cache-test.example', kind: 'Late', plural: 'lates' } as const;
    interface Late extends KubernetesObject {
      metadata: ObjectMeta;
    }
    const Late = kindOf<Late>()({ ...names, version: 'v1', scope: 'Namespaced' });
    await withCache(admin, namespace, async cache => {
      const informer = cache.informer(Late);
      await expect
        .poll(() => String(informer.reflectors[0]?.lastError), patiently)
        .toContain('No kind Late (cache-test.example/v1)');
      await admin.create(CustomResourceDefinition, {
        metadata: { name: `${names.plural}.${names.group}` },
        spec: {
          group: names.group,
          names: { kind: names.kind, plural: names.plural },
          scope: 'Namespaced',
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
        },
      });
      await cache.ready(AbortSignal.timeout(50_000));
      const late = await admin.create(Late, { metadata: { namespace, name: 'one' } });
      await reaches(informer, versions([late]));
      expect(cache.get(Late, { namespace, name: 'one' })?.kind).toBe('Late');
    });
  });

  test('keeps what its options select, and of metadata alone nothing else, until a kind is removed', async ({
    admin,
    namespace,
  }) => {
    const other = `${namespace}-other`;
    await admin.create(Namespace, { metadata: { name: other } });
    const write = (where: string, name: string, app: string) =>
      admin.create(ConfigMap, { metadata: { namespace: where, name, labels: { app } }, data: { app, key: 'value' } });
    await write(namespace, 'a', 'x');
    await write(namespace, 'b', 'y');
    await write(other, 'c', 'x');
    await write(other, 'd', 'x');
    const cache = new Cache({
      client: admin,
      log: new RecordedLog(),
      kinds: [
        cacheKind(ConfigMap, {
          namespaces: { [namespace]: { labelSelector: 'app in (x)' }, '': { fieldSelector: 'metadata.name=c' } },
          transform: ({ data, ...object }) => ({ ...object, data: { app: data?.app ?? '' } }),
          indexes: { app: ({ data }) => data?.app },
        }),
        cacheKind(metadataOf(ConfigMap), { namespaces: [other] }),
      ],
    });
    const stopping = new AbortController();
    const whole = cache.informer(ConfigMap);
    const metadata = cache.informer(metadataOf(ConfigMap));
    const running = cache.run(stopping.signal);
    try {
      await cache.ready(AbortSignal.timeout(30_000));
      const ours = () => whole.store.list().filter(({ namespace: where }) => where === namespace || where === other);
      expect(ours().map(({ key }) => key)).toEqual([`${namespace}/a`, `${other}/c`]);
      expect(cache.get(ConfigMap, { namespace, name: 'a' })?.data).toEqual({ app: 'x' });
      expect(cache.list(ConfigMap, { namespace, index: { name: 'app', value: 'x' } })).toHaveLength(1);
      const kept = cache.list(metadataOf(ConfigMap)).filter(({ metadata: { labels } }) => labels?.app === 'x');
      expect(kept.map(object => Object.keys(object).sort())).toEqual(Array(2).fill(['apiVersion', 'kind', 'metadata']));
      expect(kept[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } });
      // A label that is not selected any more is a deletion to the watch of those that are.
      const gone = new Promise<string>(resolve => {
        whole.addHandler({ onDelete: ({ key }) => resolve(key) });
      });
      await admin.patch(ConfigMap, { namespace, name: 'a' }, { metadata: { labels: { app: 'y' } } });
      expect(await gone).toBe(`${namespace}/a`);
      const came = new Promise<string>(resolve => {
        metadata.addHandler({ onAdd: ({ name }) => name === 'e' && resolve(name) });
      });
      await write(other, 'e', 'x');
      expect(await came).toBe('e');
      expect(cache.get(metadataOf(ConfigMap), { namespace: other, name: 'e' })).not.toHaveProperty('data');
      await cache.remove(ConfigMap);
      expect(() => cache.list(ConfigMap)).toThrow('the cache has no ConfigMap (v1)');
      expect(metadata.reflectors.map(({ state }) => state)).toEqual(['watching']);
      expect(whole.reflectors.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    } finally {
      stopping.abort();
      await running;
    }
  });

  test('survives a restart of the API server, and what changes around it', async ({ ownControlPlane }) => {
    const client = await createClient('cache-test', { kubeconfig: ownControlPlane.adminKubeconfig });
    const namespace = 'restarted';
    await client.create(Namespace, { metadata: { name: namespace } });
    try {
      await withCache(client, namespace, async cache => {
        const informer = cache.informer(ConfigMap);
        const told = replayed(informer);
        await cache.ready(AbortSignal.timeout(30_000));
        await createAll(client, namespace);
        await equalsFreshList(client, ConfigMap, informer, told, namespace);
        await ownControlPlane.stopApiServer();
        await expect.poll(() => informer.reflectors[0]?.lastError, patiently).toBeDefined();
        expect(informer.store.size).toBeGreaterThanOrEqual(COUNT);
        await ownControlPlane.start();
        await changeAll(client, namespace, '1');
        await equalsFreshList(client, ConfigMap, informer, told, namespace);
        expect(informer.reflectors[0]?.lastError).toBeUndefined();
      });
    } finally {
      await client.close();
    }
  });
});
