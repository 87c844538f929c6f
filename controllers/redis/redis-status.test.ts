import type { Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import { pod, redis } from '../../test/redis-world.js';
import { nameProblem, podNamesTaken, redisStatus } from './redis-status.js';

const NOW = new Date('2026-02-03T04:05:06.789Z');
const ready = (name: string) => pod(name, { ready: true });
const terminating = (name: string) => pod(name, { ready: true, terminating: true });

describe('redisStatus', () => {
  it.each<[string, number, Snapshot<Pod>[], object, object]>([
    [
      'no Pod is wished',
      0,
      [],
      { replicas: 0, readyReplicas: 0 },
      condition('True', 'PodsReady', '0 of 0 Pods are ready'),
    ],
    ['no Pod is there', 2, [], { replicas: 0, readyReplicas: 0 }, condition('False', 'Scaling', '0 of 2 Pods exist')],
    [
      'Pods are there and not ready',
      2,
      [ready('r-0'), pod('r-1')],
      { replicas: 2, readyReplicas: 1 },
      condition('False', 'PodsNotReady', '1 of 2 Pods are ready'),
    ],
    [
      'all Pods are ready',
      2,
      [ready('r-0'), ready('r-1')],
      { replicas: 2, readyReplicas: 2 },
      condition('True', 'PodsReady', '2 of 2 Pods are ready'),
    ],
    [
      'a Pod is going, which no longer counts',
      2,
      [ready('r-0'), terminating('r-1')],
      { replicas: 1, readyReplicas: 1 },
      condition('False', 'Scaling', '1 of 2 Pods exist'),
    ],
    [
      'more Pods are there than wished',
      1,
      [ready('r-0'), ready('r-1')],
      { replicas: 2, readyReplicas: 2 },
      condition('False', 'Scaling', '2 of 1 Pods exist'),
    ],
  ])('when %s', (_, replicas, pods, counts, expected) => {
    expect(redisStatus(redis({ replicas }), pods, undefined, NOW)).toEqual({
      observedGeneration: 1,
      ...counts,
      selector: 'app.kubernetes.io/instance=r,app.kubernetes.io/name=redis',
      conditions: [expected],
    });
  });

  it('is not ready while the Redis is being deleted', () => {
    const going = redis({ replicas: 1 }, { deletionTimestamp: '2026-02-03T00:00:00Z' });
    expect(redisStatus(going, [ready('r-0')], undefined, NOW).conditions).toEqual([
      condition('False', 'Deleting', 'the Pods are being deleted'),
    ]);
  });

  it('is not ready for a problem, whatever the Pods are', () => {
    const problem = { reason: 'PodNameTaken', message: 'somebody has it' };
    expect(redisStatus(redis({ replicas: 1 }), [ready('r-0')], problem, NOW).conditions).toEqual([
      condition('False', 'PodNameTaken', 'somebody has it'),
    ]);
  });

  it('keeps the time of the last transition, and conditions of others, while Ready stays as it was', () => {
    const former = {
      ...condition('False', 'Scaling', '0 of 2 Pods exist'),
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const other = { ...former, type: 'Backup' };
    const before = redis({ replicas: 2 }, { generation: 7 }, { conditions: [other, former] });
    expect(redisStatus(before, [pod('r-0'), pod('r-1')], undefined, NOW)).toMatchObject({
      observedGeneration: 7,
      conditions: [
        other,
        { reason: 'PodsNotReady', observedGeneration: 7, lastTransitionTime: '2026-01-01T00:00:00Z' },
      ],
    });
  });

  it('is the same again for the same Redis and Pods, later', () => {
    const first = redisStatus(redis(), [ready('r-0')], undefined, NOW);
    const later = new Date(NOW.getTime() + 60_000);
    expect(redisStatus(redis({}, {}, first), [ready('r-0')], undefined, later)).toEqual(first);
  });

  it.each([
    [63, true],
    [64, false],
  ])('of a name of %d characters has a selector: %s', (length, has) => {
    const status = redisStatus(redis({}, { name: 'r'.repeat(length) }), [], undefined, NOW);
    expect(status.selector !== undefined).toBe(has);
  });
});

describe('nameProblem', () => {
  it.each([
    [61, 0, false],
    [61, 10, false],
    [61, 11, true],
    [62, 0, true],
    [62, 1, true],
    [58, 10_000, false],
    [58, 10_001, true],
  ])('of %d characters and %d replicas: %s', (length, replicas, expected) => {
    expect(nameProblem(redis({ replicas }, { name: 'r'.repeat(length) })) !== undefined).toBe(expected);
  });

  it('says which name is too long, and what to do', () => {
    const name = 'r'.repeat(62);
    expect(nameProblem(redis({}, { name }))).toEqual({
      reason: 'NameTooLong',
      message: `the name is too long: the Pod ${name}-1 would need a name of at most 63 characters; create the Redis under a shorter name`,
    });
  });
});

describe('podNamesTaken', () => {
  it('is no problem for no names', () => {
    expect(podNamesTaken([])).toBeUndefined();
  });

  it('names the Pods, and what to do', () => {
    expect(podNamesTaken(['r-0', 'r-2'])).toEqual({
      reason: 'PodNameTaken',
      message:
        'Pods that do not belong to this Redis have names of its Pods: r-0, r-2; they are left alone: delete them to free the names',
    });
  });
});

function condition(status: 'True' | 'False', reason: string, message: string) {
  return { type: 'Ready', status, observedGeneration: 1, reason, message, lastTransitionTime: '2026-02-03T04:05:06Z' };
}
