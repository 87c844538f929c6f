import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EntryIndex } from './entry-index.js';
import { compareByKey, type Placed, SortedEntries } from './sorted-entries.js';

const text = ({ namespace, name }: Placed) => `${namespace}/${name}`;
const sorted = (model: ReadonlyMap<string, Placed>) => [...model.values()].sort(compareByKey);

describe('sorted entries', () => {
  // Enough of them for several pieces that are split and vanish again.
  const placed = fc.record({
    namespace: fc.constantFrom('a', 'b', 'c'),
    name: fc.integer({ min: 0, max: 900 }).map(number => `x${number}`),
  });

  test('are those of a map that was changed alike, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(placed, fc.integer({ min: 0, max: 2 })), { minLength: 1000, maxLength: 4000 }),
        placed,
        fc.nat(700),
        (steps, place, count) => {
          const entries = new SortedEntries<Placed>();
          const model = new Map<string, Placed>();
          for (const [entry, what] of steps) {
            if (what === 0) {
              entries.delete(entry);
              model.delete(text(entry));
            } else {
              entries.set(entry);
              model.set(text(entry), entry);
            }
          }
          const all = sorted(model);
          expect(entries.size).toBe(all.length);
          expect(entries.first).toBe(all[0]);
          expect(entries.list()).toEqual(all);
          expect(entries.list('b')).toEqual(all.filter(({ namespace }) => namespace === 'b'));
          expect(entries.after(undefined, count)).toEqual(all.slice(0, count));
          const behind = all.filter(entry => compareByKey(entry, place) > 0);
          expect(entries.after(place, count)).toEqual(behind.slice(0, count));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('can all be taken out, from either end', () => {
    for (const order of [1, -1]) {
      const entries = new SortedEntries<Placed>();
      const all = Array.from({ length: 3000 }, (_, i) => ({ name: String(i).padStart(5, '0') }));
      for (const entry of all) entries.set(entry);
      for (const entry of order === 1 ? all : all.toReversed()) entries.delete(entry);
      expect([entries.size, entries.first, entries.list(), entries.after(undefined, 5)]).toEqual([
        0,
        undefined,
        [],
        [],
      ]);
    }
  });
});

test('an index forgets values that no object has any more', () => {
  const index = new EntryIndex<Placed>();
  const [a, now, b] = [{ name: 'a' }, { name: 'a' }, { name: 'b' }];
  index.replace(undefined, undefined, a, ['red', 'blue']);
  index.replace(undefined, undefined, b, 'blue');
  index.replace(a, ['red', 'blue'], now, 'blue');
  expect([index.list('red'), index.list('blue')]).toEqual([[], [now, b]]);
  expect(index.size).toBe(1);
  index.delete(b, 'blue');
  expect(index.list('blue')).toEqual([now]);
  index.delete(now, 'blue');
  expect(index.size).toBe(0);
});
