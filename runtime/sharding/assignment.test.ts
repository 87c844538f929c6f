import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignShards } from './assignment.js';

const members = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 20 });
const shards = fc.integer({ min: 1, max: 64 });

test('each shard has one member, and the shares differ by one at most', () => {
  fc.assert(
    fc.property(members, shards, (names, count) => {
      const owners = assignShards(names, count);
      expect(owners).toHaveLength(count);
      const shares = names.map(name => owners.filter(owner => owner === name).length);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }),
  );
});

test('all who know the same members come to the same answer', () => {
  fc.assert(
    fc.property(members, shards, (names, count) => {
      const expected = assignShards(names, count);
      expect(assignShards(names.toReversed(), count)).toEqual(expected);
      expect(assignShards([...names, ...names], count)).toEqual(expected);
    }),
  );
});

test('nobody has anything where there is nobody', () => {
  expect(assignShards([], 16)).toEqual([]);
});

test('when a member comes or goes, hardly more shards move than have to', () => {
  let moved = 0;
  let necessary = 0;
  for (let round = 0; round < 200; round += 1) {
    const few = Array.from({ length: 2 + (round % 6) }, (_, i) => `operator-${round}-${i * 7919}`);
    const [before, after] = [assignShards(few, 48), assignShards([...few, `operator-${round}-new`], 48)];
    moved += before.filter((owner, shard) => owner !== after[shard]).length;
    necessary += Math.floor(48 / (few.length + 1));
  }
  // Without any order in it, nearly all would.
  expect(moved / necessary).toBeLessThan(1.6);
});
