import { ConnectionError } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import { pod, RedisWorld, redis, refused } from '../../test/redis-world.js';
import { anyPodExists, createPods, deletePods } from './pod-changes.js';

const KEY = { namespace: 'default', name: 'r-1' };
const forbidden = refused('create', Pod, KEY, 403, 'Forbidden');

describe('createPods', () => {
  it('creates the Pods in order, controlled by the Redis', async () => {
    const world = new RedisWorld(redis());
    const { created, ...rest } = await createPods(world.redis, [0, 1, 2], world.context);
    expect(world.writes).toEqual(['create r-0', 'create r-1', 'create r-2']);
    expect(created).toEqual([...world.pods.values()]);
    expect(created[0]?.metadata.ownerReferences).toEqual([
      {
        apiVersion: 'myapp.tangx.in/v1',
        kind: 'Redis',
        name: 'r',
        uid: 'uid-r',
        controller: true,
        blockOwnerDeletion: true,
      },
    ]);
    expect(rest).toEqual({ found: [], taken: [], failure: undefined });
    expect(world.events).toEqual([]);
  });

  it('finds a Pod of this Redis that is there already, and tells of nothing', async () => {
    const world = new RedisWorld(redis(), [pod('r-0')]);
    const { created, found, taken } = await createPods(world.redis, [0, 1], world.context);
    expect([created, found, taken].map(list => list.length)).toEqual([1, 1, 0]);
    expect(found).toEqual([world.pods.get('r-0')]);
    expect(world.events).toEqual([]);
  });

  it.each<[string, string | null]>([
    ['of nobody', null],
    ['of another', 'uid-of-another'],
  ])('leaves alone a Pod %s that has the name, goes on with the next, and tells of it once', async (_, controller) => {
    const foreign = [pod('r-0', { controller }), pod('r-2', { controller })];
    const world = new RedisWorld(redis(), foreign);
    const { created, taken } = await createPods(world.redis, [0, 1, 2], world.context);
    expect(taken).toEqual(['r-0', 'r-2']);
    expect(created.map(({ metadata }) => metadata.name)).toEqual(['r-1']);
    expect([world.pods.get('r-0'), world.pods.get('r-2')]).toEqual(foreign);
    expect(world.events).toEqual([expect.stringContaining('(!) PodNameTaken: Pods that do not belong')]);
  });

  it('stops at the first Pod that cannot be created, and says why in an Event', async () => {
    const world = new RedisWorld(redis());
    world.failures.set('create r-1', forbidden);
    const { created, failure } = await createPods(world.redis, [0, 1, 2], world.context);
    expect(world.writes).toEqual(['create r-0', 'create r-1']);
    expect(created).toHaveLength(1);
    expect(failure).toEqual({ problem: { reason: 'FailedCreate', message: forbidden.message }, error: forbidden });
    expect(world.events).toEqual([`(!) FailedCreate: ${forbidden.message}`]);
  });

  it('tells of taken names as well when a later Pod cannot be created', async () => {
    const world = new RedisWorld(redis(), [pod('r-0', { controller: null })]);
    world.failures.set('create r-1', forbidden);
    const { taken } = await createPods(world.redis, [0, 1], world.context);
    expect(taken).toEqual(['r-0']);
    expect(world.events.map(event => event.split(':')[0])).toEqual(['(!) PodNameTaken', '(!) FailedCreate']);
  });

  it('takes a server that does not answer for no problem of the Redis', async () => {
    const world = new RedisWorld(redis());
    const unanswered = new ConnectionError('create Pod', 'https://server', new Error('ECONNREFUSED'));
    world.failures.set('create r-1', unanswered);
    await expect(createPods(world.redis, [0, 1, 2], world.context)).rejects.toBe(unanswered);
    expect(world.writes).toEqual(['create r-0', 'create r-1']);
    expect(world.events).toEqual([]);
  });

  it('tries once more where the Pod that had the name has gone meanwhile', async () => {
    const world = new RedisWorld(redis(), [pod('r-0', { terminating: true })]);
    const { client } = world.context;
    const get = client.get.bind(client);
    client.get = async (kind, key) => {
      world.take('r-0');
      return await get(kind, key);
    };
    const { created, failure } = await createPods(world.redis, [0, 1], world.context);
    expect(world.writes).toEqual(['create r-0', 'create r-1', 'create r-0']);
    expect([created.map(({ metadata }) => metadata.name), failure]).toEqual([['r-1', 'r-0'], undefined]);
    expect(world.events).toEqual([]);

    const flickering = refused('create', Pod, { ...KEY, name: 'r-2' }, 409, 'AlreadyExists');
    world.failures.set('create r-2', flickering);
    expect((await createPods(world.redis, [2], world.context)).failure?.error).toBe(flickering);
  });

  it('creates no more once the operator has to stop', async () => {
    const world = new RedisWorld(redis());
    const stopping = new AbortController();
    stopping.abort(new Error('the operator stops'));
    const context = { ...world.context, signal: stopping.signal };
    await expect(createPods(world.redis, [0, 1], context)).rejects.toThrow('the operator stops');
    await expect(deletePods([pod('r-0')], context)).rejects.toThrow('the operator stops');
    expect(world.writes).toEqual([]);
  });

  it('takes what is no Error for a failure too', async () => {
    const world = new RedisWorld(redis());
    world.failures.set('create r-0', 'no more');
    const { failure } = await createPods(world.redis, [0], world.context);
    expect(failure).toEqual({ problem: { reason: 'FailedCreate', message: 'no more' }, error: 'no more' });
  });
});

describe('deletePods', () => {
  it('asks each Pod to go once, in the given order', async () => {
    const pods = [pod('r-2'), pod('r-1', { terminating: true }), pod('r-0')];
    const world = new RedisWorld(redis(), pods);
    expect(await deletePods(pods, world.context)).toEqual(['r-2', 'r-0']);
    expect(world.writes).toEqual(['delete r-2', 'delete r-0']);
  });

  it('does not count a Pod that has gone meanwhile', async () => {
    const world = new RedisWorld(redis());
    expect(await deletePods([pod('r-0')], world.context)).toEqual([]);
  });

  it('never deletes another Pod that has got the name', async () => {
    const another = pod('r-0', { uid: 'another' });
    const world = new RedisWorld(redis(), [another]);
    expect(await deletePods([pod('r-0')], world.context)).toEqual([]);
    expect(world.pods.get('r-0')).toBe(another);
  });

  it('stops where the server refuses, and says why in an Event', async () => {
    const pods = [pod('r-1'), pod('r-0')];
    const world = new RedisWorld(redis(), pods);
    const refusal = refused('delete', Pod, KEY, 403, 'Forbidden');
    world.failures.set('delete r-1', refusal);
    await expect(deletePods(pods, world.context)).rejects.toBe(refusal);
    expect(world.writes).toEqual(['delete r-1']);
    expect(world.events).toEqual([`(!) FailedDelete: ${refusal.message}`]);
  });

  it.each([
    ['does not answer', new ConnectionError('delete Pod', 'https://server', new Error('ECONNREFUSED'))],
    ['is too busy', refused('delete', Pod, KEY, 429, 'TooManyRequests')],
    ['has a fault', refused('delete', Pod, KEY, 500, 'InternalError')],
  ])('tells of nothing where the server %s', async (_, error) => {
    const world = new RedisWorld(redis(), [pod('r-0')]);
    world.failures.set('delete r-0', error);
    await expect(deletePods([pod('r-0')], world.context)).rejects.toBe(error);
    expect(world.events).toEqual([]);
  });
});

describe('anyPodExists', () => {
  it('asks for all of many, some at a time', async () => {
    const ordinals = Array.from({ length: 40 }, (_, ordinal) => ordinal);
    const world = new RedisWorld(redis(), [pod('r-39')]);
    expect(await anyPodExists(world.redis, ordinals, world.context)).toBe(true);
    expect(world.reads).toHaveLength(40);
    world.pods.set('r-0', pod('r-0'));
    world.reads.length = 0;
    expect(await anyPodExists(world.redis, ordinals, world.context)).toBe(true);
    expect(world.reads).toHaveLength(16);
  });

  it.each([
    ['none is there', [], false],
    ['one is there', [pod('r-1')], true],
    ['one is going', [pod('r-1', { terminating: true })], true],
    [
      'those that are there belong to others',
      [pod('r-0', { controller: null }), pod('r-1', { controller: 'x' })],
      false,
    ],
    ['those that are there have other numbers', [pod('r-5')], false],
  ])('when %s', async (_, pods, expected) => {
    const world = new RedisWorld(redis(), pods);
    expect(await anyPodExists(world.redis, [0, 1], world.context)).toBe(expected);
  });
});
