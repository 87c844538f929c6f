import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FakeClock } from '../devcluster/clock/fake-clock.js';
import { refuse } from '../devcluster/faults/refuse.js';
import { createClient } from '../runtime/client/create-client.js';
import { ConfigMap, Event, Pod } from '../runtime/kinds/core-v1.js';
import { startTestCluster, type TestCluster } from './test-cluster.js';

const a = { namespace: 'default', name: 'a' };
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster({ untilTimeout: 20_000 });
});
afterEach(() => cluster.reset());
afterAll(() => cluster.stop());

test('the kubeconfig is in a file of its own until the stop', async () => {
  const own = await startTestCluster();
  expect(await readFile(own.kubeconfigPath, 'utf8')).toBe(own.kubeconfig);
  await Promise.all([own.stop(), own.stop()]);
  expect(existsSync(dirname(own.kubeconfigPath))).toBe(false);
  await expect(fetch(own.url)).rejects.toThrow();
});

describe('until', () => {
  test('resolves with the object for which the condition first holds', async () => {
    const waiting = cluster.until(ConfigMap, a, ({ data }) => data?.x === '2');
    await cluster.client.create(ConfigMap, { metadata: a, data: { x: '1' } });
    await cluster.client.patch(ConfigMap, a, { data: { x: '2' } });
    await cluster.client.patch(ConfigMap, a, { data: { x: '3' } });
    expect((await waiting).data).toEqual({ x: '2' });
  });

  test('waits for the object alone when it is given no condition', async () => {
    const waiting = cluster.until(ConfigMap, a);
    await cluster.client.create(ConfigMap, { metadata: { ...a, name: 'b' } });
    await cluster.client.create(ConfigMap, { metadata: a });
    expect((await waiting).metadata.name).toBe('a');
  });

  test('takes a condition that throws for one that does not hold yet', async () => {
    const waiting = cluster.until(ConfigMap, a, ({ data }) => {
      expect(data).toEqual({ x: '2' });
      return true;
    });
    await cluster.client.create(ConfigMap, { metadata: a });
    await cluster.client.patch(ConfigMap, a, { data: { x: '2' } });
    await waiting;
  });

  test('tells the last state when the time is over, and why the condition threw', async () => {
    await cluster.client.create(ConfigMap, { metadata: a, data: { x: '1' } });
    const condition = () => {
      throw new Error('x is not 2');
    };
    const failed = cluster.until(ConfigMap, a, condition, { timeout: 1000 });
    await expect(failed).rejects.toThrow(
      /^ConfigMap default\/a \(v1\): not as expected after 1000 ms; x is not 2\nthere was \[\n[\s\S]*"x": "1"/,
    );
    await expect(failed).rejects.toMatchObject({ cause: { message: 'x is not 2' } });
  });

  test('tells that there was none', async () => {
    await expect(cluster.until(ConfigMap, a, () => true, { timeout: 1000 })).rejects.toThrow(/there was none$/);
  });

  test('has no end but that of the test when it is given none', async () => {
    const waiting = cluster.until(ConfigMap, a, () => true, { timeout: Number.POSITIVE_INFINITY });
    // A time that timers do not have would be over at once.
    await cluster.until(ConfigMap, { ...a, name: 'kube-root-ca.crt' });
    await cluster.client.create(ConfigMap, { metadata: a });
    await waiting;
  });

  test('ends when its signal aborts', async () => {
    const abort = new AbortController();
    const waiting = cluster.until(ConfigMap, a, () => false, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  test('ends when the cluster stops', async () => {
    const own = await startTestCluster();
    const waiting = own.until(ConfigMap, a, () => false, { timeout: 60_000 });
    const failed = expect(waiting).rejects.toThrow('the cluster has been stopped');
    await own.stop();
    await failed;
  });

  test('lives through a restart', async () => {
    const waiting = cluster.until(ConfigMap, a);
    await cluster.restart();
    await cluster.client.create(ConfigMap, { metadata: a });
    await waiting;
  });
});

test('untilGone resolves when the object is not there any more', async () => {
  await cluster.client.create(ConfigMap, { metadata: a });
  const waiting = cluster.untilGone(ConfigMap, a);
  await cluster.client.delete(ConfigMap, a);
  await waiting;
});

test('untilAll looks at the selected objects together', async () => {
  const select = { namespace: 'default', labelSelector: 'app=x' };
  const waiting = cluster.untilAll(ConfigMap, select, ({ length }) => length === 2);
  for (const name of ['a', 'b'])
    await cluster.client.create(ConfigMap, { metadata: { ...a, name, labels: { app: 'x' } } });
  expect((await waiting).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
});

test('faults strike the clients of the operator, and spare that of the test', async () => {
  const operator = await createClient('operator', { kubeconfig: cluster.kubeconfigPath });
  cluster.faults.add(refuse('Forbidden'), { resource: 'configmaps' });
  await cluster.client.create(ConfigMap, { metadata: a });
  await expect(operator.get(ConfigMap, a)).rejects.toThrow('injected fault: Forbidden');
  await operator.close();
});

describe('with a clock that stands still', () => {
  test('Events go an hour after they were written, and not before', async () => {
    const clock = new FakeClock();
    await using still = await startTestCluster({ clock, untilTimeout: 20_000 });
    const involvedObject = { kind: 'ConfigMap', namespace: 'default', name: 'a' };
    await still.client.create(Event, { metadata: a, involvedObject, reason: 'Tested', message: '', type: 'Normal' });
    const { metadata } = await still.client.get(Event, a);
    expect(metadata.creationTimestamp).toBe('2026-01-01T00:00:00Z');
    while (clock.pending === 0) await nextTurn();
    await clock.advance(59 * 60_000);
    await still.client.get(Event, a);
    await clock.advance(2 * 60_000);
    await still.untilGone(Event, a);
  });

  test('Pods wait for the scheduler until it is moved on', async () => {
    const clock = new FakeClock();
    await using still = await startTestCluster({ clock, untilTimeout: 20_000 });
    await still.client.create(Pod, { metadata: a, spec: { containers: [{ name: 'c', image: 'i' }] } });
    expect((await still.client.get(Pod, a)).status?.phase).toBe('Pending');
    await clock.advanceUntil(
      still.until(Pod, a, ({ status }) => status?.phase === 'Running'),
      50,
    );
  });
});

test('objects in a data folder are there for the next cluster', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kubewright-data-'));
  try {
    const first = await startTestCluster({ dataFolder });
    await first.client.create(ConfigMap, { metadata: a });
    await first.restart();
    await first.client.get(ConfigMap, a);
    await first.stop();
    await using second = await startTestCluster({ dataFolder });
    await expect(startTestCluster({ dataFolder })).rejects.toThrow(`${dataFolder} is in use by this process`);
    await second.client.get(ConfigMap, a);
  } finally {
    await rm(dataFolder, { recursive: true });
  }
});
