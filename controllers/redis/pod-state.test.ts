import { describe, expect, it } from 'vitest';
import { pod } from '../../test/redis-world.js';
import { isAvailable, isFinished, isReady, isTerminating, startProblem } from './pod-state.js';

describe('isReady', () => {
  it('follows the condition Ready', () => {
    expect(isReady(pod('r-0', { ready: true }))).toBe(true);
    expect(isReady(pod('r-0', { ready: false }))).toBe(false);
  });

  it('is false for a Pod without conditions, or without a status', () => {
    const { status: _, ...fresh } = pod('r-0');
    expect(isReady(fresh)).toBe(false);
    expect(isReady({ ...fresh, status: {} })).toBe(false);
  });
});

it('a Pod with a deletionTimestamp is terminating', () => {
  expect(isTerminating(pod('r-0', { terminating: true }))).toBe(true);
  expect(isTerminating(pod('r-0'))).toBe(false);
});

it.each([
  [true, false, true],
  [true, true, false],
  [false, false, false],
])('a Pod that is ready: %s, and terminating: %s, is available: %s', (ready, terminating, expected) => {
  expect(isAvailable(pod('r-0', { ready, terminating }))).toBe(expected);
});

it.each([
  ['Pending', false],
  ['Running', false],
  ['Unknown', false],
  ['Failed', true],
  ['Succeeded', true],
])('a Pod in phase %s is finished: %s', (phase, expected) => {
  expect(isFinished(pod('r-0', { status: { phase } }))).toBe(expected);
});

describe('startProblem', () => {
  const waiting = (reason?: string, message?: string) => {
    const state = { waiting: { ...(reason && { reason }), ...(message && { message }) } };
    return { containerStatuses: [{ name: 'redis', image: '', imageID: '', ready: false, restartCount: 0, state }] };
  };

  it.each(['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'CrashLoopBackOff', 'CreateContainerConfigError'])(
    'is %s, in the words of the kubelet',
    reason => {
      expect(startProblem(pod('r-0', { status: waiting(reason, 'it is so') }))).toBe(`${reason}: it is so`);
      expect(startProblem(pod('r-0', { status: waiting(reason) }))).toBe(reason);
    },
  );

  it.each([undefined, 'ContainerCreating', 'PodInitializing'])('is none while a container is %s', reason => {
    expect(startProblem(pod('r-0', { status: waiting(reason) }))).toBeUndefined();
  });

  it('may be that of a container that somebody has put before ours', () => {
    const { containerStatuses } = waiting('ImagePullBackOff');
    expect(startProblem(pod('r-0', { status: { initContainerStatuses: containerStatuses } }))).toBe('ImagePullBackOff');
  });

  it('is that no node takes the Pod', () => {
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes' };
    expect(startProblem(pod('r-0', { status: { conditions: [condition] } }))).toBe('Unschedulable: 0/3 nodes');
  });

  it('is none of a Pod that nobody has looked at yet', () => {
    const { status: _, ...fresh } = pod('r-0');
    expect(startProblem(fresh)).toBeUndefined();
    expect(startProblem(pod('r-0'))).toBeUndefined();
  });
});
