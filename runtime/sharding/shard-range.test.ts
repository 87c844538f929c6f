import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPending } from '../../test/manager-world.js';
import { fnv1a, shardOf } from './shard-of.js';
import { ShardRange } from './shard-range.js';

test('shards that follow one another are one range, and the last one ends where hashes do', () => {
  const range = new ShardRange(16);
  range.keep(new Set([15, 0, 1, 5]));
  expect(range.shardSelector).toBe(
    [
      "shardRange(object.metadata.namespace, '0x0000000000000000', '0x2000000000000000')",
      "shardRange(object.metadata.namespace, '0x5000000000000000', '0x6000000000000000')",
      "shardRange(object.metadata.namespace, '0xf000000000000000', '0x10000000000000000')",
    ].join(' || '),
  );
});

test('without a shard next to nothing is selected', () => {
  const nothing = "shardRange(object.metadata.namespace, '0x0000000000000000', '0x0000000000000001')";
  expect(new ShardRange(16).shardSelector).toBe(nothing);
});

test('a namespace is selected exactly where its shard is kept', () => {
  const shards = fc.integer({ min: 1, max: 256 });
  fc.assert(
    fc.property(shards, fc.array(fc.nat(255)), fc.string(), (count, kept, namespace) => {
      const set = new Set(kept.filter(shard => shard < count));
      const range = new ShardRange(count);
      range.keep(set);
      const isKept = set.has(shardOf(`${namespace.replaceAll('/', '')}/a`, count, 'namespace'));
      expect(selects(range.shardSelector, namespace.replaceAll('/', ''))).toBe(isKept);
    }),
  );
});

test('it is at hand once all who listen say so, also to a later change', async () => {
  const range = new ShardRange(4);
  const lists: (() => void)[] = [];
  range.onChange(() => new Promise<void>(resolve => lists.push(resolve)));
  range.keep(new Set([1]));
  const atHand = range.atHand();
  range.keep(new Set([1]));
  expect(lists).toHaveLength(1);
  range.keep(new Set([1, 2]));
  lists[0]?.();
  await new Promise(setImmediate);
  expect(await isPending(atHand)).toBe(true);
  lists[1]?.();
  await atHand;
});

/** As an API server reads it. */
function selects(selector: string, namespace: string): boolean {
  const { high, low } = fnv1a(namespace);
  const hash = (BigInt(high) << 32n) | BigInt(low);
  const ranges = [...selector.matchAll(/'(0x[0-9a-f]+)', '(0x[0-9a-f]+)'/g)];
  // Nothing but the one hash that stands for nothing.
  return ranges.some(([, from = '0', to = '0']) => hash >= BigInt(from) && hash < BigInt(to) && BigInt(to) > 1n);
}
