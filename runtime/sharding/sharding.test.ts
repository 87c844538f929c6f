import { beforeEach, expect, test } from 'vitest';
import { seededRandom } from '../../devcluster/faults/seeded-random.js';
import { leaseRefusal } from '../../test/lease-refusal.js';
import { ShardingWorld, type ShardReplica } from '../../test/sharding-world.js';
import { FakeClock } from '../clock/fake-clock.js';

let clock: FakeClock;
let world: ShardingWorld;

beforeEach(() => {
  clock = new FakeClock();
  world = new ShardingWorld({ clock, random: seededRandom(1), shards: 6 });
});

test('a replica that is alone holds all shards at once', async () => {
  const replica = world.start();
  await clock.advance(1000);
  expect(replica.sharding.held).toEqual([0, 1, 2, 3, 4, 5]);
  expect(replica.sharding.metrics).toMatchObject({
    name: 'operator',
    shards: 6,
    held: 6,
    gained: 6,
    lost: 0,
    members: 1,
  });
});

test('however many shards are taken, who has what is asked a few times', async () => {
  let lists = 0;
  world.refuse = verb => {
    lists += verb === 'list' ? 1 : 0;
    return undefined;
  };
  const replica = world.start(undefined, { shards: 64 });
  await clock.advance(1000);
  expect(replica.sharding.held).toHaveLength(64);
  expect(lists).toBeGreaterThan(0);
  expect(lists).toBeLessThan(10);
});

test('its Leases say of what they are', async () => {
  world.start();
  await clock.advance(1000);
  const { metadata, spec } = world.shelf.get('operator-shard-3');
  expect(metadata.labels).toEqual({
    'sharding.kubewright.dev/name': 'operator',
    'sharding.kubewright.dev/shard': '3',
    'sharding.kubewright.dev/shards': '6',
  });
  expect(spec).toMatchObject({ holderIdentity: 'replica-1', leaseDurationSeconds: 15 });
  const members = names().filter(name => name.startsWith('operator-member-'));
  expect(members).toHaveLength(1);
  expect(world.shelf.get(members[0] ?? '').metadata.labels).toEqual({
    'sharding.kubewright.dev/member': 'true',
    'sharding.kubewright.dev/name': 'operator',
    'sharding.kubewright.dev/shards': '6',
  });
});

test('who comes is handed its share, once no work is under way in it', async () => {
  const first = world.start();
  await clock.advance(1000);
  const second = world.start();
  await clock.advance(6000);
  expect([first.sharding.held.length, second.sharding.held.length]).toEqual([3, 3]);
  expect(first.sharding.metrics).toMatchObject({ held: 3, handedOver: 3, lost: 0, members: 2 });
  expect([world.refusals, world.overlaps, world.violations]).toEqual([0, 0, []]);
});

test('work that does not end keeps its shard from being handed over, and no other', async () => {
  const first = world.start();
  await clock.advance(1000);
  const stays = first.keys.map(key => first.sharding.enter(key));
  const second = world.start();
  await clock.advance(60_000);
  expect([first.sharding.held.length, second.sharding.held.length]).toEqual([3, 0]);
  const asked = stays.filter(stay => stay?.signal.aborted);
  expect(asked).toHaveLength(3);
  // It may write until it has ended.
  for (const stay of asked) stay?.check();
  asked[0]?.leave();
  await clock.advance(1000);
  expect(second.sharding.held).toHaveLength(1);
});

test('the shards of one that stops are taken over at once, and nothing is left of it', async () => {
  const [first, second] = [world.start(), world.start()];
  await clock.advance(10_000);
  first.stop();
  await clock.advance(3000);
  expect(first.end).toBe('stopped');
  expect(second.sharding.held).toHaveLength(6);
  expect(names().filter(name => name.includes('member'))).toHaveLength(1);
});

test('the shards of one that dies are taken over when their Leases have run out, and not before', async () => {
  const [first, second] = [world.start(), world.start()];
  await clock.advance(10_000);
  first.kill();
  await clock.advance(12_000);
  expect(second.sharding.held).toHaveLength(3);
  await clock.advance(8000);
  expect(second.sharding.held).toHaveLength(6);
});

test('what the dead have left is deleted in the end', async () => {
  const [first] = [world.start(), world.start()];
  await clock.advance(10_000);
  first.kill();
  expect(names().filter(name => name.includes('member'))).toHaveLength(2);
  await clock.advance(120_000);
  expect(names().filter(name => name.includes('member'))).toHaveLength(1);
});

test('what cannot be deleted of the dead keeps nobody from showing that it lives', async () => {
  const [first, second, third] = [world.start(), world.start(), world.start()];
  await clock.advance(10_000);
  world.swallow = verb => verb === 'delete';
  first.kill();
  await clock.advance(120_000);
  expect([second, third].map(({ sharding }) => sharding.metrics.members)).toEqual([2, 2]);
  expect(names().filter(name => name.includes('member'))).toHaveLength(3);
  expect(messages(second)).toContain('what a replica has left could not be deleted');
  expect(messages(second)).not.toContain('this replica could not show that it lives');
});

test('a server that takes its time costs nobody a shard', async () => {
  const replicas = [world.start(), world.start()];
  await clock.advance(10_000);
  const handedOver = () => replicas.map(({ sharding }) => sharding.metrics.handedOver);
  const before = handedOver();
  // To the answer it takes less than half of what there is for a renewal.
  world.weather = { slowest: 2400, loss: 0 };
  await clock.advance(200_000);
  expect(handedOver()).toEqual(before);
  expect(world.holders.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('one that is cut off loses its shards and has them again when it is back; its process goes on', async () => {
  const replica = world.start();
  await clock.advance(1000);
  replica.isCutOff = true;
  await clock.advance(12_000);
  expect(replica.sharding.held).toEqual([]);
  expect(replica.sharding.metrics.lost).toBe(6);
  replica.isCutOff = false;
  await clock.advance(10_000);
  expect(replica.sharding.held).toHaveLength(6);
  expect(replica.end).toBeUndefined();
});

test('who is told of gained shards is told of each term', async () => {
  const replica = world.start();
  const gained: number[] = [];
  const end = replica.sharding.onGained(shard => gained.push(shard));
  await clock.advance(1000);
  expect(gained.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  replica.isCutOff = true;
  await clock.advance(12_000);
  end();
  replica.isCutOff = false;
  await clock.advance(10_000);
  expect(gained).toHaveLength(6);
});

test('those that split the objects in another way stand by until the others have gone', async () => {
  const [a, b] = [world.start(), world.start()];
  await clock.advance(10_000);
  const other = world.start(undefined, { shards: 4 });
  await clock.advance(10_000);
  expect(other.sharding.held).toEqual([]);
  a.stop();
  await clock.advance(5000);
  expect([b.sharding.held.length, other.sharding.held.length]).toEqual([6, 0]);
  expect(messages(other)).toContain('stands by: replicas that split the objects in another way still act');
  b.stop();
  await clock.advance(5000);
  expect(other.sharding.held).toHaveLength(4);
  expect(world.violations).toEqual([]);
});

test('Leases of shards that there are no more are deleted once nobody has used them for long', async () => {
  const former = world.start(undefined, { shards: 8 });
  await clock.advance(1000);
  world.start();
  await clock.advance(75_000);
  expect(names()).toContain('operator-shard-7');
  former.stop();
  await clock.advance(50_000);
  expect(names()).toContain('operator-shard-7');
  await clock.advance(30_000);
  const shards = names().filter(name => name.includes('-shard-'));
  expect(shards.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map(shard => `operator-shard-${shard}`));
});

test('they are not asked for again and again where no watch tells that they have gone', async () => {
  const former = world.start(undefined, { shards: 8 });
  await clock.advance(1000);
  former.stop();
  await clock.advance(5000);
  const replica = world.start();
  await clock.advance(10_000);
  replica.hearsNothing = true;
  let deletes = 0;
  world.refuse = verb => {
    deletes += verb === 'delete' ? 1 : 0;
    return undefined;
  };
  await clock.advance(120_000);
  expect(deletes).toBeGreaterThanOrEqual(2);
  expect(deletes).toBeLessThanOrEqual(4);
});

test('what is kept of objects is that of the own shards, and of those in which work goes on, until it has ended', async () => {
  world = new ShardingWorld({ clock, random: seededRandom(1), shards: 6, by: 'namespace', filterWatches: true });
  const first = world.start();
  await clock.advance(1000);
  const ranges = () => first.sharding.range?.shardSelector.split(' || ').length;
  const all = first.sharding.range?.shardSelector;
  const stays = first.keys.map(key => first.sharding.enter(key));
  const second = world.start();
  await clock.advance(60_000);
  expect(first.sharding.held).toHaveLength(3);
  expect(first.sharding.range?.shardSelector).toBe(all);
  expect(ranges()).toBe(1);
  for (const stay of stays.filter(stay => stay?.signal.aborted)) stay?.leave();
  // At once, and not when something else happens.
  await clock.advance(0);
  expect(first.sharding.range?.shardSelector).not.toBe(all);
  await clock.advance(1000);
  expect(second.sharding.held).toHaveLength(3);
});

test('of those that begin together and split the objects in two ways, one way goes on', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    world = new ShardingWorld({ clock: new FakeClock(), random: seededRandom(seed), shards: 3 });
    const [a, b] = [world.start(), world.start(undefined, { shards: 2 })];
    await world.clock.advance(60_000);
    expect(world.violations).toEqual([]);
    expect([a, b].filter(({ sharding }) => sharding.held.length > 0)).toHaveLength(1);
    for (const replica of world.living) replica.kill();
  }
});

test('without the right it says what is missing, and gives up after two minutes', async () => {
  world.refuse = verb => leaseRefusal(verb, 'operator', 403, 'Forbidden');
  const replica = world.start();
  await clock.advance(5000);
  const told = replica.log.lines.find(({ message }) => message === 'cannot take part in the work yet');
  expect(told?.fields.error).toMatchObject({
    message: expect.stringContaining('get, list, create, update, delete and watch on leases of coordination.k8s.io'),
  });
  await clock.advance(130_000);
  expect(replica.end).toMatchObject({
    message: expect.stringContaining('sharding with the Leases op/operator-* is not possible'),
  });
});

test('without the right to a shard alone it says so too, and nothing of it goes on once it has given up', async () => {
  let creates = 0;
  world.refuse = verb => {
    if (verb === 'create') creates += 1;
    // The first one shows that it lives.
    return verb === 'create' && creates > 1 ? leaseRefusal(verb, 'operator', 403, 'Forbidden') : undefined;
  };
  const replica = world.start();
  await clock.advance(140_000);
  expect(replica.end).toMatchObject({
    message: expect.stringMatching(/^sharding with the Leases op\/operator-shard-\d is/),
  });
  expect(replica.end).toMatchObject({ message: expect.stringContaining('see the option sharding of new Manager()') });
  await clock.advance(20_000);
  expect(world.shelf.watchers.size).toBe(0);
  expect(names()).toEqual([]);
});

test('a Lease that a hand has emptied is made anew by its holder, and nobody else acts', async () => {
  world.start();
  world.start();
  await clock.advance(10_000);
  const lease = world.shelf.get('operator-shard-0');
  world.shelf.update({ ...lease, spec: { ...lease.spec, holderIdentity: '' } });
  const holders = world.holders[0];
  await clock.advance(3000);
  expect(world.holders[0]).toEqual(holders);
  expect(world.shelf.get('operator-shard-0').spec?.holderIdentity).toBe(holders?.[0]);
  expect(world.violations).toEqual([]);
});

function names(): readonly string[] {
  return [...world.shelf.leases.keys()];
}

function messages({ log }: ShardReplica): readonly string[] {
  return log.lines.map(({ message }) => message);
}
