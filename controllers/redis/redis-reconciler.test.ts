import {
  ApiError,
  type Condition,
  done,
  isConflict,
  isNotFound,
  kindInfo,
  requeueAfter,
  type Snapshot,
  seconds,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import type { Redis } from '../../api/v1/redis.js';
import { finalizers, pod, RedisWorld, redis, refused } from '../../test/redis-world.js';
import { RedisReconciler } from './redis-reconciler.js';

const reconciler = new RedisReconciler();
const KEY = { namespace: 'default', name: 'r-0' };
const FOREIGN = 'example.com/backup';

describe('growing', () => {
  it('stores the finalizers, then creates the Pods, then reports', async () => {
    const world = new RedisWorld(redis({ replicas: 2 }));
    expect(await reconcile(world)).toEqual(done);
    expect(world.writes).toEqual([`finalizers ${finalizers(0, 1).join(' ')}`, 'create r-0', 'create r-1', 'status']);
    expect(world.events).toEqual(['ScalingUp: growing from 0 to 2 Pods']);
    expect(world.redis.status).toMatchObject({ replicas: 2, readyReplicas: 0 });
  });

  it('adds its finalizers to those of others', async () => {
    const world = new RedisWorld(redis({ replicas: 1 }, { finalizers: [FOREIGN] }));
    await reconcile(world);
    expect(world.redis.metadata.finalizers).toEqual([FOREIGN, ...finalizers(0)]);
  });

  it('creates nothing and tells of nothing when storing the finalizers is a conflict', async () => {
    const world = new RedisWorld(redis());
    const stale = redis({}, { resourceVersion: '0' });
    await expect(reconciler.reconcile(stale, world.context)).rejects.toSatisfy(isConflict);
    expect(world.writes).toEqual([`finalizers ${finalizers(0, 1).join(' ')}`]);
    expect(world.events).toEqual([]);
  });

  it('does nothing the second time', async () => {
    const world = new RedisWorld(redis());
    await reconcile(world);
    world.show();
    world.writes.length = 0;
    expect(await reconcile(world)).toEqual(done);
    expect(world.writes).toEqual([]);
    expect(world.events).toHaveLength(1);
  });

  it('goes on where it was interrupted between finalizers and Pods', async () => {
    const world = new RedisWorld(redis({}, { finalizers: finalizers(0, 1) }));
    await reconcile(world);
    expect([...world.pods.keys()]).toEqual(['r-0', 'r-1']);
  });

  it('takes a Pod of its own that the cache does not know yet for what it is: no Event, and counted', async () => {
    const world = new RedisWorld(redis({ replicas: 1 }, { finalizers: finalizers(0) }));
    world.pods.set('r-0', pod('r-0', { ready: true }));
    expect(await reconcile(world)).toEqual(requeueAfter(seconds(10)));
    expect(world.events).toEqual([]);
    expect(world.redis.status).toMatchObject({ replicas: 1, readyReplicas: 1 });
  });

  it('counts a Pod once that the cache came to know meanwhile', async () => {
    const world = new RedisWorld(redis({ replicas: 1 }));
    const { client } = world.context;
    const create = client.create.bind(client);
    client.create = async (kind, object) => {
      const made = await create(kind, object);
      world.show();
      return made;
    };
    await reconcile(world);
    expect(world.redis.status).toMatchObject({ replicas: 1 });
  });
});

describe('finalizers that somebody has taken away', () => {
  it('come back in Pod order, and are not told of as growth', async () => {
    const held = redis({ replicas: 2 }, { finalizers: [...finalizers(1), FOREIGN] });
    const world = new RedisWorld(held, [pod('r-0'), pod('r-1')]);
    await reconcile(world);
    expect(world.redis.metadata.finalizers).toEqual([FOREIGN, ...finalizers(0, 1)]);
    expect(world.events).toEqual([]);
  });
});

describe('a lost Pod', () => {
  it('is created again under its name, without a second finalizer, and told of', async () => {
    const world = new RedisWorld(redis({}, { finalizers: finalizers(0, 1) }), [pod('r-0')]);
    await reconcile(world);
    expect(world.writes).toEqual(['create r-1', 'status']);
    expect(world.redis.metadata.finalizers).toEqual(finalizers(0, 1));
    expect(world.events).toEqual(['Recreated: the Pod r-1 was missing and has been created']);
  });

  it('is not created again before it has gone', async () => {
    const world = new RedisWorld(redis({}, { finalizers: finalizers(0, 1) }), [
      pod('r-0'),
      pod('r-1', { terminating: true }),
    ]);
    await reconcile(world);
    expect(world.writes).toEqual(['status']);
    expect(world.redis.status).toMatchObject({ replicas: 1 });
  });
});

describe('a Pod that cannot be created', () => {
  it('because the name is taken is told of, and looked for again after ten seconds', async () => {
    const foreign = pod('r-0', { controller: null });
    const world = new RedisWorld(redis({ replicas: 2 }), [foreign]);
    expect(await reconcile(world)).toEqual(requeueAfter(seconds(10)));
    expect(world.pods.get('r-0')).toBe(foreign);
    expect(world.pods.has('r-1')).toBe(true);
    expect(world.events.at(-1)).toContain('(!) PodNameTaken');
    expect(world.redis.status).toMatchObject({
      replicas: 1,
      conditions: ready({ status: 'False', reason: 'PodNameTaken' }),
    });
  });

  it('is reported after a name that is taken: that does not go by itself', async () => {
    const world = new RedisWorld(redis({ replicas: 2 }), [pod('r-0', { controller: null })]);
    const forbidden = refused('create', Pod, KEY, 403, 'Forbidden');
    world.failures.set('create r-1', forbidden);
    await expect(reconcile(world)).rejects.toBe(forbidden);
    expect(world.redis.status).toMatchObject({ conditions: ready({ reason: 'PodNameTaken' }) });
  });

  it('is reported as Event and condition, and the error thrown afterwards', async () => {
    const world = new RedisWorld(redis({ replicas: 2 }));
    const forbidden = refused('create', Pod, KEY, 403, 'Forbidden');
    world.failures.set('create r-0', forbidden);
    await expect(reconcile(world)).rejects.toBe(forbidden);
    expect(world.writes.slice(1)).toEqual(['create r-0', 'status']);
    expect(world.events).toContain(`(!) FailedCreate: ${forbidden.message}`);
    expect(world.redis.status).toMatchObject({
      replicas: 0,
      conditions: ready({ status: 'False', reason: 'FailedCreate', message: forbidden.message }),
    });
  });
});

describe('a Pod that may not be deleted', () => {
  const refusal = refused('delete', Pod, { namespace: 'default', name: 'r-2' }, 422, 'Invalid');

  it('is reported as Event and condition, with the Pods as they are, and the error thrown afterwards', async () => {
    const pods = ['r-0', 'r-2'].map(name => pod(name, { ready: true }));
    const failures = [{ name: 'r-0', uid: 'of-before', count: 1, lastFailureTime: new Date().toISOString() }];
    const start = redis({ replicas: 1 }, { generation: 2, finalizers: finalizers(0, 1, 2) });
    const world = new RedisWorld({ ...start, status: { failures, observedGeneration: 1, replicas: 3 } }, pods);
    world.failures.set('delete r-2', refusal);
    await expect(reconciler.reconcile(world.redis, world.context)).rejects.toBe(refusal);
    expect(world.writes).toEqual(['delete r-2', 'status']);
    expect(world.events).toEqual([`(!) FailedDelete: ${refusal.message}`]);
    const told = { reason: 'FailedDelete', message: refusal.message };
    expect(world.redis.status).toMatchObject({ observedGeneration: 2, replicas: 1, readyReplicas: 1, failures });
    expect(world.redis.status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', ...told },
      { type: 'Progressing', status: 'False', reason: 'UpToDate' },
      { type: 'Degraded', status: 'True', ...told },
    ]);

    world.show();
    await expect(reconciler.reconcile(world.redis, world.context)).rejects.toBe(refusal);
    expect(world.writes.filter(write => write === 'status')).toHaveLength(1);

    world.failures.clear();
    world.writes.length = 0;
    await reconciler.reconcile(world.redis, world.context);
    expect(world.writes).toContain('status');
    expect(world.redis.status?.conditions).toMatchObject([
      { status: 'True' },
      { status: 'False' },
      { status: 'False' },
    ]);
  });

  it.each<[string, Partial<Snapshot<Redis>['spec']>, Snapshot<Pod>]>([
    ['a rollout', { image: 'redis:8' }, pod('r-0', { ready: true })],
    ['the replacement of one that has failed', {}, pod('r-0', { status: { phase: 'Failed' } })],
  ])('stops %s in the same way, and forgets no failure', async (_, spec, present) => {
    const failures = [{ name: 'r-0', uid: 'uid-r-0', count: 1, lastFailureTime: new Date().toISOString() }];
    const start = redis({ replicas: 1, ...spec }, { finalizers: finalizers(0) }, { failures });
    const world = new RedisWorld(start, [present]);
    const refusal = refused('delete', Pod, KEY, 403, 'Forbidden');
    world.failures.set('delete r-0', refusal);
    await expect(reconciler.reconcile(world.redis, world.context)).rejects.toBe(refusal);
    expect(world.writes).toEqual(['delete r-0', 'status']);
    expect(world.redis.status).toMatchObject({
      failures,
      conditions: [
        { type: 'Ready', reason: 'FailedDelete' },
        { type: 'Progressing', status: 'False', reason: 'Stalled' },
        { type: 'Degraded', status: 'True', reason: 'FailedDelete' },
      ],
    });
  });
});

it('a deletion that has failed without a refusal is no state of the Redis', async () => {
  const world = new RedisWorld(redis({ replicas: 0 }, { finalizers: finalizers(0) }), [pod('r-0')]);
  const fault = refused('delete', Pod, KEY, 500, 'InternalError');
  world.failures.set('delete r-0', fault);
  await expect(reconciler.reconcile(world.redis, world.context)).rejects.toBe(fault);
  expect(world.writes).toEqual(['delete r-0']);
});

describe('in a namespace that is being deleted', () => {
  it('no Pod is created, and nothing has failed', async () => {
    const world = new RedisWorld(redis({ replicas: 1 }));
    const details = { causes: [{ reason: 'NamespaceTerminating' }] };
    const attempt = { verb: 'create', kind: kindInfo(Pod), key: KEY };
    const refusal = new ApiError(attempt, 403, { kind: 'Status', reason: 'Forbidden', code: 403, details });
    world.failures.set('create r-0', refusal);
    expect(await reconcile(world)).toEqual(done);
    expect(world.redis.status).toMatchObject({ replicas: 0, conditions: ready({ reason: 'Scaling' }) });
  });
});

describe('shrinking', () => {
  const three = [pod('r-0'), pod('r-1'), pod('r-2')];

  it('deletes the highest Pods first, and holds the Redis until they have gone', async () => {
    const world = new RedisWorld(redis({ replicas: 1 }, { finalizers: finalizers(0, 1, 2) }), three);
    await reconcile(world);
    expect(world.writes).toEqual(['delete r-2', 'delete r-1', 'status']);
    expect(world.events).toEqual(['ScalingDown: shrinking from 3 to 1 Pods']);
    expect(world.redis.metadata.finalizers).toEqual(finalizers(0, 1, 2));

    world.show();
    await reconcile(world);
    expect(world.redis.metadata.finalizers).toEqual(finalizers(0));
    expect(world.events).toHaveLength(1);
  });

  it('waits for Pods that are going, without asking them again', async () => {
    const going = pod('r-1', { terminating: true });
    const world = new RedisWorld(redis({ replicas: 1 }, { finalizers: finalizers(0, 1) }), [pod('r-0'), going]);
    await reconcile(world);
    expect(world.writes).toEqual(['status']);
    expect(world.events).toEqual([]);
  });

  it('releases nothing while the server still has a Pod that the cache does not show', async () => {
    const world = new RedisWorld(redis({ replicas: 0 }, { finalizers: finalizers(0) }));
    world.pods.set('r-0', pod('r-0'));
    expect(await reconcile(world)).toEqual(requeueAfter(seconds(10)));
    expect(world.redis.metadata.finalizers).toEqual(finalizers(0));
    expect(world.writes).toEqual(['status']);
  });

  it('leaves a Pod that was made ownerless meanwhile', async () => {
    const world = new RedisWorld(redis({ replicas: 0 }, { finalizers: finalizers(0) }), [pod('r-0')]);
    const released = changed(pod('r-0', { controller: null }));
    world.pods.set('r-0', released);
    await reconcile(world);
    expect(world.pods.get('r-0')).toBe(released);
    expect(world.events).toEqual([]);
  });

  it('does not wait for Pods of others under its names', async () => {
    const foreign = pod('r-0', { controller: 'uid-of-another' });
    const world = new RedisWorld(redis({ replicas: 0 }, { finalizers: [FOREIGN, ...finalizers(0)] }), [foreign]);
    await reconcile(world);
    expect(world.redis.metadata.finalizers).toEqual([FOREIGN]);
    expect(world.pods.get('r-0')).toBe(foreign);
  });

  it('leaves alone Pods of its own under names that are none of its', async () => {
    const odd = pod('r-debug');
    const world = new RedisWorld(redis({ replicas: 0 }), [odd]);
    await reconcile(world);
    expect(world.pods.get('r-debug')).toBe(odd);
    expect(world.redis.status).toMatchObject({ replicas: 0 });
  });

  it('to none is ready with no Pod', async () => {
    const world = new RedisWorld(redis({ replicas: 0 }));
    await reconcile(world);
    expect(world.writes).toEqual(['status']);
    expect(world.redis.status).toMatchObject({ replicas: 0, conditions: ready({ status: 'True' }) });
  });
});

describe('deleting', () => {
  const going = { deletionTimestamp: '2026-01-02T00:00:00Z', finalizers: [FOREIGN, ...finalizers(0, 1)] };

  it('deletes the Pods, then releases its finalizers, and leaves those of others', async () => {
    const world = new RedisWorld(redis({}, going), [pod('r-0'), pod('r-1')]);
    expect(await reconciler.finalize(world.redis, world.context)).toEqual(done);
    expect(world.writes).toEqual(['status', 'delete r-1', 'delete r-0']);
    expect(world.events).toEqual(['Deleting: deleting 2 Pods']);
    expect(world.redis.status?.conditions).toEqual(ready({ status: 'False', reason: 'Deleting' }));
    expect(world.redis.metadata.finalizers).toEqual(going.finalizers);

    world.show();
    await reconciler.finalize(world.redis, world.context);
    expect(world.redis.metadata.finalizers).toEqual([FOREIGN]);
    expect(world.events).toHaveLength(1);
  });

  it('is over in one go where the server says of each Pod that it is gone', async () => {
    const world = new RedisWorld(redis({}, going), [pod('r-0'), pod('r-1')]);
    world.showsOwnWrites = true;
    await reconciler.finalize(world.redis, world.context);
    expect(world.writes).toEqual(['status', 'delete r-1', 'delete r-0', `finalizers ${FOREIGN}`]);
    expect(world.reads).toEqual(['r-0', 'r-1']);
  });

  it('asks the server for no Pod once the cache has caught up with all that was before', async () => {
    const world = new RedisWorld(redis({}, going), [pod('r-0')]);
    world.showsOwnWrites = true;
    world.cache.seesOwnCreates = true;
    await reconciler.finalize(world.redis, world.context);
    expect(world.redis.metadata.finalizers).toEqual([FOREIGN]);
    expect(world.reads).toEqual([]);
  });

  it('looks again whether a Pod is there that the cache does not show', async () => {
    const world = new RedisWorld(redis({}, { ...going, finalizers: finalizers(0) }));
    world.pods.set('r-0', pod('r-0'));
    expect(await reconciler.finalize(world.redis, world.context)).toEqual(requeueAfter(seconds(10)));
    expect(world.writes).toEqual([]);
    // Gone before any event told of it.
    world.take('r-0');
    expect(await reconciler.finalize(world.redis, world.context)).toEqual(done);
    expect(world.writes).toEqual(['finalizers none']);
  });

  it('does nothing more while others hold the Redis', async () => {
    const world = new RedisWorld(redis({}, { ...going, finalizers: [FOREIGN] }));
    await reconciler.finalize(world.redis, world.context);
    expect(world.writes).toEqual([]);
    expect(world.events).toEqual([]);
  });

  it('leaves the Pods to those who want them orphaned', async () => {
    const world = new RedisWorld(redis({}, { ...going, finalizers: ['orphan', ...finalizers(0)] }), [pod('r-0')]);
    expect(await reconciler.finalize(world.redis, world.context)).toEqual(done);
    expect(world.writes).toEqual([]);
  });

  it('takes a Pod that has gone meanwhile for gone, and asks the server before it releases', async () => {
    const world = new RedisWorld(redis({}, going), [pod('r-0')]);
    world.pods.clear();
    await reconciler.finalize(world.redis, world.context);
    expect(world.writes).toEqual(['status', 'delete r-0']);
    expect(world.redis.metadata.finalizers).toEqual(going.finalizers);
    world.show();
    await reconciler.finalize(world.redis, world.context);
    expect(world.redis.metadata.finalizers).toEqual([FOREIGN]);
  });

  it('removes the last finalizer as a whole', async () => {
    const world = new RedisWorld(redis({}, { ...going, finalizers: finalizers(0) }));
    await reconciler.finalize(world.redis, world.context);
    expect(world.writes).toEqual(['finalizers none']);
  });
});

describe('a name that is too long', () => {
  it('is told of, and nothing is created', async () => {
    const world = new RedisWorld(redis({}, { name: 'r'.repeat(62) }));
    expect(await reconcile(world)).toEqual(done);
    expect(world.writes).toEqual(['status']);
    expect(world.events).toEqual([expect.stringContaining('(!) NameTooLong')]);
    expect(world.redis.status?.conditions).toEqual(ready({ status: 'False', reason: 'NameTooLong' }));
  });

  it('for one more digit only leaves the Pods that are there, and counts them', async () => {
    const name = 'r'.repeat(61);
    const present = [pod(`${name}-0`, { ready: true })];
    const world = new RedisWorld(redis({ replicas: 11 }, { name, finalizers: [`myapp.tangx.in/${name}-0`] }), present);
    await reconcile(world);
    expect(world.writes).toEqual(['status']);
    expect(world.redis.status).toMatchObject({
      replicas: 1,
      readyReplicas: 1,
      selector: expect.stringContaining(name),
    });
  });
});

describe('the status', () => {
  it('is not written to another Redis of the same name', async () => {
    const world = new RedisWorld(redis({ replicas: 3 }, { uid: 'uid-of-the-next' }));
    const gone = redis({ replicas: 0 });
    await expect(reconciler.reconcile(gone, world.context)).rejects.toSatisfy(isNotFound);
    expect(world.writes).toEqual(['status']);
    expect(world.redis.status).toBeUndefined();
  });

  it('is written only when it differs', async () => {
    const world = new RedisWorld(redis({ replicas: 1 }, { finalizers: finalizers(0) }), [pod('r-0')]);
    await reconcile(world);
    await reconcile(world);
    expect(world.writes).toEqual(['status']);
    world.pods.set('r-0', changed(pod('r-0', { ready: true })));
    world.show();
    await reconcile(world);
    expect(world.writes).toEqual(['status', 'status']);
    expect(world.redis.status).toMatchObject({ readyReplicas: 1, conditions: ready({ status: 'True' }) });
  });
});

function reconcile(world: RedisWorld) {
  return reconciler.reconcile(world.redis as Snapshot<Redis>, world.context);
}

/** Conditions of which Ready is like this. */
function ready(parts: Partial<Condition>): unknown {
  return expect.arrayContaining([expect.objectContaining({ type: 'Ready', ...parts })]);
}

function changed(object: Snapshot<Pod>): Snapshot<Pod> {
  return { ...object, metadata: { ...object.metadata, resourceVersion: '2' } };
}
