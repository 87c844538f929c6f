// What the reconciler replaces, step by step.
import { type Condition, done, minutes, requeueAfter } from 'kubewright';
import { describe, expect, it } from 'vitest';
import { finalizers, pod, RedisWorld, redis } from '../../test/redis-world.js';
import { RedisReconciler } from './redis-reconciler.js';

const reconcile = (world: RedisWorld) => new RedisReconciler().reconcile(world.redis, world.context);

describe('a Pod that has finished', () => {
  const evicted = { phase: 'Failed', reason: 'Evicted' };
  const fail = (world: RedisWorld) => world.change('r-0', { status: evicted });
  const start = () => {
    const held = redis({ replicas: 1 }, { finalizers: finalizers(0) });
    const world = new RedisWorld(held, [pod('r-0', { ready: true })]);
    world.showsOwnWrites = true;
    return world;
  };

  it('is noted in the status, then deleted and created again', async () => {
    const world = start();
    fail(world);
    expect(await reconcile(world)).toEqual(requeueAfter(0));
    expect(world.writes).toEqual(['status']);
    expect(world.redis.status?.failures).toMatchObject([{ name: 'r-0', uid: 'uid-r-0', count: 1 }]);
    expect(world.redis.status?.conditions).toEqual(ready({ status: 'False', reason: 'PodsFailed' }));

    expect(await reconcile(world)).toEqual(done);
    expect(world.writes).toEqual(['status', 'delete r-0', 'create r-0', 'status']);
    expect(world.events).toEqual([expect.stringMatching(/^\(!\) ReplacingPods: .*r-0 \(Evicted\)$/)]);
    expect(world.redis.status?.conditions).toEqual(ready({ status: 'False', reason: 'PodsNotReady' }));
  });

  it('waits the longer the more often it has failed in a row, also for an operator that has come since', async () => {
    const world = start();
    let now = Date.parse('2026-01-01T00:00:00Z');
    const waits: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      fail(world);
      for (;;) {
        const anew = new RedisReconciler(() => new Date(now));
        const result = await anew.reconcile(world.redis, world.context);
        if (result.kind === 'done') break;
        if (result.delay > 0) waits.push(result.delay / 1000);
        now += result.delay;
      }
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
    expect(world.redis.status?.failures).toMatchObject([{ name: 'r-0', count: 9 }]);

    now += minutes(20);
    await new RedisReconciler(() => new Date(now)).reconcile(world.redis, world.context);
    expect(world.redis.status).not.toHaveProperty('failures');
  });

  it('is told of only where it was asked to go: one that has changed meanwhile is left for the next run', async () => {
    const failures = ['r-0', 'r-1'].map(name => ({
      ...{ name, uid: `uid-${name}`, count: 1 },
      lastFailureTime: '2026-01-01T00:00:00Z',
    }));
    const failed = ['r-0', 'r-1'].map(name => pod(name, { status: evicted }));
    const world = new RedisWorld(redis({ replicas: 2 }, { finalizers: finalizers(0, 1) }, { failures }), failed);
    world.pods.set('r-1', { ...pod('r-1'), metadata: { ...pod('r-1').metadata, resourceVersion: '2' } });
    await reconcile(world);
    expect(world.writes.slice(0, 2)).toEqual(['delete r-0', 'delete r-1']);
    expect(world.events).toEqual([expect.stringMatching(/created again: r-0 \(Evicted\)$/)]);
    expect(world.pods.has('r-1')).toBe(true);
  });

  it('because it was asked to go has not failed', async () => {
    const held = redis({ replicas: 1 }, { finalizers: finalizers(0) });
    const world = new RedisWorld(held, [pod('r-0', { terminating: true, status: { phase: 'Succeeded' } })]);
    expect(await reconcile(world)).toEqual(done);
    expect(world.redis.status).not.toHaveProperty('failures');
  });
});

describe('a change of the image', () => {
  /** What rolls out: every Pod works, and has the image of before. */
  const start = (replicas: number, spec = {}) => {
    const names = Array.from({ length: replicas }, (_, ordinal) => ordinal);
    const changed = redis({ replicas, image: 'redis:8', ...spec }, { finalizers: finalizers(...names) });
    const world = new RedisWorld(
      changed,
      names.map(ordinal => pod(`r-${ordinal}`, { ready: true })),
    );
    world.showsOwnWrites = true;
    return world;
  };
  const becomeReady = (world: RedisWorld, name: string) =>
    world.change(name, { status: { conditions: [{ type: 'Ready', status: 'True' }] } });
  const getStuck = (world: RedisWorld, name: string, message = 'no such image') => {
    const state = { waiting: { reason: 'ImagePullBackOff', message } };
    const stuck = { name: 'redis', image: 'x', imageID: '', ready: false, restartCount: 0, state };
    world.change(name, { status: { containerStatuses: [stuck] } });
  };
  const images = (world: RedisWorld) =>
    [...world.pods.values()]
      .toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name))
      .map(({ spec }) => spec?.containers[0]?.image);

  it('replaces the Pods one at a time, the highest first, each when the one before is ready', async () => {
    const world = start(3);
    await reconcile(world);
    expect(world.writes).toEqual(['delete r-2', 'create r-2', 'status']);
    expect(world.redis.status).toMatchObject({ replicas: 3, readyReplicas: 2, updatedReplicas: 1 });
    await reconcile(world);
    expect(images(world)).toEqual(['redis:7-alpine', 'redis:7-alpine', 'redis:8']);
    for (const name of ['r-2', 'r-1', 'r-0']) {
      becomeReady(world, name);
      await reconcile(world);
    }
    expect(images(world)).toEqual(['redis:8', 'redis:8', 'redis:8']);
    expect(world.events).toEqual(
      ['r-2', 'r-1', 'r-0'].map(name => `RollingOut: replacing the Pod ${name}, for image redis:8 and port 6379`),
    );
    expect(world.redis.status).toMatchObject({ readyReplicas: 3, updatedReplicas: 3 });
    expect(world.redis.status?.conditions).toMatchObject([
      { status: 'True' },
      { status: 'False' },
      { status: 'False' },
    ]);
  });

  it('waits for a Pod that takes its time to go, and tells of nothing lost when it has gone', async () => {
    const world = start(2);
    world.change('r-1', { terminating: true });
    await reconcile(world);
    expect(world.writes).toEqual(['status']);
    world.take('r-1');
    await reconcile(world);
    expect(world.writes).toEqual(['status', 'create r-1', 'status']);
    expect(world.events).toEqual([]);
  });

  it('that cannot be pulled stops at the first Pod, and says so once; another change goes on from there', async () => {
    const world = start(3, { image: 'redis:nosuch' });
    await reconcile(world);
    getStuck(world, 'r-2');
    await reconcile(world);
    getStuck(world, 'r-2', 'still no such image');
    await reconcile(world);
    expect(images(world)).toEqual(['redis:7-alpine', 'redis:7-alpine', 'redis:nosuch']);
    expect(world.events.slice(1)).toEqual(['(!) PodsNotStarting: r-2: ImagePullBackOff: no such image']);
    expect(world.redis.status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', reason: 'PodsNotStarting' },
      { type: 'Progressing', status: 'False', reason: 'Stalled' },
      { type: 'Degraded', status: 'True', reason: 'PodsNotStarting' },
    ]);

    world.redis = { ...world.redis, spec: { ...world.redis.spec, image: 'redis:8' } };
    await reconcile(world);
    expect(images(world)).toEqual(['redis:7-alpine', 'redis:7-alpine', 'redis:8']);
    for (const name of ['r-2', 'r-1', 'r-0']) {
      becomeReady(world, name);
      await reconcile(world);
    }
    expect(images(world)).toEqual(['redis:8', 'redis:8', 'redis:8']);
    expect(world.redis.status?.conditions).toMatchObject([
      { status: 'True' },
      { status: 'False' },
      { status: 'False' },
    ]);
  });

  it('back to what it was puts the one stuck Pod right, and takes no other', async () => {
    const world = start(3, { image: 'redis:nosuch' });
    await reconcile(world);
    getStuck(world, 'r-2');
    world.redis = { ...world.redis, spec: { ...world.redis.spec, image: 'redis:7-alpine' } };
    await reconcile(world);
    expect(world.writes.filter(write => write.startsWith('delete'))).toEqual(['delete r-2', 'delete r-2']);
    expect(images(world)).toEqual(['redis:7-alpine', 'redis:7-alpine', 'redis:7-alpine']);
  });

  it('waits while the name of a Pod is taken by somebody else', async () => {
    const world = start(3);
    world.take('r-0');
    world.pods.set('r-0', pod('r-0', { controller: null, ready: true }));
    await reconcile(world);
    expect(world.writes).toEqual(['create r-0', 'status']);
  });

  it('is made up for in Pods that a scale adds meanwhile, and surplus Pods go as ever', async () => {
    const world = start(3, { replicas: 4 });
    await reconcile(world);
    expect(images(world)).toEqual(['redis:7-alpine', 'redis:7-alpine', 'redis:7-alpine', 'redis:8']);
    becomeReady(world, 'r-3');
    await reconcile(world);
    expect(images(world)).toEqual(['redis:7-alpine', 'redis:7-alpine', 'redis:8', 'redis:8']);
    world.redis = { ...world.redis, spec: { ...world.redis.spec, replicas: 1 } };
    await reconcile(world);
    expect([...world.pods.keys()]).toEqual(['r-0']);
  });
});

/** Conditions of which Ready is like this. */
function ready(parts: Partial<Condition>): unknown {
  return expect.arrayContaining([expect.objectContaining({ type: 'Ready', ...parts })]);
}
