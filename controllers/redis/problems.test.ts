import { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import { pod, redis, refused } from '../../test/redis-world.js';
import { deletionRefused, nameProblem, podNamesTaken, podsFailed, podsNotStarting } from './problems.js';

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

describe('podsNotStarting', () => {
  const stuck = (name: string, message = 'no such image') =>
    pod(name, { status: { containerStatuses: [containerWaiting(message)] } });

  it('is no problem while nothing is known of', () => {
    expect(podsNotStarting([pod('r-0'), pod('r-1', { ready: true })])).toBeUndefined();
  });

  it('names the Pods, and says what the kubelet says', () => {
    expect(podsNotStarting([pod('r-0', { ready: true }), stuck('r-1'), stuck('r-2')])).toEqual({
      reason: 'PodsNotStarting',
      message: 'r-1: ImagePullBackOff: no such image; r-2: ImagePullBackOff: no such image',
    });
  });

  it('says nothing of Pods that go, or that are ready after all', () => {
    const { status = {} } = stuck('r-0');
    expect(podsNotStarting([pod('r-0', { status, terminating: true })])).toBeUndefined();
    expect(
      podsNotStarting([{ ...pod('r-0'), status: { conditions: [{ type: 'Ready', status: 'True' }] } }]),
    ).toBeUndefined();
  });

  it('stays short, however many there are and however much the kubelet has to say', () => {
    const pods = Array.from({ length: 1000 }, (_, ordinal) => stuck(`r-${ordinal}`, 'x'.repeat(10_000)));
    const { message = '' } = podsNotStarting(pods) ?? {};
    expect(message.length).toBeLessThan(1024);
    expect(message).toMatch(/; and 997 more$/);
  });
});

describe('podsFailed', () => {
  const failed = pod('r-1', { status: { phase: 'Failed', reason: 'Evicted' } });
  const failure = { name: 'r-1', uid: 'uid-r-1', count: 1, lastFailureTime: '2026-01-01T00:00:00Z' };

  it('says when another one takes its place', () => {
    expect(podsFailed([failure], [failed])).toEqual({
      reason: 'PodsFailed',
      message: 'r-1 has failed (Evicted), to be replaced at 2026-01-01T00:00:00Z',
    });
    expect(podsFailed([{ ...failure, count: 3 }], [failed])?.message).toBe(
      'r-1 has failed 3 times in a row (Evicted), to be replaced at 2026-01-01T00:00:20Z',
    );
  });

  it('is over when the Pod goes, or has gone', () => {
    expect(podsFailed([failure], [{ ...failed, metadata: { ...failed.metadata, uid: 'another' } }])).toBeUndefined();
    expect(podsFailed([failure], [pod('r-1', { terminating: true })])).toBeUndefined();
    expect(podsFailed([failure], [])).toBeUndefined();
  });
});

function containerWaiting(message: string) {
  const state = { waiting: { reason: 'ImagePullBackOff', message } };
  return { name: 'redis', image: 'nosuch', imageID: '', ready: false, restartCount: 0, state };
}

describe('deletionRefused', () => {
  const key = { namespace: 'default', name: 'r-0' };

  it('is the answer to a deletion, in its words', () => {
    const error = refused('delete', Pod, key, 403, 'Forbidden');
    expect(deletionRefused(error)).toEqual({ reason: 'FailedDelete', message: error.message });
  });

  it.each([
    ['a refusal of something else', refused('get', Pod, key, 403, 'Forbidden')],
    ['a server that is too busy', refused('delete', Pod, key, 429, 'TooManyRequests')],
    ['what no server has said', new Error('delete')],
  ])('is not %s', (_, error) => {
    expect(deletionRefused(error)).toBeUndefined();
  });
});
