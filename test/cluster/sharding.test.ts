// Replicas that share objects, on a control plane: managers in one process, each with a client of its own, and somebody who sees
// every write at the API server.
import {
  controller,
  createClient,
  done,
  Manager,
  Reconciles,
  type Result,
  type Sharding,
  type Snapshot,
} from 'kubewright';
import { ConfigMap, Lease, Secret } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { RecordedLog } from '../recorded-log.js';
import { TurnObserver } from '../turn-observer.js';
import { TurnTaker } from '../turn-taker.js';
import { test } from './fixture.js';

const OBJECTS = 16;
const patiently = { timeout: 60_000, interval: 50 };

test('replicas that come and go share the objects: nobody begins with one before another has ended', {
  timeout: 180_000,
}, async ({ controlPlane, admin, namespace }) => {
  const observer = new TurnObserver(admin, namespace);
  onTestFinished(() => observer.stop());
  const names = Array.from({ length: OBJECTS }, (_, i) => `object-${i}`);
  for (const name of names) {
    await admin.create(Secret, { metadata: { namespace, name } });
    await admin.create(ConfigMap, { metadata: { namespace, name }, data: { value: '0' } });
  }
  let value = 0;
  /** Every object is changed, and each change is seen. */
  const touchAll = async (): Promise<void> => {
    value += 1;
    const text = `${value}`;
    for (const name of names) await admin.patch(ConfigMap, { namespace, name }, { data: { value: text } });
    await expect.poll(() => names.filter(name => observer.seen.get(name) !== text), patiently).toEqual([]);
  };
  const start = (identity: string) => startReplica({ controlPlane, namespace }, identity);
  const shares = (...replicas: readonly Awaited<ReturnType<typeof start>>[]) =>
    replicas.map(({ sharding }) => sharding().held.length);

  const a = await start('a');
  await expect.poll(() => shares(a), patiently).toEqual([8]);
  await touchAll();
  const [b, c] = [await start('b'), await start('c')];
  // While they change hands, objects change too.
  await touchAll();
  await expect.poll(() => shares(a, b, c).toSorted(), patiently).toEqual([2, 3, 3]);
  await touchAll();
  expect(new Set([...observer.replicasOf.values()].map(replicas => replicas.at(-1)))).toEqual(new Set(['a', 'b', 'c']));
  const stopped = a.stop();
  await touchAll();
  await stopped;
  await expect.poll(() => shares(b, c), patiently).toEqual([4, 4]);
  await touchAll();
  await Promise.all([b.stop(), c.stop()]);

  expect(observer.violations).toEqual([]);
  expect([a, b, c].flatMap(({ log }) => log.lines.filter(({ level }) => level === 'error'))).toEqual([]);
  // Nothing is left but the Leases of the shards, which nobody holds.
  const { items } = await admin.list(Lease, { namespace });
  expect(items.map(({ metadata }) => metadata.name).toSorted()).toEqual(
    Array.from({ length: 8 }, (_, shard) => `turns-shard-${shard}`),
  );
  expect(items.map(({ spec }) => spec?.holderIdentity ?? '')).toEqual(new Array(8).fill(''));
});

test('replicas with another number of shards stand by until the others have gone', { timeout: 120_000 }, async ({
  controlPlane,
  admin,
  namespace,
}) => {
  const observer = new TurnObserver(admin, namespace);
  onTestFinished(() => observer.stop());
  await admin.create(Secret, { metadata: { namespace, name: 'a' } });
  const old = await startReplica({ controlPlane, namespace }, 'old');
  await expect.poll(() => old.sharding().held.length, patiently).toBe(8);
  const other = await startReplica({ controlPlane, namespace }, 'other', { shards: 5 });
  await admin.create(ConfigMap, { metadata: { namespace, name: 'a' }, data: { value: '1' } });
  await expect.poll(() => observer.seen.get('a'), patiently).toBe('1');
  await expect.poll(() => other.log.lines.map(({ message }) => message).join(), patiently).toContain('stands by');
  expect([old.sharding().held.length, other.sharding().held.length]).toEqual([8, 0]);
  await old.stop();
  await expect.poll(() => other.sharding().held.length, patiently).toBe(5);
  await admin.patch(ConfigMap, { namespace, name: 'a' }, { data: { value: '2' } });
  await expect.poll(() => observer.seen.get('a'), patiently).toBe('2');
  expect(observer.replicasOf.get('a')).toEqual(['old', 'other']);
  expect(observer.violations).toEqual([]);
});

test('a controller that has to see everything runs on the leader alone, beside others that are shared', {
  timeout: 120_000,
}, async ({ controlPlane, admin, namespace }) => {
  const names = Array.from({ length: 12 }, (_, i) => `object-${i}`);
  for (const name of names) await admin.create(ConfigMap, { metadata: { namespace, name }, data: { value: '1' } });
  const shared = new Map<string, string>();
  const whole = new Map<string, string>();
  const start = async (identity: string): Promise<void> => {
    @Reconciles(ConfigMap, { name: 'shared' })
    class Shared {
      async reconcile({ metadata }: Snapshot<ConfigMap>): Promise<Result> {
        shared.set(metadata.name, identity);
        return done;
      }
    }

    @Reconciles(ConfigMap, { name: 'whole', sharded: false })
    class Whole {
      async reconcile({ metadata }: Snapshot<ConfigMap>): Promise<Result> {
        whole.set(metadata.name, identity);
        return done;
      }
    }
    await startReplica({ controlPlane, namespace }, identity, { leaderElection: true }, new Shared(), new Whole());
  };
  void start('a');
  await expect.poll(() => new Set(whole.values()), patiently).toEqual(new Set(['a']));
  void start('b');
  await expect.poll(() => new Set(names.map(name => shared.get(name))), patiently).toEqual(new Set(['a', 'b']));
  expect(new Set(whole.values())).toEqual(new Set(['a']));
  expect(names.filter(name => !whole.has(name))).toEqual([]);
});

interface Place {
  readonly controlPlane: { readonly adminKubeconfig: string };
  readonly namespace: string;
}

/** As a process of its own would be. */
async function startReplica(
  { controlPlane, namespace }: Place,
  identity: string,
  { shards = 8, leaderElection = false }: { readonly shards?: number; readonly leaderElection?: boolean } = {},
  ...reconcilers: readonly Parameters<typeof controller>[0][]
) {
  const client = await createClient('turns', { kubeconfig: controlPlane.adminKubeconfig });
  const log = new RecordedLog();
  const manager = new Manager({
    name: 'turns',
    client,
    log,
    namespaces: [namespace],
    healthProbe: false,
    sharding: { namespace, identity, shards },
    ...(leaderElection && { leaderElection: { namespace, identity } }),
  });
  let sharding: Sharding | undefined;
  manager.add({
    addTo: context => {
      sharding = context.sharding;
    },
  });
  const all = reconcilers.length === 0 ? [new TurnTaker(identity, 20)] : reconcilers;
  for (const reconciler of all) manager.add(controller(reconciler));
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await ended;
    await client.close();
  };
  ended.catch(() => {});
  onTestFinished(() => stop().catch(() => {}));
  if (!leaderElection) await Promise.race([manager.elected, ended]);
  return {
    log,
    stop,
    sharding: (): Sharding => {
      if (sharding === undefined) throw new Error('the manager has no sharding');
      return sharding;
    },
  };
}
