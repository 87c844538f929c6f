import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laidOver } from './laid-over.js';

const objectOf = (place: number) => {
  const digits = String(place).padStart(3, '0');
  const key = { namespace: `n${digits.slice(0, 2)}`, name: `a${digits.slice(2)}` };
  return { ...key, key: `${key.namespace}/${key.name}`, place };
};
const few = fc.uniqueArray(fc.nat(799), { maxLength: 12 });

test('what is hidden goes and what is added comes, in order, in lists of any length', () => {
  fc.assert(
    fc.property(fc.nat(800), few, few, few, (length, missing, shadowed, added) => {
      const list = Array.from({ length }, (_, place) => objectOf(place)).filter(
        ({ place }) => !missing.includes(place),
      );
      const shadows = new Map(shadowed.map(objectOf).map(object => [object.key, object]));
      const isHidden = ({ place }: { place: number }) => place % 3 > 0;
      const stays = list.filter(object => !(shadows.has(object.key) && isHidden(object)));
      const free = [...added, ...missing].filter(place => !stays.some(object => object.place === place));
      const before = [...list];
      const got = laidOver(list, [...new Set(free)].map(objectOf), shadows, isHidden).map(({ place }) => place);
      expect(got).toEqual([...new Set([...stays.map(({ place }) => place), ...free])].sort((a, b) => a - b));
      expect(list).toEqual(before);
    }),
    { numRuns: 300 },
  );
});

test('a list of which nothing is hidden is answered as it is', () => {
  const list = [objectOf(1), objectOf(2)];
  expect(laidOver(list, [], new Map([['n00/a1', objectOf(1)]]), () => false)).toBe(list);
  expect(laidOver(list, [], new Map([['n00/a3', objectOf(3)]]), () => true)).toBe(list);
});
