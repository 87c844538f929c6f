// Those who judge the faults see what is wrong: without that, a run in which nothing was wrong would say nothing.
import { describe, expect, it } from 'vitest';
import type { Target } from '../conformance/target.js';
import { Life } from './life.js';
import { Marks } from './marks.js';
import { growth, type Sample } from './soak.js';
import { converged, type ListedRedis, type Present, problems } from './verdict.js';

describe('Marks', () => {
  const marks = (...lines: readonly string[]): Marks => {
    const all = new Marks();
    for (const line of lines) all.take(line);
    return all;
  };

  it('counts reconciles and requests', () => {
    const { reconciles, requests, mostAtOnce, violations } = marks(
      ...['start n/a', 'start n/b', 'request GET', 'end n/a', 'request GET', 'end n/b', 'start n/a'],
    );
    expect({ reconciles, requests, mostAtOnce, violations }).toEqual({
      reconciles: 3,
      requests: { GET: 2 },
      mostAtOnce: 2,
      violations: [],
    });
  });

  it('sees a key that is reconciled twice at once', () => {
    expect(marks('start n/a', 'start n/a').violations).toEqual([expect.stringContaining('n/a is reconciled twice')]);
  });

  it('sees more keys at work than there are workers', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map(name => `start n/${name}`);
    expect(marks(...five.slice(1)).violations).toEqual([]);
    expect(marks(...five).violations).toEqual([expect.stringContaining('5 keys are reconciled at once')]);
  });

  it('sees that nothing is done any more', async () => {
    await expect(marks().more(1, 'count', 1)).rejects.toThrow('has done nothing');
  });

  it('sees an end without a start, and a line that is no mark', () => {
    expect(marks('end n/a', 'nonsense').violations).toHaveLength(2);
  });

  it('lets another process reconcile what one that was killed has begun', () => {
    const all = marks('start n/a');
    all.processEnded();
    all.take('start n/a');
    expect([all.interrupted, all.violations]).toEqual([1, []]);
  });
});

describe('Life', () => {
  const redis = (revision: number, finalizers: readonly string[], uid = 'uid-r', deletionTimestamp?: string) => ({
    key: '/registry/myapp.tangx.in/redis/n/r',
    revision,
    value: Buffer.from(JSON.stringify({ metadata: { uid, finalizers, deletionTimestamp } })),
  });
  const pod = (revision: number, owner = 'uid-r') => ({
    key: '/registry/pods/n/r-0',
    revision,
    value: Buffer.from(`k8s\0r-0 ${owner}`),
  });
  const gone = ({ key }: { readonly key: string }, revision: number) => ({ key, revision, value: undefined });
  const violationsOf = (...writes: Parameters<Life['take']>[0][]): readonly string[] => {
    const life = new Life('n');
    for (const write of writes) life.take(write);
    return life.violations;
  };
  const held = redis(1, ['myapp.tangx.in/r-0']);
  const going = redis(3, ['myapp.tangx.in/r-0'], 'uid-r', '2026-11-24T00:00:00Z');

  it('has nothing against a Pod that holds its Redis and goes before it', () => {
    expect(violationsOf(held, pod(2), going, gone(pod(2), 4), gone(held, 5))).toEqual([]);
  });

  it('has nothing against Pods of a Redis that the API server took away although it was held', () => {
    expect(violationsOf(redis(1, []), held, gone(held, 3), pod(4))).toEqual([]);
    expect(violationsOf(held, gone(held, 2), redis(3, [], 'other'), pod(4))).toEqual([]);
    expect(violationsOf(held, pod(2), gone(held, 3))).toEqual([]);
  });

  it('counts those', () => {
    const life = new Life('n');
    const writes = [held, gone(held, 2), redis(3, []), gone(held, 4), held, going, gone(held, 6)];
    for (const write of writes) life.take(write);
    expect(life.counts).toMatchObject({ redisCreated: 3, redisDeleted: 3, takenAway: 1 });
  });

  it.each([
    ['a Redis that goes before its Pod', [held, pod(2), going, gone(held, 4)], 'went while there were Pods of it: r-0'],
    ['a Pod without a finalizer for it', [redis(1, []), pod(2)], 'while nothing held its Redis'],
    [
      'a finalizer that goes before its Pod',
      [held, pod(2), redis(3, []), redis(4, [])],
      'has lost its finalizer for the Pod r-0',
    ],
    ['a Pod of a Redis that is gone', [held, going, gone(held, 4), pod(5)], 'for a Redis that is not there'],
    ['a Pod of a Redis that nothing held', [redis(1, []), gone(held, 2), pod(3)], 'for a Redis that is not there'],
    ['a Pod of the former Redis of the name', [redis(1, [], 'other'), pod(2)], 'for a Redis that is not there'],
  ])('sees %s', (_, writes, expected) => {
    expect(violationsOf(...writes)).toEqual([expect.stringContaining(expected)]);
  });

  it('does not look at other namespaces', () => {
    expect(violationsOf({ ...pod(1), key: '/registry/pods/nn/r-0' })).toEqual([]);
  });
});

describe('problems', () => {
  const redis: ListedRedis = {
    metadata: { name: 'r', uid: 'uid-r', generation: 2, finalizers: ['myapp.tangx.in/r-0'] },
    spec: { replicas: 1 },
    status: {
      observedGeneration: 2,
      replicas: 1,
      readyReplicas: 0,
      conditions: [{ type: 'Ready', reason: 'PodsNotReady' }],
    },
  };
  const owner = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', name: 'r', uid: 'uid-r' };
  const pod = {
    metadata: {
      name: 'r-0',
      uid: 'uid-p',
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
    },
  };
  const wished = new Map([['r', 1]]);

  it('finds none where all is as wished', () => {
    expect(problems({ redis: [redis], pods: [pod] }, wished)).toEqual([]);
    expect(problems({ redis: [], pods: [] }, new Map())).toEqual([]);
  });

  const { metadata } = redis;
  it.each<[string, Present, string]>([
    ['no Redis', { redis: [], pods: [] }, 'the Redis r is not there'],
    ['no Pod', { redis: [redis], pods: [] }, 'the Pod r-0 is not there'],
    [
      'a lost finalizer',
      { redis: [{ ...redis, metadata: { ...metadata, finalizers: [] } }], pods: [pod] },
      'finalizers',
    ],
    [
      'a Redis that does not go',
      { redis: [{ ...redis, metadata: { ...metadata, deletionTimestamp: 'now' } }], pods: [pod] },
      'deletionTimestamp',
    ],
    [
      'a status of before',
      { redis: [{ ...redis, metadata: { ...metadata, generation: 3 } }], pods: [pod] },
      'observedGeneration',
    ],
    ['another owner', { redis: [redis], pods: [{ metadata: { ...pod.metadata, ownerReferences: [] } }] }, 'ownerRef'],
    [
      'an orphan',
      { redis: [redis], pods: [pod, { metadata: { name: 'q-0', uid: 'uid-q' } }] },
      'q-0 should not be there',
    ],
  ])('finds %s', (_, present, expected) => {
    expect(problems(present, wished)).toEqual([expect.stringContaining(expected)]);
  });
});

describe('converged', () => {
  /** Answers what the next look sees; the last one again and again. */
  const answering = (looks: readonly Present[]) => {
    let look = 0;
    const fetch = async (path: string): Promise<Response> => {
      const { redis, pods } = looks[Math.min(Math.floor(look++ / 2), looks.length - 1)] as Present;
      return Response.json({ items: path.includes('/pods') ? pods : redis });
    };
    return { raw: { fetch } as unknown as Target, looks: () => look / 2 };
  };
  const none: Present = { redis: [], pods: [] };

  it('goes on as long as something is written, though all is as wished at each look', async () => {
    const other: Present = { redis: [], pods: [{ metadata: { name: 'r-0', uid: 'uid-p' } }] };
    const { raw, looks } = answering([none, none, other, none]);
    await converged(raw, 'n', new Map());
    expect(looks()).toBe(3 + 6);
  });
});

describe('growth', () => {
  const series = (heap: (at: number) => number): Sample[] =>
    Array.from({ length: 20 }, (_, at) => ({
      reconciles: at * 100,
      heapUsed: heap(at),
      external: 0,
      arrayBuffers: 0,
      rss: 0,
    }));

  it('is that of the second half, whatever the first one does', () => {
    expect(growth(series(at => (at < 10 ? at * 1000 : 50_000)))).toBeCloseTo(0);
    expect(growth(series(at => at * 1000))).toBeCloseTo(9000);
  });
});
