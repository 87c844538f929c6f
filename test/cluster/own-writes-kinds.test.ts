// What is read of own writes of kinds that are not like others, held against what the server has at once.
import { type Client, metadataOf } from 'kubewright';
import { ConfigMap, Namespace, Node } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { Cache } from '../../runtime/cache/cache.js';
import { cacheKind } from '../../runtime/cache/cache-options.js';
import { recordingClient } from '../../runtime/cache/own-writes/recording-client.js';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

const SCHEDULABLE = 'spec.unschedulable=false';

/** A cache whose watches bring nothing, and the client that tells it of its writes. */
async function start(admin: Client) {
  const silent: Pick<Client, 'list' | 'watch'> = {
    list: (kind, options) => admin.list(kind, options),
    async *watch(_kind, { signal } = {}) {
      await new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()));
    },
  };
  const fieldSelector = SCHEDULABLE;
  const kinds = [cacheKind(Node, { fieldSelector }), cacheKind(metadataOf(Node), { fieldSelector })];
  const cache = new Cache({ client: silent, log: new RecordedLog(), kinds });
  for (const kind of [Namespace, Node, ConfigMap, metadataOf(Node), metadataOf(ConfigMap)])
    cache.informer(kind as typeof Namespace);
  const stopping = new AbortController();
  const running = cache.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await running;
  });
  await cache.ready(AbortSignal.timeout(30_000));
  return { cache, client: recordingClient(admin, cache) };
}

test('a namespace that is deleted is read as terminating as long as it lives', async ({ admin, namespace }) => {
  const name = `${namespace}-other`;
  const held = { namespace: name, name: 'held' };
  const { cache, client } = await start(admin);
  await client.create(Namespace, { metadata: { name } });
  await admin.create(ConfigMap, { metadata: { ...held, finalizers: ['example.org/hold'] } });
  await client.delete(Namespace, { name });
  expect((await admin.get(Namespace, { name })).status?.phase).toBe('Terminating');
  expect(cache.get(Namespace, { name })?.status?.phase).toBe('Terminating');
  await admin.patch(ConfigMap, held, { metadata: { finalizers: null } });
});

test('a node is among those that can be scheduled to unless it is cordoned', async ({ admin, namespace }) => {
  const name = `${namespace}-node`;
  const { cache, client } = await start(admin);
  const agree = async () => {
    const { items } = await admin.list(Node, { fieldSelector: SCHEDULABLE });
    const listed = items.some(({ metadata }) => metadata.name === name);
    for (const kind of [Node, metadataOf(Node)] as const)
      expect(cache.list(kind as typeof Node).some(({ metadata }) => metadata.name === name)).toBe(listed);
    return listed;
  };
  await client.create(Node, { metadata: { name } });
  expect(await agree()).toBe(true);
  await client.patch(metadataOf(Node), { name }, { metadata: { labels: { zone: 'a' } } });
  expect(await agree()).toBe(true);
  expect(cache.get(metadataOf(Node), { name })?.metadata.labels?.zone).toBe('a');
  await client.patch(Node, { name }, { spec: { unschedulable: true } });
  expect(await agree()).toBe(false);
  await client.patch(Node, { name }, { spec: { unschedulable: null } });
  expect(await agree()).toBe(true);
  await admin.delete(Node, { name });
});

test('an object whose metadata alone was written is read as a whole', async ({ admin, namespace }) => {
  const { cache, client } = await start(admin);
  const key = { namespace, name: 'a' };
  const kind = metadataOf(ConfigMap);
  const agree = async () => {
    const present = await admin.get(ConfigMap, key);
    const { managedFields: _, ...metadata } = present.metadata;
    expect(cache.get(ConfigMap, key)).toEqual({ ...present, metadata });
    expect(cache.get(kind, key)?.metadata).toEqual(metadata);
  };
  await client.create(ConfigMap, { metadata: { ...key, labels: { app: 'x' } }, data: { a: '1' } });
  await agree();
  await client.patch(kind, key, { metadata: { finalizers: ['example.org/hold'] } });
  await agree();
  await client.apply(kind, { metadata: { ...key, labels: { tier: 'y' } } }, { fieldManager: 'labels' });
  await agree();
  await client.deleteAllOf(kind, { namespace, labelSelector: 'app=x' });
  await agree();
  expect(cache.get(ConfigMap, key)?.metadata.deletionTimestamp).toBeDefined();
  await client.patch(kind, key, { metadata: { finalizers: null } });
  for (const gone of [ConfigMap, kind]) expect(cache.get(gone as typeof ConfigMap, key)).toBeUndefined();
});
