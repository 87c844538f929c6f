import { beforeEach, describe, expect, test } from 'vitest';
import type { SeenLease } from '../../test/lease-shelf.js';
import { FakeClock } from '../clock/fake-clock.js';
import { LeaseView } from './lease-view.js';

let clock: FakeClock;
let view: LeaseView;
let version: number;

beforeEach(() => {
  clock = new FakeClock();
  view = new LeaseView({ identity: 'me', leaseDuration: 15_000, clock });
  version = 0;
});

describe('until when another may be acting', () => {
  test('counts from the moment of sight, whatever the times in the Lease say', async () => {
    view.read(lease({ holderIdentity: 'a', renewTime: '2001-01-01T00:00:00.000000Z' }));
    expect(view.freeIn).toBe(15_000);
    await clock.advance(14_999);
    expect(view.freeIn).toBe(1);
    await clock.advance(1);
    expect(view.freeIn).toBe(0);
  });

  test('begins anew with a renewal, and not with a label', async () => {
    view.read(lease({ holderIdentity: 'a', renewTime: '1' }));
    await clock.advance(5000);
    view.read(lease({ holderIdentity: 'a', renewTime: '1' }));
    expect(view.freeIn).toBe(10_000);
    view.read(lease({ holderIdentity: 'a', renewTime: '2' }));
    expect(view.freeIn).toBe(15_000);
  });

  test.each([
    ['none', undefined, 15_000],
    ['a shorter one', 1, 15_000],
    ['0', 0, 15_000],
    ['a longer one', 60, 60_000],
  ])('is by the longer duration where the Lease says %s', (_what, leaseDurationSeconds, expected) => {
    view.read(lease({ holderIdentity: 'a', leaseDurationSeconds }));
    expect(view.freeIn).toBe(expected);
  });

  test('is now where there never was a Lease, or nobody has held it', () => {
    view.read(undefined);
    expect(view.freeIn).toBe(0);
    view.read(lease({}));
    expect(view.freeIn).toBe(0);
  });

  test('is now once the holder has given it up', () => {
    view.read(lease({ holderIdentity: 'a' }));
    view.read(lease({ holderIdentity: '', leaseDurationSeconds: 1 }));
    expect(view.freeIn).toBe(0);
  });

  test.each([
    ['deleted', (): void => view.read(undefined)],
    ['deleted, as a watch tells', () => void view.heard(lease({ holderIdentity: 'a' }), true)],
    ['emptied', () => view.read(lease({ holderIdentity: '' }))],
    ['given to this replica by somebody else', () => view.read(lease({ holderIdentity: 'me' }))],
    ['taken by another', () => view.read(lease({ holderIdentity: 'b' }))],
  ])('is a whole duration later where the Lease is %s by hand', async (_what, tamper) => {
    view.read(lease({ holderIdentity: 'a' }));
    await clock.advance(14_000);
    tamper();
    expect(view.freeIn).toBe(15_000);
    await clock.advance(15_000);
    expect(view.freeIn).toBe(0);
  });

  test('is not put off by each look at a Lease that is gone', async () => {
    view.read(lease({ holderIdentity: 'a' }));
    view.read(undefined);
    await clock.advance(14_000);
    view.read(undefined);
    expect(view.freeIn).toBe(1000);
  });

  test('is now where a write whose answer was lost turns out to have been carried out', () => {
    view.read(lease({ holderIdentity: '', leaseDurationSeconds: 1 }));
    view.attempts('mine');
    view.read(lease({ holderIdentity: 'me', renewTime: 'mine' }));
    expect(view.freeIn).toBe(0);
  });

  test('is now where it was one of several whose answers were lost', () => {
    view.wrote(lease({ holderIdentity: 'me', renewTime: 'answered' }));
    for (const time of ['carried out', 'lost', 'lost too']) view.attempts(time);
    view.read(lease({ holderIdentity: 'me', renewTime: 'carried out' }));
    expect(view.freeIn).toBe(0);
    view.read(lease({ holderIdentity: 'me', renewTime: 'somebody else’s' }));
    expect(view.freeIn).toBe(15_000);
  });

  test('is now where an earlier process of this identity held it', () => {
    view.read(lease({ holderIdentity: 'me' }));
    expect(view.freeIn).toBe(0);
  });
});

describe('a watch', () => {
  test('tells nothing that is older than what was read', () => {
    const old = lease({ holderIdentity: 'a' });
    view.read(lease({ holderIdentity: 'b' }));
    expect(view.heard(old, false)).toBe(false);
    expect(view.holder).toBe('b');
    expect(view.heard(lease({ holderIdentity: '', leaseDurationSeconds: 1 }), false)).toBe(true);
    expect([view.holder, view.freeIn]).toEqual(['', 0]);
  });

  test('that tells of a deletion leaves nothing to see', () => {
    view.read(lease({ holderIdentity: 'a' }));
    view.heard(lease({ holderIdentity: 'a' }), true);
    expect(view.lease).toBeUndefined();
  });
});

function lease(spec: Record<string, unknown>): SeenLease {
  version += 1;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { namespace: 'op', name: 'operator', uid: 'u', resourceVersion: String(version) },
    spec: { leaseDurationSeconds: 15, ...spec },
  } as unknown as SeenLease;
}
