// What reads from a cache show of own writes, held against what the server has at once: the watch brings nothing here.
import { type Client, isNotFound, type Kind, type KubernetesObject, type ObjectKey, type Snapshot } from 'kubewright';
import { ConfigMap, Pod, ServiceAccount } from 'kubewright/kinds';
import { expect } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { Cache } from '../../runtime/cache/cache.js';
import { recordingClient } from '../../runtime/cache/own-writes/recording-client.js';
import { RecordedLog } from '../recorded-log.js';
import { test as base } from './fixture.js';
import { unless } from './unless.js';

interface World {
  readonly client: Client;
  /** Holds what the cache reads against what the server has. */
  agree<T extends KubernetesObject>(kind: Kind<T>, name: string): Promise<Snapshot<T> | undefined>;
}

const KINDS: readonly Kind<KubernetesObject>[] = [Redis, Pod, ConfigMap, ServiceAccount] as never;

const test = base.extend('world', async ({ admin, namespace }, { onCleanup }): Promise<World> => {
  const silent: Pick<Client, 'list' | 'watch'> = {
    list: (kind, options) => admin.list(kind, options),
    async *watch(_kind, { signal } = {}) {
      await new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()));
    },
  };
  const cache = new Cache({ client: silent, log: new RecordedLog(), namespaces: [namespace] });
  for (const kind of KINDS) cache.informer(kind);
  const stopping = new AbortController();
  const running = cache.run(stopping.signal);
  onCleanup(async () => {
    stopping.abort();
    await running;
  });
  await cache.ready(AbortSignal.timeout(30_000));
  return {
    client: recordingClient(admin, cache),
    agree: async (kind, name) => {
      const key = { namespace, name } as never;
      const present = await admin.get(kind, key).catch(unless(isNotFound));
      const read = cache.get(kind, key);
      expect(read && [read.metadata.uid, read.metadata.resourceVersion]).toEqual(
        present && [present.metadata.uid, present.metadata.resourceVersion],
      );
      expect(cache.list(kind, { namespace }).some(({ metadata }) => metadata.name === name)).toBe(
        present !== undefined,
      );
      return read;
    },
  };
});

const spec = { containers: [{ name: 'redis', image: 'redis:7-alpine' }] };
const HOLD = 'example.com/hold';

test('custom resources: created, changed, reported on, scaled, held, released', async ({ world, namespace }) => {
  const { client, agree } = world;
  const key: ObjectKey & { namespace: string } = { namespace, name: 'a' };
  await client.create(Redis, { metadata: { ...key, finalizers: [HOLD] }, spec: { replicas: 1 } });
  expect((await agree(Redis, 'a'))?.spec.port).toBe(6379);
  await client.patch(Redis, key, { spec: { replicas: 2 } });
  await agree(Redis, 'a');
  await client.patch(Redis, key, { spec: { replicas: 2 } });
  await agree(Redis, 'a');
  await client.apply(Redis, { metadata: key, spec: { image: 'redis:7.2' } }, { force: true });
  await client.status(Redis).patch(key, { replicas: 2 });
  expect((await agree(Redis, 'a'))?.status?.replicas).toBe(2);
  const read = (await agree(Redis, 'a')) as Snapshot<Redis>;
  await client.status(Redis).set(read, { readyReplicas: 1 });
  expect((await agree(Redis, 'a'))?.status).toEqual({ readyReplicas: 1 });
  await client.status(Redis).set(read, { readyReplicas: 2 }, { dryRun: true });
  expect((await agree(Redis, 'a'))?.status).toEqual({ readyReplicas: 1 });
  await client.scale(Redis).set(key, 3);
  expect((await agree(Redis, 'a'))?.spec.replicas).toBe(3);
  await client.patch(Redis, key, { spec: { replicas: 4 } }, { dryRun: true });
  await agree(Redis, 'a');
  await client.delete(Redis, key);
  expect((await agree(Redis, 'a'))?.metadata.deletionTimestamp).toBeDefined();
  await client.patch(Redis, key, { metadata: { finalizers: null } });
  expect(await agree(Redis, 'a')).toBeUndefined();
  await client.create(Redis, { metadata: key, spec: { replicas: 1 } });
  expect(await agree(Redis, 'a')).toBeDefined();
  await client.delete(Redis, key);
  expect(await agree(Redis, 'a')).toBeUndefined();
});

test('the last finalizer goes by an update, a JSON patch, an apply', async ({ world, namespace }) => {
  const { client, agree } = world;
  const key = { namespace, name: 'a' };
  const ways: readonly ((held: Snapshot<Redis>) => Promise<unknown>)[] = [
    ({ metadata: { finalizers: _, ...metadata }, ...rest }) =>
      client.update(Redis, { ...rest, metadata } as Snapshot<Redis>),
    () => client.patchJson(Redis, key, [{ op: 'remove', path: '/metadata/finalizers' }]),
    () => client.apply(Redis, { metadata: key, spec: { replicas: 1 } }, { fieldManager: 'holder' }),
  ];
  for (const release of ways) {
    const metadata = { ...key, finalizers: [HOLD] };
    await client.apply(Redis, { metadata, spec: { replicas: 1 } }, { fieldManager: 'holder' });
    await client.delete(Redis, key);
    const held = await agree(Redis, 'a');
    await release(held as Snapshot<Redis>);
    expect(await agree(Redis, 'a')).toBeUndefined();
  }
});

test('Pods: gone at once without a node, later with one, and evicted', async ({ world, admin, namespace }) => {
  const { client, agree } = world;
  const at = (name: string) => ({ namespace, name });
  await client.create(Pod, { metadata: at('a'), spec });
  await client.create(Pod, { metadata: at('b'), spec: { ...spec, nodeName: 'nowhere' } });
  await client.create(Pod, { metadata: at('c'), spec });
  await client.create(Pod, { metadata: { ...at('d'), finalizers: [HOLD] }, spec });
  for (const name of ['a', 'b', 'c', 'd']) expect(await agree(Pod, name)).toBeDefined();
  await client.delete(Pod, at('a'));
  expect(await agree(Pod, 'a')).toBeUndefined();
  await client.delete(Pod, at('b'));
  expect((await agree(Pod, 'b'))?.metadata.deletionGracePeriodSeconds).toBe(30);
  await client.delete(Pod, at('b'), { gracePeriodSeconds: 0 });
  expect(await agree(Pod, 'b')).toBeUndefined();
  await client.evict(Pod, at('c'));
  expect(await agree(Pod, 'c')).toBeUndefined();
  await client.delete(Pod, at('d'), { gracePeriodSeconds: 0 });
  expect((await agree(Pod, 'd'))?.metadata.deletionTimestamp).toBeDefined();
  await admin.patch(Pod, at('d'), { metadata: { finalizers: null } });
});

test('deletions that answer the object as it was, and deletions of all', async ({ world, namespace }) => {
  const { client, agree } = world;
  const at = (name: string) => ({ namespace, name });
  await client.create(ServiceAccount, { metadata: at('a') });
  await client.delete(ServiceAccount, at('a'));
  expect(await agree(ServiceAccount, 'a')).toBeUndefined();
  for (const name of ['a', 'b', 'c']) {
    const finalizers = name === 'c' ? { finalizers: [HOLD] } : {};
    await client.create(ConfigMap, { metadata: { ...at(name), ...finalizers, labels: { app: 'x' } }, data: {} });
  }
  await client.create(ConfigMap, { metadata: at('d'), data: {} });
  await client.deleteAllOf(ConfigMap, { namespace, labelSelector: 'app=x' });
  for (const name of ['a', 'b', 'd']) await agree(ConfigMap, name);
  expect((await agree(ConfigMap, 'c'))?.metadata.deletionTimestamp).toBeDefined();
  await client.patch(ConfigMap, at('c'), { metadata: { finalizers: null } });
  expect(await agree(ConfigMap, 'c')).toBeUndefined();
});
