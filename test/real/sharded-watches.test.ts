// What a real API server filters of lists and watches, where it has the feature for it (KEP-5866, alpha in 1.36).
import {
  controller,
  createClient,
  done,
  Manager,
  type ReconcileContext,
  Reconciles,
  type Result,
  type Sharding,
  type Snapshot,
} from 'kubewright';
import { ConfigMap, Namespace } from 'kubewright/kinds';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { fnv1a, shardOf } from '../../runtime/sharding/shard-of.js';
import { RecordedLog } from '../recorded-log.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const SHARDS = 4;
const TENANTS = 12;
const patiently = { timeout: 60_000, interval: 50 };

test('a replica keeps the objects of its own shards, of which a server with the feature sends no others', async () => {
  const controlPlane = await startControlPlane({ featureGates: ['ShardedListAndWatch'] });
  onTestFinished(() => controlPlane.stop());
  const kubeconfig = controlPlane.adminKubeconfig;
  const admin = await createClient('admin', { kubeconfig });
  onTestFinished(() => admin.close());
  const tenants = Array.from({ length: TENANTS }, (_, i) => `tenant-${i}-${'abcdefghijkl'[i]}`);
  for (const namespace of tenants) {
    await admin.create(Namespace, { metadata: { name: namespace } });
    await admin.create(ConfigMap, { metadata: { namespace, name: 'a' }, data: { value: '0' } });
  }
  const shardsOf = (names: readonly string[]) =>
    new Set(names.map(namespace => shardOf(`${namespace}/a`, SHARDS, 'namespace')));
  // Else nothing would be filtered.
  expect(shardsOf(tenants).size).toBeGreaterThan(1);

  // The server's hash is ours.
  const half = "shardRange(object.metadata.namespace, '0x0000000000000000', '0x8000000000000000')";
  const { items } = await admin.list(ConfigMap, { shardSelector: half });
  const listed = new Set(items.map(({ metadata }) => metadata.namespace));
  expect(tenants.filter(namespace => listed.has(namespace))).toEqual(
    tenants.filter(namespace => fnv1a(namespace).high < 2 ** 31),
  );

  const reconciled = new Map<string, string>();
  const start = async (identity: string) => {
    const kept = new Set<string>();

    @Reconciles(ConfigMap, { name: 'tenants' })
    class Tenants {
      async reconcile({ metadata, data }: Snapshot<ConfigMap>, { cache }: ReconcileContext): Promise<Result> {
        kept.clear();
        for (const { metadata } of cache.list(ConfigMap))
          if (tenants.includes(metadata.namespace)) kept.add(metadata.namespace);
        if (metadata.name === 'a') reconciled.set(metadata.namespace, `${identity} ${data?.value}`);
        return done;
      }
    }
    const client = await createClient('tenants', { kubeconfig });
    const log = new RecordedLog();
    const manager = new Manager({
      name: 'tenants',
      client,
      log,
      healthProbe: false,
      sharding: { namespace: 'default', identity, shards: SHARDS, by: 'namespace', filterWatches: true },
    });
    let sharding: Sharding | undefined;
    manager.add({
      addTo: context => {
        sharding = context.sharding;
      },
    });
    manager.add(controller(new Tenants()));
    const stopping = new AbortController();
    const ended = manager.run(stopping.signal);
    ended.catch(() => {});
    const stop = async (): Promise<void> => {
      stopping.abort();
      await ended;
      await client.close();
    };
    onTestFinished(() => stop().catch(() => {}));
    return { kept, log, stop, held: () => new Set(sharding?.held ?? []) };
  };
  let value = 0;
  const touchAll = async (): Promise<void> => {
    value += 1;
    for (const namespace of tenants)
      await admin.patch(ConfigMap, { namespace, name: 'a' }, { data: { value: `${value}` } });
    const isSeen = (namespace: string) => reconciled.get(namespace)?.endsWith(` ${value}`);
    await expect.poll(() => tenants.filter(namespace => !isSeen(namespace)), patiently).toEqual([]);
  };

  const a = await start('a');
  await expect.poll(() => a.held().size, patiently).toBe(SHARDS);
  await touchAll();
  expect(a.kept).toEqual(new Set(tenants));
  const b = await start('b');
  await expect.poll(() => [a.held().size, b.held().size], patiently).toEqual([2, 2]);
  await touchAll();
  for (const replica of [a, b]) {
    await expect
      .poll(
        () => touchAll().then(() => [...shardsOf([...replica.kept])].filter(shard => !replica.held().has(shard))),
        patiently,
      )
      .toEqual([]);
  }
  await a.stop();
  await expect.poll(() => b.held().size, patiently).toBe(SHARDS);
  await touchAll();
  expect(b.kept).toEqual(new Set(tenants));
  expect([a, b].flatMap(({ log }) => log.lines.filter(({ level }) => level === 'error'))).toEqual([]);
  await b.stop();
});
