import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../devcluster/faults/seeded-random.js';
import { ElectionWorld, type Replica } from '../../test/election-world.js';
import { heal, historyOf, inflict, type ProcessFault, pass, processFaults, runsOf } from '../../test/process-faults.js';
import { FakeClock } from '../clock/fake-clock.js';

const TAMPERINGS = ['delete', 'empty', 'give to a stranger', 'give away', 'strip', 'shorten'] as const;
/** What somebody's hand does to the Lease. */
type Tampering = (typeof TAMPERINGS)[number];
/** What befalls the replicas; `which` means the leader, where it is 0, or one of those that live. */
type Fault = ProcessFault | { readonly what: Tampering };

const fault = fc.oneof(...processFaults, {
  weight: 3,
  arbitrary: fc.record({ what: fc.constantFrom(...TAMPERINGS) }),
}) as fc.Arbitrary<Fault>;

const history = historyOf(fault, { fewest: 2, steps: 12 });

test('never do two act at once, and in the end one leads, whatever happens to clocks, processes, network and Lease', {
  timeout: 120_000,
}, async () => {
  let acts = 0;
  let terms = 0;
  await fc.assert(
    fc.asyncProperty(history, async ({ clocks, weather, steps, seed }) => {
      const world = new ElectionWorld({ clock: new FakeClock(), random: seededRandom(seed) });
      world.weather = weather;
      for (const time of clocks) world.start(time);
      for (const { after, fault: happening } of steps) {
        await pass(world, after);
        befall(world, happening);
        replace(world, clocks);
      }
      await pass(world, 20_000);
      heal(world, world.living);
      await pass(world, 20_000);
      // Whoever acted when the Lease was tampered with does so no more.
      tampered.delete(world);
      replace(world, clocks);
      await pass(world, 45_000);
      expect(world.violations).toEqual([]);
      expect(world.leader?.identity).toBe(world.lease?.spec?.holderIdentity);
      expect(world.leader).toBeDefined();
      acts += world.acts;
      terms += world.terms.length;
      for (const replica of world.living) replica.kill();
    }),
    runsOf(100),
  );
  // Else nothing was tried.
  expect(acts).toBeGreaterThan(0);
  expect(terms).toBeGreaterThan(0);
});

function befall(world: ElectionWorld, happening: Fault): void {
  const { living } = world;
  if (!isTampering(happening)) {
    const at = 'which' in happening ? happening.which : 0;
    inflict(world, happening, (at === 0 && world.leader) || living[at % Math.max(1, living.length)]);
    return;
  }
  // Who has never seen the Lease cannot know that there was one: that is where nothing is promised.
  if (!living.every(hasSeenLease)) return;
  if (wouldLookReleased(world, happening.what)) return;
  tampered.add(world);
  tamper(world, happening.what);
}

/** Nobody holds it, for one second: that is what a holder leaves who has given it up, and nothing tells it from that. */
function wouldLookReleased({ lease }: ElectionWorld, how: Tampering): boolean {
  if (how === 'shorten') return lease?.spec?.holderIdentity === '';
  return how === 'empty' && lease?.spec?.leaseDurationSeconds === 1;
}

const tampered = new WeakSet<ElectionWorld>();

function tamper(world: ElectionWorld, how: Tampering): void {
  if (how === 'delete') world.deleteLease();
  if (how === 'empty') world.edit({ holderIdentity: '' });
  if (how === 'give to a stranger') world.edit({ holderIdentity: 'stranger' });
  if (how === 'give away') world.edit({ holderIdentity: world.living.at(-1)?.identity });
  if (how === 'strip')
    world.edit({ leaseDurationSeconds: undefined, renewTime: undefined, leaseTransitions: undefined });
  if (how === 'shorten') world.edit({ leaseDurationSeconds: 1 });
}

/** As a Deployment does; but none that is new comes while the Lease is not what a leader has made it. */
function replace(world: ElectionWorld, clocks: readonly { readonly rate: number; readonly offset: number }[]): void {
  const { leader, lease } = world;
  if (leader !== undefined && lease?.spec?.holderIdentity === leader.identity) tampered.delete(world);
  if (tampered.has(world)) return;
  while (world.living.length < clocks.length) world.start(clocks[world.replicas.length % clocks.length]);
}

function hasSeenLease({ log }: Replica): boolean {
  return log.lines.some(({ message }) => message === 'there is a new leader');
}

function isTampering(fault: Fault): fault is { readonly what: Tampering } {
  return TAMPERINGS.some(each => each === fault.what);
}
