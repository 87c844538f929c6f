import { type TestContext, test, vi } from 'vitest';
import { Cache } from '../../runtime/cache/cache.js';
import type { Informer } from '../../runtime/cache/informer.js';
import { createClient } from '../../runtime/client/create-client.js';
import { type Clock, systemClock } from '../../runtime/clock/clock.js';
import { ConfigMap } from '../../runtime/kinds/core-v1.js';
import {
  cut,
  cutWatch,
  delay,
  drop,
  expire,
  garble,
  hang,
  type InjectedFault,
  loseAnswer,
  type RequestFacts,
  refuse,
  silenceWatch,
  startTestCluster,
  type TestCluster,
} from '../../testing/index.js';
import { RecordedLog } from '../recorded-log.js';

vi.setConfig({ testTimeout: 60_000 });

/** Time for the cache flies, so that its back-offs do not keep anybody waiting. */
const SPEED = 50;
const flying: Clock = {
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * SPEED,
  setTimer: (delay, callback) => systemClock.setTimer(delay / SPEED, callback),
};

/** A cluster of its own for each test, with three objects, and a cache of them that is not started yet. */
async function world(onTestFinished: TestContext['onTestFinished']) {
  const cluster = await startTestCluster({ untilTimeout: 30_000 });
  onTestFinished(() => cluster.stop());
  const client = await createClient('operator', { kubeconfig: cluster.kubeconfigPath, clock: flying });
  onTestFinished(() => client.close());
  const cache = new Cache({ client, log: new RecordedLog(), clock: flying, random: () => 0 });
  const informer = cache.informer(ConfigMap);
  for (const name of ['a', 'b', 'c']) await write(cluster, name, 1);
  const sync = async (): Promise<void> => {
    const stopping = new AbortController();
    const running = cache.run(stopping.signal);
    onTestFinished(() => {
      stopping.abort();
      return running;
    });
    await informer.synced;
  };
  return { cluster, informer, sync };
}

const only = { resource: 'configmaps' } as const;

type Inject = (faults: TestCluster['faults']) => InjectedFault;

/** What may go wrong with whatever is asked for. */
const anywhere: [string, Inject][] = [
  [
    'requests that are put off',
    faults => faults.add(refuse('TooManyRequests', { retryAfterSeconds: 0 }), { ...only, times: 6 }),
  ],
  ['requests that are put off without a word', faults => faults.add(refuse('TooManyRequests'), { ...only, times: 4 })],
  ['a server that starts', faults => faults.add(refuse('ServiceUnavailable'), { ...only, times: 4 })],
  ['a token that has expired', faults => faults.add(refuse('Unauthorized'), { ...only, times: 4 })],
  ['a server that fails', faults => faults.add(refuse('InternalError'), { ...only, times: 5 })],
  ['a kind that is not there for a while', faults => faults.add(refuse('NotFound'), { ...only, times: 4 })],
  ['answers that are late', faults => faults.add(delay(20), { ...only, times: 4 })],
  ['answers that never come', faults => faults.add(hang(), { ...only, times: 2 })],
  ['connections that are dropped', faults => faults.add(drop(), { ...only, times: 10 })],
  ['some of all connections dropped', faults => faults.add(drop(), { ...only, probability: 0.7, seed: 1, times: 20 })],
  ['watches that are refused', faults => faults.add(refuse('Forbidden'), { ...only, verb: 'watch', times: 4 })],
  ['watches that are cut at once', faults => faults.add(cutWatch(), { ...only, times: 3 })],
  ['watches that are cut between events', faults => faults.add(cutWatch({ afterEvents: 1 }), { ...only, times: 3 })],
  [
    'watches that are cut in the middle of an event',
    faults => faults.add(cutWatch({ afterEvents: 1, midEvent: true }), { ...only, times: 3 }),
  ],
  ['watches that expire', faults => faults.add(expire({ afterEvents: 1 }), { ...only, verb: 'watch', times: 3 })],
  ['events that are garbage', faults => faults.add(garble({ afterEvents: 1 }), { ...only, verb: 'watch', times: 3 })],
  ['watches that answer and then nothing', faults => faults.add(silenceWatch(), { ...only, times: 2 })],
  ['watches that fall silent', faults => faults.add(silenceWatch({ afterEvents: 1 }), { ...only, times: 2 })],
];

/** What may go wrong with pages. */
const withPages: [string, Inject][] = [
  ['lists that are refused', faults => faults.add(refuse('InternalError'), { ...only, verb: 'list', times: 3 })],
  ['lists that have expired', faults => faults.add(expire(), { ...only, verb: 'list', times: 2 })],
  ['lists that are cut', faults => faults.add(cut({ afterBytes: 300 }), { ...only, verb: 'list', times: 3 })],
  ['lists that are garbage', faults => faults.add(garble(), { ...only, verb: 'list', times: 2 })],
  ['answers that are lost', faults => faults.add(loseAnswer(), { ...only, times: 6 })],
];

test.concurrent.for([
  ...anywhere.map(([what, inject]) => [what, 'streamed', inject] as const),
  ...[...anywhere, ...withPages].map(([what, inject]) => [what, 'in pages', inject] as const),
])(
  'the cache is what a fresh list is, after %s, listed %s',
  async ([_, listed, inject], { expect, onTestFinished }) => {
    const { cluster, informer, sync } = await world(onTestFinished);
    const fault = inject(cluster.faults);
    if (listed === 'in pages') refuseStreams(cluster);
    await sync();
    await changeEverything(cluster);
    await cacheIsFresh(cluster, informer);
    expect(fault.hits).toBeGreaterThan(0);
  },
);

/** As a server that has no WatchList. */
function refuseStreams(cluster: TestCluster): void {
  const when = ({ query }: RequestFacts) => query.has('sendInitialEvents');
  cluster.faults.add(refuse('Invalid'), { ...only, verb: 'watch', when });
}

test.concurrent('what watches tell no more is listed after three minutes, for as long as it lasts', async ({
  expect,
  onTestFinished,
}) => {
  const { cluster, informer, sync } = await world(onTestFinished);
  await sync();
  const fault = cluster.faults.add(silenceWatch(), {
    ...only,
    when: ({ query }) => !query.has('sendInitialEvents'),
  });
  await cluster.suspend();
  await cluster.resume();
  await changeEverything(cluster);
  await cacheIsFresh(cluster, informer);
  expect(fault.hits).toBeGreaterThan(1);
  await expect.poll(() => informer.reflectors[0]?.lists).toBeGreaterThan(1);
});

test.concurrent.for<[string, (cluster: TestCluster) => Promise<void>]>([
  ['an outage', cluster => cluster.suspend().then(() => cluster.resume())],
  ['a restart', cluster => cluster.restart()],
  ['a restart without the objects', cluster => cluster.restart({ keepObjects: false })],
  ['a reset', cluster => cluster.reset()],
])('the cache is what a fresh list is, after %s', async ([_, happen], { onTestFinished }) => {
  const { cluster, informer, sync } = await world(onTestFinished);
  await sync();
  await happen(cluster);
  await changeEverything(cluster);
  await cacheIsFresh(cluster, informer);
});

test.concurrent('the cache lists anew when the changes it has missed are forgotten', async ({
  expect,
  onTestFinished,
}) => {
  const { cluster, informer, sync } = await world(onTestFinished);
  await sync();
  const away = cluster.faults.add(refuse('ServiceUnavailable'), only);
  await cluster.suspend();
  await cluster.resume();
  await changeEverything(cluster);
  cluster.compactHistory();
  away.remove();
  await cacheIsFresh(cluster, informer);
  await expect.poll(() => informer.reflectors[0]?.lists).toBe(2);
});

/** Something is added, something changed, something deleted; the last change shows that all are known. */
async function changeEverything(cluster: TestCluster): Promise<void> {
  await write(cluster, 'a', 2);
  await cluster.client.delete(ConfigMap, { namespace: 'default', name: 'b' }).catch(() => {});
  for (let at = 0; at < 5; at++) await write(cluster, `d${at}`, 1);
  await write(cluster, 'c', 2);
  await write(cluster, 'last', 1);
}

async function write({ client }: TestCluster, name: string, generation: number): Promise<void> {
  const metadata = { namespace: 'default', name };
  await client.apply(ConfigMap, { metadata, data: { generation: String(generation) } });
}

/** Resolves when the cache equals a fresh list, asked again at each change of the cache. */
async function cacheIsFresh(cluster: TestCluster, informer: Informer<ConfigMap>): Promise<void> {
  const { items } = await cluster.client.list(ConfigMap);
  const expected = items.map(versionOf).sort();
  await new Promise<void>(resolve => {
    const check = () => {
      const found = informer.store
        .list()
        .map(({ object }) => versionOf(object))
        .sort();
      if (JSON.stringify(found) === JSON.stringify(expected)) resolve();
    };
    informer.addHandler({ onAdd: check, onUpdate: check, onDelete: check });
    check();
  });
}

function versionOf({ metadata }: { metadata: { name: string; uid: string; resourceVersion: string } }): string {
  return `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`;
}
