import fc from 'fast-check';
import type { Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import { describe, expect, it } from 'vitest';
import { pod, redis } from '../../test/redis-world.js';
import { isAvailable, isTerminating } from './pod-state.js';
import { outdatedPods } from './pod-template.js';
import { podOrdinal } from './pods.js';
import { nextToReplace } from './rollout.js';

interface Place {
  readonly isOld: boolean;
  readonly ready: boolean;
  readonly terminating: boolean;
}

const flag = fc.boolean();
const place: fc.Arbitrary<Place> = fc.record({ isOld: flag, ready: flag, terminating: flag });
const healthy: fc.Arbitrary<Place> = fc.record({
  isOld: flag,
  ready: fc.constant(true),
  terminating: fc.constant(false),
});
/** What is under each number, from 0; null: nothing. Most of the time all is well. */
const places = fc.oneof(
  fc.array(healthy, { maxLength: 6 }),
  fc.array(fc.option(fc.oneof({ weight: 4, arbitrary: healthy }, { weight: 1, arbitrary: place })), { maxLength: 6 }),
);
const replicas = fc.nat({ max: 6 });

const podsAt = (all: readonly (Place | null)[]): Snapshot<Pod>[] =>
  all.flatMap((one, ordinal) => {
    if (one === null) return [];
    const { isOld, ready, terminating } = one;
    return [pod(`r-${ordinal}`, { ready, terminating, ...(isOld && { image: 'redis:6' }) })];
  });
const ordinalOf = ({ metadata }: Snapshot<Pod>): number => podOrdinal(redis(), metadata.name) ?? -1;
const unavailable = (count: number, pods: readonly Snapshot<Pod>[]): number[] => {
  const available = pods.filter(isAvailable).map(ordinalOf);
  return Array.from({ length: count }, (_, ordinal) => ordinal).filter(ordinal => !available.includes(ordinal));
};

describe('nextToReplace', () => {
  it('is an outdated one of the wished Pods that nobody has asked to go yet', () => {
    fc.assert(
      fc.property(replicas, places, (count, all) => {
        const pods = podsAt(all);
        const next = nextToReplace(redis({ replicas: count }), pods);
        if (next === undefined) return;
        expect(outdatedPods(redis(), pods)).toContain(next);
        expect([isTerminating(next), ordinalOf(next) < count]).toEqual([false, true]);
      }),
    );
  });

  it('never makes more than one unavailable, and never adds one where one is', () => {
    fc.assert(
      fc.property(replicas, places, (count, all) => {
        const pods = podsAt(all);
        const next = nextToReplace(redis({ replicas: count }), pods);
        if (next === undefined) return;
        const before = unavailable(count, pods);
        const after = unavailable(
          count,
          pods.filter(each => each !== next),
        );
        expect(after.length).toBeLessThanOrEqual(Math.max(before.length, 1));
      }),
    );
  });

  it('waits for every Pod that is missing, terminating, or up to date and not ready', () => {
    fc.assert(
      fc.property(replicas, places, (count, all) => {
        const pods = podsAt(all);
        const old = outdatedPods(redis(), pods).filter(each => !isTerminating(each));
        const awaited = unavailable(count, pods).filter(ordinal => !old.map(ordinalOf).includes(ordinal));
        if (awaited.length > 0) expect(nextToReplace(redis({ replicas: count }), pods)).toBeUndefined();
      }),
    );
  });

  it('is there as long as outdated Pods are, nothing is awaited, and takes the highest number', () => {
    fc.assert(
      fc.property(fc.array(healthy, { minLength: 1, maxLength: 6 }), all => {
        const pods = podsAt(all);
        const old = outdatedPods(redis(), pods).map(ordinalOf);
        const next = nextToReplace(redis({ replicas: all.length }), pods);
        expect(next && ordinalOf(next)).toBe(old.length === 0 ? undefined : Math.max(...old));
      }),
    );
  });

  it('comes to an end where what is new works, wherever it has begun, whatever was broken before', () => {
    const begun = fc.array(fc.record({ isOld: flag, ready: flag, terminating: fc.constant(false) }), { maxLength: 6 });
    fc.assert(
      fc.property(begun, all => {
        const count = all.length;
        // Up to date and not ready would be waited for.
        let pods = podsAt(all.map(one => (one.isOld ? one : { ...one, ready: true })));
        for (let step = 0; step < count; step += 1) {
          const next = nextToReplace(redis({ replicas: count }), pods);
          if (next === undefined) break;
          pods = [...pods.filter(each => each !== next), pod(next.metadata.name, { ready: true })];
        }
        expect(outdatedPods(redis(), pods)).toEqual([]);
        expect(unavailable(count, pods)).toEqual([]);
      }),
    );
  });

  it.each<[string, readonly (Place | null)[], number | undefined]>([
    ['nothing while all are up to date', [ok(), ok()], undefined],
    ['the highest', [old(), old(), old()], 2],
    ['the highest of those that are left', [old(), old(), ok()], 1],
    ['nothing while a new one comes up', [old(), old(), bad()], undefined],
    ['nothing while one goes', [old(), old(), { ...old(), terminating: true }], undefined],
    ['nothing while one is missing', [old(), old(), null], undefined],
    ['the broken one first, though its number is lower', [oldAndBad(), old(), old()], 0],
    ['the highest of several broken ones', [oldAndBad(), oldAndBad(), old()], 1],
    ['none of those that are broken while the new one is broken too', [oldAndBad(), old(), bad()], undefined],
  ])('takes %s', (_, all, expected) => {
    const next = nextToReplace(redis({ replicas: all.length }), podsAt(all));
    expect(next && ordinalOf(next)).toBe(expected);
  });

  it('leaves alone Pods that are not wished any more', () => {
    expect(nextToReplace(redis({ replicas: 1 }), podsAt([ok(), old(), oldAndBad()]))).toBeUndefined();
  });
});

function ok(): Place {
  return { isOld: false, ready: true, terminating: false };
}

function bad(): Place {
  return { ...ok(), ready: false };
}

function old(): Place {
  return { ...ok(), isOld: true };
}

function oldAndBad(): Place {
  return { ...old(), ready: false };
}
