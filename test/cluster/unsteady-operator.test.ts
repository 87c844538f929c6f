// Operators whose pure function is none: they would write without end.
import { randomUUID } from 'node:crypto';
import {
  type Client,
  type Desired,
  type DesiredObject,
  dependent,
  desiredState,
  Manager,
  type Observed,
  type Snapshot,
} from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { describe, expect, onTestFinished } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { MortalClient } from '../desired-process.js';
import { RecordedLog } from '../recorded-log.js';
import { test } from './fixture.js';

const patiently = { timeout: 30_000 };
type Wishes = (redis: Snapshot<Redis>, observed: Observed<typeof ConfigMap>) => Desired<Redis>;

const map = (redis: Snapshot<Redis>, data: Record<string, string>, name = 'r-0'): DesiredObject =>
  dependent(ConfigMap, { metadata: { name }, data: { port: String(redis.spec.port), ...data } });
const shuffled = (): string => [...'abcdefgh'].toSorted(() => Math.random() - 0.5).join();

const mistakes: readonly (readonly [what: string, field: RegExp, wishes: Wishes])[] = [
  ['a random value', /: \.data\.stamp$/, redis => ({ objects: [map(redis, { stamp: randomUUID() })] })],
  ['the time', /: \.data\.stamp$/, redis => ({ objects: [map(redis, { stamp: new Date().toISOString() })] })],
  ['an order of chance', /: \.data\.list$/, redis => ({ objects: [map(redis, { list: shuffled() })] })],
  ['a random name', /: its name$/, redis => ({ objects: [map(redis, {}, `r-${randomUUID()}`)] })],
  [
    'a random status',
    /^status: \.replicas$/,
    redis => ({ objects: [map(redis, {})], status: { replicas: Math.floor(Math.random() * 1e9) } }),
  ],
];

describe.for(mistakes)('%s in what is desired', ([, field, wishes]) => {
  test('is told, and written less and less often', async ({ admin, namespace }) => {
    const { log, requests } = start(admin, namespace, wishes);
    const key = { namespace, name: 'r' };
    await admin.create(Redis, { metadata: key, spec: { replicas: 1 } });
    await expect.poll(() => warnings(log), patiently).toHaveLength(1);
    expect(warnings(log)[0]?.fields.fields).toEqual(expect.arrayContaining([expect.stringMatching(field)]));

    // Those that wait have written nothing: only others have.
    const reconciles = (result: string) =>
      log.of('debug').filter(({ message, fields }) => message === 'reconciled' && fields.result === result).length;
    await expect.poll(() => reconciles('requeueAfter'), patiently).toBeGreaterThan(1);
    const writing = new Set(['apply ConfigMap', 'set status of Redis']);
    const writes = requests.filter(request => writing.has(request)).length;
    expect(writes).toBeLessThanOrEqual(reconciles('done') + 2);

    // What people wish waits for nothing.
    await admin.patch(Redis, key, { spec: { port: 7000 } });
    const ports = async () => {
      const { items } = await admin.list(ConfigMap, { namespace });
      return new Set(items.filter(({ metadata }) => metadata.name.startsWith('r-')).map(({ data }) => data?.port));
    };
    await expect.poll(ports, patiently).toEqual(new Set(['7000']));
    expect(log.of('error')).toEqual([]);
  });
});

test('what depends on what is observed comes to its end, and is no mistake', async ({ admin, namespace }) => {
  // Each reconcile sees one more than the one before.
  const { log } = start(admin, namespace, (redis, observed) => {
    const next = Math.min(observed.owned(ConfigMap).length + 1, 8);
    return {
      objects: Array.from({ length: next }, (_, i) => map(redis, { of: String(next) }, `r-${i}`)),
      status: { replicas: observed.cache.list(ConfigMap, { namespace }).length },
    };
  });
  await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 1 } });
  const sizes = async () => {
    const { items } = await admin.list(ConfigMap, { namespace });
    return items.filter(({ metadata }) => metadata.name.startsWith('r-')).map(({ data }) => data?.of);
  };
  await expect.poll(sizes, patiently).toEqual(Array.from({ length: 8 }, () => '8'));
  expect(warnings(log)).toEqual([]);
});

function warnings(log: RecordedLog) {
  return log.of('warn').filter(({ message }) => message.startsWith('desired answers something else each time'));
}

/** Runs an operator of this function until the test ends. */
function start(admin: Client, namespace: string, desired: Wishes) {
  const log = new RecordedLog();
  const { client, requests } = new MortalClient(admin);
  const stopping = new AbortController();
  const manager = new Manager({ name: 'unsteady', client, log, namespaces: [namespace], healthProbe: false });
  manager.add(desiredState(Redis, { owns: [ConfigMap], desired }));
  const ended = manager.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await ended;
  });
  return { log, requests };
}
