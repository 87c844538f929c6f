import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalizers, redis } from '../../test/redis-world.js';
import { heldOrdinals, withoutPodFinalizers, withPodFinalizers } from './pod-finalizers.js';

const FOREIGN = [
  'foregroundDeletion',
  'example.com/r-0',
  'myapp.tangx.in/s-0',
  'myapp.tangx.in/r-1-0',
  'myapp.tangx.in/r',
];
const ordinals = fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 6 });
const foreign = fc.subarray(FOREIGN);
/** Those of others and ours, mixed in any order. */
const mixed = fc
  .tuple(foreign, ordinals)
  .chain(([others, ours]) =>
    fc.shuffledSubarray([...others, ...finalizers(...ours)], { minLength: others.length + ours.length }),
  );

describe('heldOrdinals', () => {
  it.each<[string, string[] | undefined, number[]]>([
    ['nothing without finalizers', undefined, []],
    ['the Pods, in the order of their numbers', finalizers(10, 2, 0), [0, 2, 10]],
    ['none of others', FOREIGN, []],
    ['the Pods among others', ['a.b/c', ...finalizers(1), 'd.e/f'], [1]],
    ['a Pod once that is written twice', finalizers(1, 0, 1), [0, 1]],
  ])('gives %s', (_, present, expected) => {
    expect(heldOrdinals(redis({}, present && { finalizers: present }))).toEqual(expected);
  });
});

describe('withPodFinalizers', () => {
  it('holds for exactly these Pods too, in Pod order, after the finalizers of others', () => {
    fc.assert(
      fc.property(mixed, ordinals, (present, added) => {
        const before = redis({}, { finalizers: present });
        const held = heldOrdinals(before);
        const missing = added.filter(ordinal => !held.includes(ordinal));
        fc.pre(missing.length > 0);
        const others = present.filter(finalizer => FOREIGN.includes(finalizer));
        const ours = finalizers(...[...held, ...missing].sort((a, b) => a - b));
        expect(withPodFinalizers(before, added).metadata.finalizers).toEqual([...others, ...ours]);
      }),
    );
  });

  it('gives the same object when nothing is to be added', () => {
    const held = redis({}, { finalizers: finalizers(0, 1) });
    expect(withPodFinalizers(held, [1, 0])).toBe(held);
  });
});

describe('withoutPodFinalizers', () => {
  it('never touches those of others, nor their order', () => {
    fc.assert(
      fc.property(mixed, ordinals, (present, removed) => {
        const released = withoutPodFinalizers(redis({}, { finalizers: present }), removed);
        const left = present.filter(finalizer => !finalizers(...removed).includes(finalizer));
        expect(released.metadata.finalizers ?? []).toEqual(left);
      }),
    );
  });

  it('takes back what withPodFinalizers has added', () => {
    fc.assert(
      fc.property(foreign, ordinals, (present, added) => {
        const before = redis({}, present.length > 0 ? { finalizers: present } : {});
        expect(withoutPodFinalizers(withPodFinalizers(before, added), added)).toEqual(before);
      }),
    );
  });

  it('leaves no empty list', () => {
    expect(withoutPodFinalizers(redis({}, { finalizers: finalizers(0) }), [0]).metadata).not.toHaveProperty(
      'finalizers',
    );
  });
});
