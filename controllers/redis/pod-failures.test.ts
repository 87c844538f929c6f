import fc from 'fast-check';
import { minutes, type Snapshot, seconds } from 'kubewright';
import { describe, expect, it } from 'vitest';
import type { PodFailure, Redis } from '../../api/v1/redis.js';
import { type PodParts, pod, redis } from '../../test/redis-world.js';
import { duePods, nextDue, podFailures, replacedAt } from './pod-failures.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const at = (milliseconds: number) => new Date(START + milliseconds);
const failed = (name: string, parts: PodParts = {}) => pod(name, { status: { phase: 'Failed' }, ...parts });
const failure = (name: string, count = 1, uid = `uid-${name}`): PodFailure => ({
  name,
  uid,
  count,
  lastFailureTime: '2026-01-01T00:00:00Z',
});
const having = (...failures: readonly PodFailure[]): Snapshot<Redis> =>
  redis({ replicas: 3 }, {}, { failures: [...failures] });

describe('replacedAt', () => {
  it.each([
    [1, 0],
    [2, 10],
    [3, 20],
    [4, 40],
    [6, 160],
    [7, 300],
    [2000, 300],
  ])('after %d failures is %d seconds later', (count, expected) => {
    expect(replacedAt(failure('r-0', count))).toBe(START + seconds(expected));
  });
});

describe('podFailures', () => {
  it('notes a Pod that has failed', () => {
    expect(podFailures(having(), [pod('r-0'), failed('r-1')], at(0))).toEqual([failure('r-1')]);
  });

  it('counts another Pod of the name, and no Pod twice', () => {
    const before = having(failure('r-1'));
    expect(podFailures(before, [failed('r-1')], at(5))).toEqual([failure('r-1')]);
    const again = podFailures(before, [failed('r-1', { uid: 'another' })], at(seconds(5)));
    expect(again).toEqual([{ ...failure('r-1', 2, 'another'), lastFailureTime: '2026-01-01T00:00:05Z' }]);
  });

  it('keeps what is noted while the Pod that came in its place lives, for ten minutes', () => {
    const before = having(failure('r-1', 2));
    const lives = [pod('r-1', { uid: 'another' })];
    const end = seconds(10) + minutes(10);
    expect(podFailures(before, lives, at(end - 1))).toEqual([failure('r-1', 2)]);
    expect(podFailures(before, lives, at(end))).toEqual([]);
  });

  it('begins anew with a Pod that has lived for longer', () => {
    const later = minutes(11);
    const noted = podFailures(having(failure('r-1', 2)), [failed('r-1', { uid: 'another' })], at(later));
    expect(noted).toMatchObject([{ name: 'r-1', uid: 'another', count: 1 }]);
  });

  it('forgets no Pod that is still there, however long nobody was there to replace it', () => {
    expect(podFailures(having(failure('r-1', 2)), [failed('r-1')], at(minutes(60)))).toEqual([failure('r-1', 2)]);
  });

  it('forgets those that are not wished any more', () => {
    expect(podFailures(having(failure('r-2'), failure('r-3'), failure('s-0')), [failed('r-7')], at(0))).toEqual([
      failure('r-2'),
    ]);
  });

  it('comes to the same where it was noted already, in the order of the Pods', () => {
    const names = fc.uniqueArray(fc.nat({ max: 12 }).map(ordinal => `r-${ordinal}`));
    fc.assert(
      fc.property(names, names, fc.nat({ max: minutes(12) }), (noted, broken, later) => {
        const wished = redis({ replicas: 12 }, {}, { failures: noted.map(name => failure(name, 3, `former-${name}`)) });
        const pods = broken.map(name => failed(name));
        const once = podFailures(wished, pods, at(later));
        const known = { ...wished, status: { ...wished.status, failures: once } };
        expect(podFailures(known, pods, at(later))).toEqual(once);
        const ordinals = once.map(({ name }) => Number(name.slice(2)));
        expect(ordinals).toEqual(ordinals.toSorted((a, b) => a - b));
        expect(once.map(({ name }) => name)).toEqual(expect.arrayContaining(broken.filter(name => name !== 'r-12')));
      }),
    );
  });
});

describe('duePods and nextDue', () => {
  it('take a failure when it is noted and its time has come', () => {
    const pods = [failed('r-0'), pod('r-1')];
    expect(duePods(having(), pods, at(0))).toEqual([]);
    expect(duePods(having(failure('r-0')), pods, at(0))).toEqual([pods[0]]);
    const again = having(failure('r-0', 2));
    expect(duePods(again, pods, at(seconds(10) - 1))).toEqual([]);
    expect(duePods(again, pods, at(seconds(10)))).toEqual([pods[0]]);
  });

  it('never take a Pod that lives, goes already, or has come since', () => {
    const known = having(failure('r-0'), failure('r-1'), failure('r-2'));
    const pods = [pod('r-0'), failed('r-1', { terminating: true }), failed('r-2', { uid: 'another' })];
    expect(duePods(known, pods, at(minutes(1)))).toEqual([]);
    expect(nextDue(known.status?.failures ?? [], pods, at(0))).toBeUndefined();
  });

  it('say when the next one is due', () => {
    const failures = [failure('r-0', 3), failure('r-1', 2), failure('r-2')];
    expect(nextDue(failures, [failed('r-0'), failed('r-1')], at(seconds(4)))).toBe(seconds(6));
    expect(nextDue(failures, [failed('r-0')], at(minutes(4)))).toBe(0);
    expect(nextDue(failures, [], at(0))).toBeUndefined();
  });
});
