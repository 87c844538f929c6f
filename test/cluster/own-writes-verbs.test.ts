// What the rarer verbs have done is read from the cache at once, whether the watch has brought it or not.
import { expect, onTestFinished } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import { Cache } from '../../runtime/cache/cache.js';
import { recordingClient } from '../../runtime/cache/own-writes/recording-client.js';
import type { ConnectedClient } from '../../runtime/client/create-client.js';
import { Deployment } from '../../runtime/kinds/apps-v1.js';
import { ConfigMap, Pod, ServiceAccount } from '../../runtime/kinds/core-v1.js';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

/** A cache of one namespace, and the client that tells it of its writes. */
async function start(admin: ConnectedClient, namespace: string) {
  const cache = new Cache({ client: admin, log: new RecordedLog(), namespaces: [namespace] });
  for (const kind of [ConfigMap, Deployment, Pod]) cache.informer(kind);
  const stopping = new AbortController();
  const running = cache.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await running;
  });
  await cache.ready(AbortSignal.timeout(30_000));
  return { cache, client: recordingClient(admin, cache) };
}

const labels = { app: 'a' };
const containers = [{ name: 'a', image: 'example.org/a' }];

test('deleteAllOf: what has gone is not read, what a finalizer holds is read as it waits', async ({
  admin,
  namespace,
}) => {
  const { cache, client } = await start(admin, namespace);
  for (let round = 0; round < 5; round++) {
    await client.create(ConfigMap, { metadata: { namespace, name: 'gone', labels } });
    await client.create(ConfigMap, { metadata: { namespace, name: 'held', labels, finalizers: ['example.org/a'] } });
    await client.create(ConfigMap, { metadata: { namespace, name: 'other' } });
    await client.deleteAllOf(ConfigMap, { namespace, labelSelector: 'app=a', dryRun: true });
    expect(cache.get(ConfigMap, { namespace, name: 'gone' })).toBeDefined();
    await client.deleteAllOf(ConfigMap, { namespace, labelSelector: 'app=a' });
    expect(cache.get(ConfigMap, { namespace, name: 'gone' })).toBeUndefined();
    expect(cache.get(ConfigMap, { namespace, name: 'held' })?.metadata.deletionTimestamp).toBeDefined();
    expect(cache.get(ConfigMap, { namespace, name: 'other' })).toBeDefined();
    await client.patch(ConfigMap, { namespace, name: 'held' }, { metadata: { finalizers: null } });
    await client.deleteAllOf(ConfigMap, { namespace, fieldSelector: 'metadata.name=other' });
    expect(cache.list(ConfigMap, { namespace }).filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')).toEqual(
      [],
    );
  }
});

test('deleteAllOf in a namespace of several pages: what is left is found on all of them', async ({
  admin,
  namespace,
}) => {
  const names = Array.from({ length: 510 }, (_, i) => `m${String(i).padStart(3, '0')}`);
  const queue = names.values();
  const create = async (): Promise<void> => {
    for (const name of queue) {
      const chosen = name.endsWith('01') ? { labels } : {};
      const held = name === 'm501' ? { finalizers: ['example.org/a'] } : {};
      await admin.create(ConfigMap, { metadata: { namespace, name, ...chosen, ...held } });
    }
  };
  await Promise.all(Array.from({ length: 8 }, create));
  const lists: unknown[] = [];
  const counting = new Proxy(admin, {
    get: (target, name: keyof ConnectedClient) => {
      const method = (target[name] as (...given: unknown[]) => unknown).bind(target);
      if (name !== 'list') return method;
      return (kind: unknown, options: { readonly limit?: number; readonly continue?: string }) => {
        lists.push([options.limit, options.continue !== undefined]);
        return method(kind, options);
      };
    },
  });
  const { cache } = await start(admin, namespace);
  await recordingClient(counting, cache).deleteAllOf(ConfigMap, { namespace, labelSelector: 'app=a' });
  expect(lists).toEqual([
    [500, false],
    [500, true],
  ]);
  expect(cache.get(ConfigMap, { namespace, name: 'm001' })).toBeUndefined();
  expect(cache.get(ConfigMap, { namespace, name: 'm101' })).toBeUndefined();
  expect(cache.get(ConfigMap, { namespace, name: 'm501' })?.metadata.deletionTimestamp).toBeDefined();
  await admin.patch(ConfigMap, { namespace, name: 'm501' }, { metadata: { finalizers: null } });
});

test('evict: the Pod is not read any more', async ({ admin, namespace }) => {
  const { cache, client } = await start(admin, namespace);
  await client.create(ServiceAccount, { metadata: { namespace, name: 'runner' } });
  for (let round = 0; round < 5; round++) {
    const { metadata } = await client.create(Pod, {
      metadata: { namespace, name: 'a' },
      spec: { containers, serviceAccountName: 'runner', automountServiceAccountToken: false },
    });
    await client.evict(Pod, metadata, { dryRun: true });
    expect(cache.get(Pod, metadata)).toBeDefined();
    await client.evict(Pod, metadata, { gracePeriodSeconds: 0 });
    expect(cache.get(Pod, metadata)).toBeUndefined();
  }
});

test('scale, subresources, strategic patches, and kinds by their names: the new state is read', async ({
  admin,
  namespace,
}) => {
  const { cache, client } = await start(admin, namespace);
  const key = { namespace, name: 'a' };
  await client.create(Deployment, {
    metadata: key,
    spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  });
  for (let round = 1; round <= 5; round++) {
    await client.subresource(Deployment, 'scale').patch(key, { spec: { replicas: round } });
    expect(cache.get(Deployment, key)?.spec?.replicas).toBe(round);
    const paused = { spec: { paused: round % 2 === 0 } };
    await client.patchStrategic(Deployment, key, paused);
    expect(cache.get(Deployment, key)?.spec?.paused ?? false).toBe(paused.spec.paused);
    const conditions = [{ type: 'Round', status: 'True', message: String(round) }];
    await client.subresource(Deployment, 'status').patch(key, { status: { conditions } });
    expect(cache.get(Deployment, key)?.status?.conditions?.find(({ type }) => type === 'Round')?.message).toBe(
      String(round),
    );
    const Untyped = await client.kind('apps/v1', 'Deployment');
    expect(kindInfo(Untyped)).toEqual(kindInfo(Deployment));
    await client.patch(Untyped, key, { metadata: { labels: { round: String(round) } } });
    expect(cache.get(Deployment, key)?.metadata.labels?.round).toBe(String(round));
    expect(cache.get(Untyped, key)?.metadata.labels?.round).toBe(String(round));
  }
});

test('writes of the metadata alone: the rest of the object is read as it is', async ({ admin, namespace }) => {
  const { cache, client } = await start(admin, namespace);
  const key = { namespace, name: 'a' };
  const kind = metadataOf(ConfigMap);
  for (let round = 0; round < 20; round++) {
    await client.create(ConfigMap, { metadata: { ...key, finalizers: ['example.org/a'] }, data: { a: 'b' } });
    await client.patch(kind, key, { metadata: { labels: { round: String(round) } } });
    expect(cache.get(ConfigMap, key)).toMatchObject({
      data: { a: 'b' },
      metadata: { labels: { round: String(round) } },
    });
    await client.delete(kind, key);
    expect(cache.get(ConfigMap, key)?.data).toEqual({ a: 'b' });
    expect(cache.get(ConfigMap, key)?.metadata.deletionTimestamp).toBeDefined();
    await client.patch(kind, key, { metadata: { finalizers: null } });
    expect(cache.get(ConfigMap, key)).toBeUndefined();
  }
});
