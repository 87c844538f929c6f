import { expect, test } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import type { Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { newSharding } from './new-sharding.js';
import { type ShardingOptions, shardingPlan } from './sharding-options.js';

test('the defaults', () => {
  expect(shardingPlan({})).toEqual({
    shards: 16,
    by: 'object',
    filterWatches: false,
    leaseDuration: 15_000,
    renewDeadline: 10_000,
    retryPeriod: 2000,
  });
  const { name, identity } = made({ namespace: 'op' });
  expect(name).toBe('sharding op/redis-operator');
  expect(identity).toMatch(/^.+_[0-9a-f-]{36}$/);
  expect(made({ namespace: 'op', name: 'other', identity: 'a' })).toMatchObject({
    name: 'sharding op/other',
    identity: 'a',
  });
});

test.each([
  [{ shards: 0 }, 'sharding: shards is a whole number from 1 to 256, not 0'],
  [{ shards: 2.5 }, 'sharding: shards is a whole number from 1 to 256, not 2.5'],
  [{ shards: 257 }, 'sharding: shards is a whole number from 1 to 256, not 257'],
  [{ by: 'name' as 'object' }, "sharding: by is 'object' or 'namespace', not name"],
  [{ filterWatches: true }, "sharding: filterWatches takes by: 'namespace'"],
  [{ leaseDuration: 9000 }, 'sharding: leaseDuration (9000 ms) is to be longer than renewDeadline (10000 ms)'],
  [{ identity: '' }, 'sharding: the identity is empty, which means nobody in a Lease'],
  [{ name: 'Redis Operator' }, "sharding: name is to be a label's value"],
  [{ name: 'a'.repeat(64) }, "sharding: name is to be a label's value"],
])('%j is refused', (options, message) => {
  expect(() => made({ namespace: 'op', ...options })).toThrow(message);
});

test('outside of a Pod a namespace has to be said', () => {
  expect(() => made({})).toThrow(
    'say where the Leases are to be: sharding: { namespace } of new Manager(), or --sharding-resource-namespace',
  );
});

function made(options: ShardingOptions) {
  const [client, clock, log] = [{} as Client, new FakeClock(), new RecordedLog()];
  return newSharding(options, { name: 'redis-operator', client, clock, log });
}
