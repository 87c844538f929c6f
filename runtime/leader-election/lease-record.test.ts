import { expect, test } from 'vitest';
import type { SeenLease } from '../../test/lease-shelf.js';
import { durationOf, heldSpec, holderOf, isReleased, recordText, releasedSpec } from './lease-record.js';

const NOW = Date.UTC(2026, 0, 1);
const mine = { identity: 'me', leaseDuration: 15_000 };

test('who takes it says since when, and for how many whole seconds, rounded up', () => {
  const taken = heldSpec(undefined, { ...mine, leaseDuration: 15_001, now: NOW });
  expect(taken).toEqual({
    holderIdentity: 'me',
    leaseDurationSeconds: 16,
    acquireTime: '2026-01-01T00:00:00.000000Z',
    renewTime: '2026-01-01T00:00:00.000000Z',
    leaseTransitions: 0,
  });
  const renewed = heldSpec(lease(taken), { ...mine, now: NOW + 2000 });
  expect(renewed).toEqual({ ...taken, leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:02.000000Z' });
});

test('each change of the holder is counted, also after a release', () => {
  const theirs = lease({ holderIdentity: 'other', leaseTransitions: 3 });
  expect(heldSpec(theirs, { ...mine, now: NOW }).leaseTransitions).toBe(4);
  const released = releasedSpec(lease(heldSpec(theirs, { ...mine, now: NOW })), NOW);
  expect(released.leaseTransitions).toBe(4);
  expect(heldSpec(lease(released), { ...mine, now: NOW }).leaseTransitions).toBe(5);
});

test('no two records that follow one another are the same, though the clock stands still', () => {
  const first = heldSpec(undefined, { ...mine, now: NOW });
  const second = heldSpec(lease(first), { ...mine, now: NOW });
  const third = heldSpec(lease(second), { ...mine, now: NOW });
  const texts = [first, second, third].map(spec => recordText(lease(spec)));
  expect(texts[1]).not.toBe(texts[0]);
  expect(texts[2]).not.toBe(texts[1]);
});

test('who gives it up leaves nobody, for a second; whatever else is there stays', () => {
  const held = lease({ ...heldSpec(undefined, { ...mine, now: NOW }), strategy: 'OldestEmulationVersion' });
  const released = lease(releasedSpec(held, NOW + 5));
  expect([holderOf(released), durationOf(released), isReleased(released)]).toEqual(['', 1000, true]);
  expect(released.spec?.strategy).toBe('OldestEmulationVersion');
});

test.each([
  ['held for a second', { holderIdentity: 'a', leaseDurationSeconds: 1 }],
  ['emptied by hand', { holderIdentity: '', leaseDurationSeconds: 15 }],
  ['without anything', undefined],
])('a Lease %s was not given up', (_what, spec) => {
  expect(isReleased(lease(spec))).toBe(false);
});

test('as client-go gives it up, without the field, nobody holds it either', () => {
  expect(isReleased(lease({ leaseDurationSeconds: 1 }))).toBe(true);
});

function lease(spec: object | undefined): SeenLease {
  return { metadata: { namespace: 'op', name: 'a', uid: 'u', resourceVersion: '1' }, spec } as unknown as SeenLease;
}
