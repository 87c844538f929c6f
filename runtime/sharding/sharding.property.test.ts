import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../devcluster/faults/seeded-random.js';
import { ShardingWorld } from '../../test/sharding-world.js';
import { FakeClock } from '../clock/fake-clock.js';

/** What befalls the replicas; `which` is one of those that live. */
type Fault =
  | { readonly what: 'pause' | 'cut off' | 'deaf'; readonly which: number; readonly for: number }
  | { readonly what: 'kill' | 'stop'; readonly which: number }
  | { readonly what: 'jump'; readonly which: number; readonly by: number }
  | { readonly what: 'server away'; readonly for: number }
  | { readonly what: 'start' }
  | { readonly what: 'other form' };

const which = fc.nat(5);
/** Around the durations of the Leases, where it matters. */
const long = fc.oneof(fc.integer({ min: 100, max: 30_000 }), fc.integer({ min: 8000, max: 17_000 }));
const fault = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom('pause', 'cut off', 'deaf'), which, for: long }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('kill', 'stop'), which }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('start') }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('other form') }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('jump'), which, by: fc.integer({ min: -1e8, max: 1e8 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('server away'), for: long }) },
) as fc.Arbitrary<Fault>;

const history = fc.record({
  shards: fc.integer({ min: 1, max: 6 }),
  /** How fast their clocks run; any two are less apart than leaseDuration is from renewDeadline. */
  clocks: fc.array(
    fc.record({ rate: fc.double({ min: 0.86, max: 1.16, noNaN: true }), offset: fc.integer({ min: -1e9, max: 1e9 }) }),
    { minLength: 1, maxLength: 4 },
  ),
  weather: fc.record({ slowest: fc.constantFrom(20, 500, 3000, 8000), loss: fc.constantFrom(0, 0.05, 0.3) }),
  /** `after`: milliseconds after the step before. */
  steps: fc.array(
    fc.record({ after: fc.oneof(fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 2000 })), fault }),
    { maxLength: 10 },
  ),
  seed: fc.integer(),
});

test('never do two replicas act in a shard at once, and in the end each shard is held, and the shares differ by one at most', async () => {
  let acts = 0;
  let moves = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ shards, clocks, weather, steps, seed }) => {
      const world = new ShardingWorld({ clock: new FakeClock(), random: seededRandom(seed), shards });
      world.weather = weather;
      const start = (): void => void world.start(clocks[world.replicas.length % clocks.length]);
      for (const _ of clocks) start();
      for (const { after, fault: happening } of steps) {
        await pass(world, after);
        inflict(world, happening, start);
      }
      await pass(world, 20_000);
      heal(world);
      if (world.living.length === 0) start();
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
    { numRuns: Number(process.env.RUNS ?? 60), ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  );
  // Else nothing was tried.
  expect(acts).toBeGreaterThan(0);
  expect(moves).toBeGreaterThan(0);
});

const calm = fc.record({
  shards: fc.integer({ min: 1, max: 6 }),
  steps: fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 6000 }), what: fc.constantFrom('start', 'stop'), which }),
    { minLength: 1, maxLength: 8 },
  ),
  seed: fc.integer(),
});

test('where replicas only come and go, nothing is refused, and work on a key never begins before other work on it has ended', async () => {
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
    { numRuns: Number(process.env.RUNS ?? 60), ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  );
  expect(moves).toBeGreaterThan(0);
});

async function pass(world: ShardingWorld, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 250) {
    await world.clock.advance(Math.min(left, 250));
    world.look();
  }
}

function inflict(world: ShardingWorld, happening: Fault, start: () => void): void {
  const { living } = world;
  const victim = 'which' in happening ? living[happening.which % Math.max(1, living.length)] : undefined;
  switch (happening.what) {
    case 'pause':
      victim?.clock.pause();
      world.clock.setTimer(happening.for, () => victim?.clock.resume());
      return;
    case 'cut off':
      if (victim) victim.isCutOff = true;
      world.clock.setTimer(happening.for, () => {
        if (victim) victim.isCutOff = false;
      });
      return;
    case 'deaf':
      if (victim) victim.hearsNothing = true;
      world.clock.setTimer(happening.for, () => {
        if (victim) victim.hearsNothing = false;
      });
      return;
    case 'kill':
      victim?.kill();
      return;
    case 'stop':
      victim?.stop();
      return;
    case 'jump':
      victim?.clock.jump(happening.by);
      return;
    case 'start':
      if (living.length < 6) start();
      return;
    case 'other form':
      // It goes again: an operator is not left between two versions.
      if (living.length < 6) {
        const other = world.start(undefined, { shards: world.shards + 1 });
        world.clock.setTimer(15_000, () => other.stop());
      }
      return;
    case 'server away':
      world.isAway = true;
      world.clock.setTimer(happening.for, () => {
        world.isAway = false;
      });
  }
}

function heal(world: ShardingWorld): void {
  world.isAway = false;
  world.weather = { slowest: 20, loss: 0 };
  for (const replica of world.living) {
    replica.isCutOff = false;
    replica.hearsNothing = false;
    replica.clock.resume();
  }
}
