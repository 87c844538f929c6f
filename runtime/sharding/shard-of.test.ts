import { describe, expect, test } from 'vitest';
import { fnv1a, shardOf } from './shard-of.js';

/** The published test vectors of FNV-1a with 64 bits. */
test.each([
  ['', 0xcbf29ce4, 0x84222325],
  ['a', 0xaf63dc4c, 0x8601ec8c],
  ['foobar', 0x85944171, 0xf73967e8],
])('the hash of %j is that of FNV-1a', (text, high, low) => {
  expect(fnv1a(text)).toEqual({ high, low });
});

test('the hash of what is not ASCII is that of its bytes in UTF-8', () => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode('tö')) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & (2n ** 64n - 1n);
  const { high, low } = fnv1a('tö');
  expect((BigInt(high) << 32n) | BigInt(low)).toBe(hash);
});

describe('the shard of an object', () => {
  test('is the same in each process and each version', () => {
    // What is written here must never change: replicas of two versions would both take an object to be theirs.
    expect(['default/a', 'default/b', 'kube-system/a', 'a'].map(key => shardOf(key, 16, 'object'))).toEqual(SHARDS);
  });

  test.each([
    ['names that count up', (i: number) => `default/redis-${i}`],
    ['the same name in many namespaces', (i: number) => `tenant-${i}/redis`],
    ['names with random ends', (i: number) => `default/r-${((i * 2654435761) >>> 0).toString(36)}`],
  ])('is any, as often as any other: %s', (_, keyOf) => {
    const counts = new Array<number>(16).fill(0);
    for (let i = 0; i < 16_000; i += 1) {
      const shard = shardOf(keyOf(i), 16, 'object');
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    // 1000 each, with a deviation of 31 by chance.
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });

  test('is that of its namespace, where namespaces stay together', () => {
    const shards = Array.from({ length: 100 }, (_, i) => shardOf(`tenant/redis-${i}`, 16, 'namespace'));
    expect(new Set(shards).size).toBe(1);
    // As a server that is asked for a range of hashes of namespaces has it.
    expect(shards[0]).toBe(Math.floor((fnv1a('tenant').high * 16) / 2 ** 32));
  });

  test('is told by the name for what lives in no namespace', () => {
    const shards = Array.from({ length: 100 }, (_, i) => shardOf(`node-${i}`, 16, 'namespace'));
    expect(new Set(shards).size).toBeGreaterThan(10);
  });
});

const SHARDS = [5, 12, 7, 3];
