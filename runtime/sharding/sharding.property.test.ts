import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../devcluster/faults/seeded-random.js';
import { heal, historyOf, inflict, type ProcessFault, pass, processFaults, runsOf } from '../../test/process-faults.js';
import { ShardingWorld, type ShardReplica } from '../../test/sharding-world.js';
import { FakeClock } from '../clock/fake-clock.js';

/** Another replica comes, of the same way to split the objects or of another. */
type Arrival = { readonly what: 'start' | 'other form' };
type Fault = ProcessFault | Arrival;

const fault = fc.oneof(
  ...processFaults,
  { weight: 3, arbitrary: fc.record({ what: fc.constant('start') }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('other form') }) },
) as fc.Arbitrary<Fault>;

const shared = fc.record({
  shards: fc.integer({ min: 1, max: 6 }),
  history: historyOf(fault, { fewest: 1, steps: 10 }),
});

test('never do two replicas act in a shard at once, and in the end each shard is held, and the shares differ by one at most', {
  timeout: 120_000,
}, async () => {
  let acts = 0;
  let moves = 0;
  await fc.assert(
    fc.asyncProperty(shared, async ({ shards, history: { clocks, weather, steps, seed } }) => {
      const world = new ShardingWorld({ clock: new FakeClock(), random: seededRandom(seed), shards });
      world.weather = weather;
      const start = (): void => void world.start(clocks[world.replicas.length % clocks.length]);
      for (const _ of clocks) start();
      const passing = new Set<ShardReplica>();
      for (const { after, fault: happening } of steps) {
        await pass(world, after);
        const other = befall(world, happening, start);
        if (other !== undefined) passing.add(other);
      }
      await pass(world, 20_000);
      heal(world, world.living);
      // Somebody has to be there who stays.
      if (world.living.every(replica => passing.has(replica) || replica.isAskedToStop)) start();
      // Leases of the dead run out; those who could not write for long have to be seen again.
      await pass(world, 60_000);
      expect(world.violations).toEqual([]);
      expect(world.holders.map(({ length }) => length)).toEqual(Array.from({ length: shards }, () => 1));
      const shares = world.living.map(({ sharding }) => sharding.held.length);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      acts += world.acts;
      moves += world.moves;
      for (const replica of world.living) replica.kill();
    }),
    runsOf(40),
  );
  // Else nothing was tried.
  expect(acts).toBeGreaterThan(0);
  expect(moves).toBeGreaterThan(0);
});

const calm = fc.record({
  shards: fc.integer({ min: 1, max: 6 }),
  steps: fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 6000 }), what: fc.constantFrom('start', 'stop'), which: fc.nat(5) }),
    { minLength: 1, maxLength: 8 },
  ),
  seed: fc.integer(),
});

test('where replicas only come and go, nothing is refused, and work on a key never begins before other work on it has ended', {
  timeout: 120_000,
}, async () => {
  let moves = 0;
  await fc.assert(
    fc.asyncProperty(calm, async ({ shards, steps, seed }) => {
      const world = new ShardingWorld({ clock: new FakeClock(), random: seededRandom(seed), shards });
      world.start();
      for (const { after, what, which: at } of steps) {
        await pass(world, after);
        if (what === 'start') world.start();
        else world.living[at % Math.max(1, world.living.length)]?.stop();
      }
      // Who stops while it joins may leave a Lease that says it lives, which has to run out.
      await pass(world, 25_000);
      expect(world.violations).toEqual([]);
      expect([world.refusals, world.overlaps]).toEqual([0, 0]);
      if (world.living.length > 0) expect(world.holders.map(({ length }) => length)).not.toContain(0);
      moves += world.moves;
      for (const replica of world.living) replica.kill();
    }),
    runsOf(40),
  );
  expect(moves).toBeGreaterThan(0);
});

/** @returns one that splits the objects in another way: it goes again, since an operator is not left between two versions */
function befall(world: ShardingWorld, happening: Fault, start: () => void): ShardReplica | undefined {
  const { living } = world;
  if (!isArrival(happening)) {
    const at = 'which' in happening ? happening.which : 0;
    inflict(world, happening, living[at % Math.max(1, living.length)]);
    return undefined;
  }
  if (living.length >= 6) return undefined;
  if (happening.what === 'start') {
    start();
    return undefined;
  }
  const other = world.start(undefined, { shards: world.shards + 1 });
  world.clock.setTimer(15_000, () => other.stop());
  return other;
}

function isArrival(fault: Fault): fault is Arrival {
  return fault.what === 'start' || fault.what === 'other form';
}
