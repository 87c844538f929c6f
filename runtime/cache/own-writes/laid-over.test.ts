import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laidOver } from './laid-over.js';

const objectOf = (place: number) => {
  const digits = String(place).padStart(3, '0');
  const key = { namespace: `n${digits.slice(0, 2)}`, name: `a${digits.slice(2)}` };
  return { ...key, key: `${key.namespace}/${key.name}`, place };
};
const places = (maxLength: number) => fc.uniqueArray(fc.nat(799), { maxLength, size: 'max' });

test('what is hidden goes and what is added comes, in order, in lists of any length', () => {
  fc.assert(
    fc.property(places(800), places(16), places(16), (listed, shadowed, added) => {
      const list = listed.sort((a, b) => a - b).map(objectOf);
      const shadows = new Map(shadowed.map(objectOf).map(object => [object.key, object]));
      const isHidden = ({ place }: { place: number }) => place % 3 > 0;
      const stays = list.filter(object => !(shadows.has(object.key) && isHidden(object)));
      const free = added.filter(place => !stays.some(object => object.place === place)).map(objectOf);
      const before = [...list];
      const got = laidOver(list, free, shadows, isHidden);
      expect(got.map(({ place }) => place)).toEqual(
        [...stays, ...free].map(({ place }) => place).sort((a, b) => a - b),
      );
      expect(list).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test('a list of which nothing is hidden is answered as it is', () => {
  const list = [objectOf(1), objectOf(2)];
  expect(laidOver(list, [], new Map([['n00/a1', objectOf(1)]]), () => false)).toBe(list);
  expect(laidOver(list, [], new Map([['n00/a3', objectOf(3)]]), () => true)).toBe(list);
});
