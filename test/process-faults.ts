// What befalls simulated replicas that hold Leases, at random, for tests of properties.
import fc from 'fast-check';
import type { ProcessClock } from './process-clock.js';
import type { SimulatedNetwork, SimulatedProcess } from './simulated-network.js';

/** A replica, as far as something may befall it. */
export interface FaultyReplica extends SimulatedProcess {
  isCutOff: boolean;
  hearsNothing: boolean;
  readonly clock: ProcessClock;
  kill(): void;
  stop(): void;
}

/** `which` is one of those that live. */
export type ProcessFault =
  | { readonly what: 'pause' | 'cut off' | 'deaf'; readonly which: number; readonly for: number }
  | { readonly what: 'kill' | 'stop'; readonly which: number }
  | { readonly what: 'jump'; readonly which: number; readonly by: number }
  | { readonly what: 'server away'; readonly for: number };

const which = fc.oneof(fc.constant(0), fc.nat(5));
/** Around the durations of Leases, where it matters. */
const long = fc.oneof(fc.integer({ min: 100, max: 30_000 }), fc.integer({ min: 8000, max: 17_000 }));

/** To be mixed with what befalls Leases, by weight. */
export const processFaults: readonly fc.WeightedArbitrary<ProcessFault>[] = [
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom('pause', 'cut off', 'deaf'), which, for: long }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('kill', 'stop'), which }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('jump'), which, by: fc.integer({ min: -1e8, max: 1e8 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('server away'), for: long }) },
];

/** Replicas and a network, and what happens one after the other. */
export function historyOf<F>(
  fault: fc.Arbitrary<F>,
  { fewest, steps }: { readonly fewest: number; readonly steps: number },
) {
  return fc.record({
    /** How fast their clocks run; any two are less apart than leaseDuration is from renewDeadline. */
    clocks: fc.array(
      fc.record({
        rate: fc.double({ min: 0.86, max: 1.16, noNaN: true }),
        offset: fc.integer({ min: -1e9, max: 1e9 }),
      }),
      { minLength: fewest, maxLength: 4 },
    ),
    weather: fc.record({ slowest: fc.constantFrom(20, 500, 3000, 8000), loss: fc.constantFrom(0, 0.05, 0.3) }),
    /** `after`: milliseconds after the step before. */
    steps: fc.array(
      fc.record({ after: fc.oneof(fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 2000 })), fault }),
      { maxLength: steps },
    ),
    seed: fc.integer(),
  });
}

/** How often, and by which seed: `RUNS=5000 SEED=1` for a long run, or to see one again. */
export function runsOf(usual: number): { readonly numRuns: number; readonly seed?: number } {
  const { RUNS = usual, SEED } = process.env;
  return { numRuns: Number(RUNS), ...(SEED && { seed: Number(SEED) }) };
}

/** Lets time pass, and looks again and again. */
export async function pass(world: SimulatedNetwork, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 250) {
    await world.clock.advance(Math.min(left, 250));
    world.look();
  }
}

/** Something happens, to the victim where it befalls one. */
export function inflict(world: SimulatedNetwork, fault: ProcessFault, victim: FaultyReplica | undefined): void {
  const later = (milliseconds: number, then: () => void): void => void world.clock.setTimer(milliseconds, then);
  if (fault.what === 'server away') {
    world.isAway = true;
    later(fault.for, () => {
      world.isAway = false;
    });
  }
  if (victim === undefined) return;
  switch (fault.what) {
    case 'pause':
      victim.clock.pause();
      later(fault.for, () => victim.clock.resume());
      return;
    case 'cut off':
      victim.isCutOff = true;
      later(fault.for, () => {
        victim.isCutOff = false;
      });
      return;
    case 'deaf':
      victim.hearsNothing = true;
      later(fault.for, () => {
        victim.hearsNothing = false;
      });
      return;
    case 'kill':
      victim.kill();
      return;
    case 'stop':
      victim.stop();
      return;
    case 'jump':
      victim.clock.jump(fault.by);
  }
}

/** All is well from now on, but what was lost before. */
export function heal(world: SimulatedNetwork, living: readonly FaultyReplica[]): void {
  world.isAway = false;
  world.weather = { slowest: 20, loss: 0 };
  for (const replica of living) {
    replica.isCutOff = false;
    replica.hearsNothing = false;
    replica.clock.resume();
  }
}
