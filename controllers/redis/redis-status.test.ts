import type { Condition, Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import { pod, redis } from '../../test/redis-world.js';
import { redisStatus } from './redis-status.js';

const NOW = new Date('2026-02-03T04:05:06.789Z');
const ready = (name: string) => pod(name, { ready: true });
const terminating = (name: string) => pod(name, { ready: true, terminating: true });
const outdated = (name: string, isReady = true) => pod(name, { ready: isReady, image: 'redis:6' });

/** Replicas, ready ones and updated ones. */
type Counts = [number, number, number];
type Said = [status: 'True' | 'False', reason: string, message: string];
const UP_TO_DATE: Said = ['False', 'UpToDate', 'all Pods are as wished'];

describe('redisStatus', () => {
  it.each<[string, number, Snapshot<Pod>[], Counts, Said, Said]>([
    ['no Pod is wished', 0, [], [0, 0, 0], ['True', 'PodsReady', '0 of 0 Pods are ready'], UP_TO_DATE],
    [
      'no Pod is there',
      2,
      [],
      [0, 0, 0],
      ['False', 'Scaling', '0 of 2 Pods exist'],
      ['True', 'Scaling', '0 of 2 Pods exist'],
    ],
    [
      'Pods are there and not ready',
      2,
      [ready('r-0'), pod('r-1')],
      [2, 1, 2],
      ['False', 'PodsNotReady', '1 of 2 Pods are ready'],
      ['True', 'PodsNotReady', '1 of 2 Pods are ready'],
    ],
    [
      'all Pods are ready',
      2,
      [ready('r-0'), ready('r-1')],
      [2, 2, 2],
      ['True', 'PodsReady', '2 of 2 Pods are ready'],
      UP_TO_DATE,
    ],
    [
      'a Pod is going, which no longer counts',
      2,
      [ready('r-0'), terminating('r-1')],
      [1, 1, 1],
      ['False', 'Scaling', '1 of 2 Pods exist'],
      ['True', 'Scaling', '1 of 2 Pods exist'],
    ],
    [
      'all Pods are ready, and have another image',
      2,
      [outdated('r-0'), outdated('r-1')],
      [2, 2, 0],
      ['False', 'RollingOut', '2 of 2 Pods are still to be replaced'],
      ['True', 'RollingOut', '2 of 2 Pods are still to be replaced'],
    ],
    [
      'the first one of them goes',
      2,
      [outdated('r-0'), pod('r-1', { image: 'redis:6', terminating: true })],
      [1, 1, 0],
      ['False', 'Scaling', '1 of 2 Pods exist'],
      ['True', 'RollingOut', '2 of 2 Pods are still to be replaced, waiting for r-1'],
    ],
    [
      'two of them are not ready, of which the rollout waits for the one that is next',
      3,
      [outdated('r-0', false), outdated('r-1', false), ready('r-2')],
      [3, 1, 1],
      ['False', 'PodsNotReady', '1 of 3 Pods are ready'],
      ['True', 'RollingOut', '2 of 3 Pods are still to be replaced, waiting for r-1'],
    ],
    [
      'another one has come in its place',
      2,
      [outdated('r-0'), pod('r-1')],
      [2, 1, 1],
      ['False', 'PodsNotReady', '1 of 2 Pods are ready'],
      ['True', 'RollingOut', '1 of 2 Pods are still to be replaced, waiting for r-1'],
    ],
  ])('when %s', (_, replicas, pods, [exist, isReady, updated], readiness, progress) => {
    expect(redisStatus(redis({ replicas }), { pods }, NOW)).toEqual({
      observedGeneration: 1,
      replicas: exist,
      readyReplicas: isReady,
      updatedReplicas: updated,
      selector: 'app.kubernetes.io/instance=r,app.kubernetes.io/name=redis',
      conditions: [
        condition('Ready', ...readiness),
        condition('Progressing', ...progress),
        condition('Degraded', 'False', 'AsExpected', 'nothing is in the way'),
      ],
    });
  });

  it('is not ready, and on its way, while the Redis is being deleted', () => {
    const going = redis({ replicas: 1 }, { deletionTimestamp: '2026-02-03T00:00:00Z' });
    expect(redisStatus(going, { pods: [ready('r-0')] }, NOW).conditions).toEqual([
      condition('Ready', 'False', 'Deleting', 'the Pods are being deleted'),
      condition('Progressing', 'True', 'Deleting', 'the Pods are being deleted'),
      condition('Degraded', 'False', 'AsExpected', 'nothing is in the way'),
    ]);
  });

  it('is degraded, not ready and stalled for a problem', () => {
    const problem = { reason: 'PodNameTaken', message: 'somebody has it' };
    expect(redisStatus(redis({ replicas: 2 }), { pods: [ready('r-0')], problem }, NOW).conditions).toEqual([
      condition('Ready', 'False', 'PodNameTaken', 'somebody has it'),
      condition('Progressing', 'False', 'Stalled', '1 of 2 Pods exist'),
      condition('Degraded', 'True', 'PodNameTaken', 'somebody has it'),
    ]);
  });

  it('says where a rollout has come to a halt, and why', () => {
    const state = { waiting: { reason: 'ImagePullBackOff' } };
    const status = {
      containerStatuses: [{ name: 'redis', image: 'x', imageID: '', ready: false, restartCount: 0, state }],
    };
    const pods = [outdated('r-0'), outdated('r-1'), pod('r-2', { status })];
    expect(redisStatus(redis({ replicas: 3 }), { pods }, NOW).conditions).toEqual([
      condition('Ready', 'False', 'PodsNotStarting', 'r-2: ImagePullBackOff'),
      condition('Progressing', 'False', 'Stalled', '2 of 3 Pods are still to be replaced, waiting for r-2'),
      condition('Degraded', 'True', 'PodsNotStarting', 'r-2: ImagePullBackOff'),
    ]);
  });

  it('has the failures of Pods, and none of them when there are none', () => {
    const failures = [{ name: 'r-1', uid: 'uid-r-1', count: 2, lastFailureTime: '2026-02-03T00:00:00Z' }];
    const pods = [ready('r-0'), pod('r-1', { status: { phase: 'Failed' } })];
    const status = redisStatus(redis(), { pods, failures }, NOW);
    expect(status.failures).toEqual(failures);
    expect(status.conditions?.at(-1)).toMatchObject({ type: 'Degraded', status: 'True', reason: 'PodsFailed' });
    expect(redisStatus(redis(), { pods, failures: [] }, NOW)).not.toHaveProperty('failures');
  });

  it('keeps the time of the last transition, conditions of others, and the order', () => {
    const former: Condition = {
      ...condition('Ready', 'False', 'Scaling', '0 of 2 Pods exist'),
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const other = { ...former, type: 'Backup' };
    const before = redis({ replicas: 2 }, { generation: 7 }, { conditions: [other, former] });
    const { observedGeneration, conditions } = redisStatus(before, { pods: [pod('r-0'), pod('r-1')] }, NOW);
    expect(observedGeneration).toBe(7);
    expect(conditions).toMatchObject([
      other,
      { type: 'Ready', reason: 'PodsNotReady', observedGeneration: 7, lastTransitionTime: '2026-01-01T00:00:00Z' },
      { type: 'Progressing', observedGeneration: 7, lastTransitionTime: '2026-02-03T04:05:06Z' },
      { type: 'Degraded', observedGeneration: 7, lastTransitionTime: '2026-02-03T04:05:06Z' },
    ]);
  });

  it('is the same again for the same Redis and Pods, later', () => {
    const first = redisStatus(redis(), { pods: [ready('r-0')] }, NOW);
    const later = new Date(NOW.getTime() + 60_000);
    expect(redisStatus(redis({}, {}, first), { pods: [ready('r-0')] }, later)).toEqual(first);
  });

  it.each([
    [63, true],
    [64, false],
  ])('of a name of %d characters has a selector: %s', (length, has) => {
    const status = redisStatus(redis({}, { name: 'r'.repeat(length) }), { pods: [] }, NOW);
    expect(status.selector !== undefined).toBe(has);
  });
});

function condition(type: string, status: 'True' | 'False', reason: string, message: string) {
  return { type, status, observedGeneration: 1, reason, message, lastTransitionTime: '2026-02-03T04:05:06Z' };
}
