// What the debug endpoints show of an operator at work.
import {
  controller,
  done,
  Manager,
  Owns,
  type ReconcileContext,
  Reconciles,
  type Result,
  requeueAfter,
  type Snapshot,
} from 'kubewright';
import { ConfigMap, Secret } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

const patiently = { timeout: 30_000 };

test('the debug endpoints show what waits, what runs and why, and what is known', async ({ admin, namespace }) => {
  const go = Promise.withResolvers<void>();

  @Reconciles(ConfigMap, { name: 'slow', maxConcurrentReconciles: 2 })
  @Owns(Secret)
  class Slow {
    async reconcile({ metadata }: Snapshot<ConfigMap>, _context: ReconcileContext): Promise<Result> {
      if (metadata.name === 'later') return requeueAfter(3_600_000);
      if (metadata.name === 'held') await go.promise;
      return done;
    }
  }
  const { metadata } = await admin.create(ConfigMap, { metadata: { namespace, name: 'held' }, data: { x: '1' } });
  await admin.create(ConfigMap, { metadata: { namespace, name: 'later' } });
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'held', uid: metadata.uid, controller: true };
  const data = { password: Buffer.from('hunter2').toString('base64') };
  await admin.create(Secret, { metadata: { namespace, name: 's', ownerReferences: [owner] }, data });

  const manager = new Manager({
    name: 'test-operator',
    client: admin,
    log: new RecordedLog(),
    namespaces: [namespace],
    leaderElection: { namespace },
    healthProbe: false,
    debug: { port: 0 },
  });
  manager.add(controller(new Slow()));
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  onTestFinished(async () => {
    go.resolve();
    stopping.abort();
    await ended;
    expect(manager.debugAddress).toBeUndefined();
  });
  await manager.elected;
  const { host, port } = manager.debugAddress as { readonly host: string; readonly port: number };
  const ask = async (path: string): Promise<string> => (await fetch(`http://${host}:${port}/debug/${path}`)).text();
  const json = async (path: string): Promise<unknown> =>
    (await fetch(`http://${host}:${port}/debug/${path}`, { headers: { accept: 'application/json' } })).json();

  const queued = async () => {
    const { controllers } = (await json('queue')) as {
      controllers: { name: string; keys: { key: string; state: string }[] }[];
    };
    return controllers.map(({ name, keys }) => [name, ...keys.map(({ key, state }) => `${key} ${state}`)]);
  };
  await expect.poll(queued, patiently).toEqual([['slow', `${namespace}/held held`, `${namespace}/later delayed`]]);
  expect(await ask('queue?controller=slow')).toContain('controller slow: 1 held, 0 ready, 1 delayed\n');

  expect(await ask('replica')).toBe('leader election test-operator: this replica leads\n');

  expect(await json('reconciles')).toEqual({
    reconciles: [
      {
        controller: 'slow',
        key: `${namespace}/held`,
        ageMilliseconds: expect.any(Number),
        reconcileID: expect.stringMatching(/^[\da-f-]{36}$/),
        causes: expect.arrayContaining([`ConfigMap ${namespace}/held listed`]),
      },
    ],
  });

  const kinds = (await json('cache')) as { kinds: { kind: string; objects: number; bytes: number }[] };
  expect(kinds.kinds).toEqual([
    expect.objectContaining({ kind: 'ConfigMap', apiVersion: 'v1', synced: true, bytes: expect.any(Number) }),
    expect.objectContaining({ kind: 'Secret', apiVersion: 'v1', synced: true }),
  ]);
  expect(kinds.kinds.every(({ objects, bytes }) => objects > 0 && bytes > 0)).toBe(true);
  const keys = (await json(`cache?kind=ConfigMap&namespace=${namespace}`)) as { keys: string[] };
  expect(keys.keys).toEqual(expect.arrayContaining([`${namespace}/held`, `${namespace}/later`]));
  expect(await json(`cache?kind=ConfigMap&namespace=${namespace}&name=held`)).toMatchObject({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', uid: metadata.uid },
    data: { x: '1' },
  });
  const secret = await ask(`cache?kind=Secret&namespace=${namespace}&name=s`);
  expect(JSON.parse(secret)).toMatchObject({ metadata: { name: 's' }, data: { password: '[hidden]' } });
  expect(secret).not.toContain(data.password);

  const watches = async () => {
    const all = (await json('watches')) as { watches: { kind: string; namespace: string; state: string }[] };
    return all.watches.map(watch => `${watch.kind} in ${watch.namespace}: ${watch.state}`);
  };
  await expect
    .poll(watches, patiently)
    .toEqual([`ConfigMap (v1) in ${namespace}: watching`, `Secret (v1) in ${namespace}: watching`]);

  go.resolve();
  await expect.poll(() => ask('reconciles'), patiently).toBe('no reconcile is under way\n');
  expect(await queued()).toEqual([['slow', `${namespace}/later delayed`]]);
});

test('the debug endpoints show which shards a replica holds, and whose an object is', async ({ admin, namespace }) => {
  const manager = new Manager({
    name: 'test-operator',
    client: admin,
    log: new RecordedLog(),
    sharding: { namespace, shards: 3, identity: 'replica-0' },
    healthProbe: false,
    debug: { port: 0 },
  });
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await ended;
  });
  await manager.elected;
  const { host, port } = manager.debugAddress as { readonly host: string; readonly port: number };
  const ask = async () => (await fetch(`http://${host}:${port}/debug/replica?key=default/a`)).text();
  await expect
    .poll(ask, patiently)
    .toMatch(
      /^sharding \S+: replica-0 holds 3 of 3 shards \(0, 1, 2\), and 1 replica takes part\ndefault\/a is in shard [012], which is held here\n$/,
    );
});
