import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ElectionWorld, type LeaseServer, type Replica } from '../../test/election-world.js';
import { FakeClock } from '../clock/fake-clock.js';

/** What befalls the replicas; `which` means the leader, where it is 0, or one of those that live. */
type Fault =
  | { readonly what: 'pause' | 'cut off'; readonly which: number; readonly for: number }
  | { readonly what: 'kill' | 'stop'; readonly which: number }
  | { readonly what: 'jump'; readonly which: number; readonly by: number }
  | { readonly what: 'server away'; readonly for: number }
  | { readonly what: 'delete' | 'empty' | 'give to a stranger' | 'give away' | 'strip' | 'shorten' };

const which = fc.oneof(fc.constant(0), fc.nat(5));
/** Around the durations of the election, where it matters. */
const long = fc.oneof(fc.integer({ min: 100, max: 30_000 }), fc.integer({ min: 8000, max: 17_000 }));
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom('pause', 'cut off'), which, for: long }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('kill', 'stop'), which }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('jump'), which, by: fc.integer({ min: -1e8, max: 1e8 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('server away'), for: long }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('delete', 'empty', 'give to a stranger', 'give away', 'strip', 'shorten'),
    }),
  },
) as fc.Arbitrary<Fault>;

const history = fc.record({
  /** How fast their clocks run; any two are less apart than leaseDuration is from renewDeadline. */
  clocks: fc.array(
    fc.record({ rate: fc.double({ min: 0.86, max: 1.16, noNaN: true }), offset: fc.integer({ min: -1e9, max: 1e9 }) }),
    { minLength: 2, maxLength: 4 },
  ),
  weather: fc.record({ slowest: fc.constantFrom(20, 500, 3000, 8000), loss: fc.constantFrom(0, 0.05, 0.3) }),
  /** `after`: milliseconds after the step before. */
  steps: fc.array(
    fc.record({ after: fc.oneof(fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 2000 })), fault }),
    { maxLength: 12 },
  ),
  seed: fc.integer(),
});

test('never do two act at once, and in the end one leads, whatever happens to clocks, processes, network and Lease', async () => {
  let acts = 0;
  let terms = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ clocks, weather, steps, seed }) => {
      const world = new ElectionWorld({ clock: new FakeClock(), random: seeded(seed) });
      world.weather = weather;
      for (const time of clocks) world.start(time);
      for (const { after, fault: happening } of steps) {
        await pass(world, after);
        inflict(world, happening);
        replace(world, clocks);
      }
      await pass(world, 20_000);
      heal(world);
      await pass(world, 20_000);
      // Whoever acted when the Lease was tampered with does so no more.
      tampered.delete(world);
      replace(world, clocks);
      await pass(world, 45_000);
      expect(world.violations).toEqual([]);
      expect(world.leader?.identity).toBe(world.server.lease?.spec?.holderIdentity);
      expect(world.leader).toBeDefined();
      acts += world.acts;
      terms += world.terms.length;
      for (const replica of world.living) replica.kill();
    }),
    { numRuns: Number(process.env.RUNS ?? 100), ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  );
  // Else nothing was tried.
  expect(acts).toBeGreaterThan(0);
  expect(terms).toBeGreaterThan(0);
});

async function pass(world: ElectionWorld, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 250) {
    await world.clock.advance(Math.min(left, 250));
    world.look();
  }
}

function inflict(world: ElectionWorld, happening: Fault): void {
  const { living, server } = world;
  const at = 'which' in happening ? happening.which : 0;
  const victim = (at === 0 && world.leader) || living[at % Math.max(1, living.length)];
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
    case 'kill':
      victim?.kill();
      return;
    case 'stop':
      victim?.stop();
      return;
    case 'jump':
      victim?.clock.jump(happening.by);
      return;
    case 'server away':
      world.isAway = true;
      world.clock.setTimer(happening.for, () => {
        world.isAway = false;
      });
      return;
    default:
      // Who has never seen the Lease cannot know that there was one: that is where nothing is promised.
      if (!living.every(hasSeenLease)) return;
      tampered.add(world);
      tamper(server, happening.what, living);
  }
}

const tampered = new WeakSet<ElectionWorld>();

function tamper(server: LeaseServer, how: string, living: readonly Replica[]): void {
  if (how === 'delete') server.delete();
  if (how === 'empty') server.edit({ holderIdentity: '' });
  if (how === 'give to a stranger') server.edit({ holderIdentity: 'stranger' });
  if (how === 'give away') server.edit({ holderIdentity: living.at(-1)?.identity });
  if (how === 'strip')
    server.edit({ leaseDurationSeconds: undefined, renewTime: undefined, leaseTransitions: undefined });
  if (how === 'shorten') server.edit({ leaseDurationSeconds: 1 });
}

/** As a Deployment does; but none that is new comes while the Lease is not what a leader has made it. */
function replace(world: ElectionWorld, clocks: readonly { readonly rate: number; readonly offset: number }[]): void {
  const { leader, server } = world;
  if (leader !== undefined && server.lease?.spec?.holderIdentity === leader.identity) tampered.delete(world);
  if (tampered.has(world)) return;
  while (world.living.length < clocks.length) world.start(clocks[world.replicas.length % clocks.length]);
}

function heal(world: ElectionWorld): void {
  world.isAway = false;
  world.weather = { slowest: 20, loss: 0 };
  for (const replica of world.living) {
    replica.isCutOff = false;
    replica.clock.resume();
  }
}

function hasSeenLease({ log }: Replica): boolean {
  return log.lines.some(({ message }) => message === 'there is a new leader');
}

/** The same numbers for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
