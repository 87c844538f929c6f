// The Redis operator against the embedded control plane, written as its user would write it.
import { controller, createLogger, isConditionTrue, Manager } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { conflict, cutWatch, loseAnswer, refuse, startTestCluster, type TestCluster } from 'kubewright/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { RedisReconciler } from '../../controllers/redis/redis-reconciler.js';

vi.setConfig({ testTimeout: 30_000 });

const cache = { namespace: 'default', name: 'cache' };
let cluster: TestCluster;
let operator: { stop(): Promise<void> };

beforeAll(async () => {
  cluster = await startTestCluster({ seed: ['config/crd'], untilTimeout: 20_000 });
});
beforeEach(() => {
  operator = startOperator();
});
afterEach(async () => {
  await operator.stop();
  await cluster.reset();
});
afterAll(() => cluster.stop());

describe('a Redis', () => {
  test('gets as many Pods as it wishes, and says when they are ready', async () => {
    await cluster.client.create(Redis, { metadata: cache, spec: { replicas: 3 } });
    const redis = await cluster.until(Redis, cache, ({ status }) => status?.readyReplicas === 3);
    expect(isConditionTrue(redis.status?.conditions, 'Ready')).toBe(true);
    const pods = await cluster.client.list(Pod, { labelSelector: redis.status?.selector });
    expect(pods.items.map(({ metadata }) => metadata.name)).toEqual(['cache-0', 'cache-1', 'cache-2']);
  });

  test('gets a Pod back that somebody deletes', async () => {
    await redisOf(2);
    const lost = await cluster.client.get(Pod, { namespace: 'default', name: 'cache-1' });
    await cluster.client.delete(Pod, lost.metadata);
    await cluster.until(Pod, lost.metadata, ({ metadata }) => metadata.uid !== lost.metadata.uid);
  });

  test('takes its Pods along when it goes', async () => {
    await redisOf(2);
    await cluster.client.delete(Redis, cache);
    await cluster.untilGone(Redis, cache);
    expect((await cluster.client.list(Pod)).items).toEqual([]);
  });

  test('shrinks from the end', async () => {
    await redisOf(3);
    await cluster.client.patch(Redis, cache, { spec: { replicas: 1 } });
    await cluster.untilAll(Pod, { namespace: 'default' }, pods => pods.length === 1);
    await cluster.until(Pod, { namespace: 'default', name: 'cache-0' });
  });
});

describe('the operator gets there', () => {
  test('in a storm of conflicts', async () => {
    const storm = cluster.faults.add(conflict(), { resource: 'redis', times: 5 });
    await redisOf(2);
    expect(storm.hits).toBe(5);
  });

  test('when the server is too busy for some of its writes', async () => {
    cluster.faults.add(refuse('TooManyRequests', { retryAfterSeconds: 0 }), {
      verb: ['create', 'patch'],
      probability: 0.5,
      seed: 7,
    });
    await redisOf(2);
  });

  test('when it never hears that its Pods were created', async () => {
    const lost = cluster.faults.add(loseAnswer(), { verb: 'create', resource: 'pods', times: 2 });
    await redisOf(2);
    expect(lost.hits).toBe(2);
    expect((await cluster.client.list(Pod)).items).toHaveLength(2);
  });

  test('when a watch breaks in the middle of an event', async () => {
    cluster.faults.add(cutWatch({ afterEvents: 1, midEvent: true }), { resource: 'pods', times: 1 });
    await redisOf(2);
  });

  test('after an outage, in which the Redis has grown', async () => {
    await redisOf(1);
    await cluster.client.patch(Redis, cache, { spec: { replicas: 2 } });
    await cluster.suspend();
    await cluster.resume();
    await cluster.until(Redis, cache, ({ status }) => status?.readyReplicas === 2);
  });
});

test('a Redis that was being deleted when the operator stopped is taken down when it starts', async () => {
  await redisOf(1);
  await operator.stop();
  await cluster.client.delete(Redis, cache);
  await cluster.until(Redis, cache, ({ metadata }) => metadata.deletionTimestamp !== undefined);
  operator = startOperator();
  await cluster.untilGone(Redis, cache);
});

async function redisOf(replicas: number): Promise<void> {
  await cluster.client.create(Redis, { metadata: cache, spec: { replicas } });
  await cluster.until(Redis, cache, ({ status }) => status?.readyReplicas === replicas);
}

function startOperator() {
  const stopping = new AbortController();
  const log = createLogger({ level: 'fatal' });
  const manager = new Manager({ name: 'redis-operator', kubeconfig: cluster.kubeconfigPath, healthProbe: false, log });
  manager.add(controller(new RedisReconciler()));
  const running = manager.run(stopping.signal);
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}
