// The long form of the faults: `npm run test:faults -- --seed 1 --kills 200 --restarts 20 --pauses 20 --proxy 60 --soak 100000`.
// Prints what has happened as tables for docs/reference/faults.md; ends with 1 when anything was wrong.
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { FAULT_KINDS, type FaultKind } from './faults.js';
import { type Outcome, run } from './run.js';
import { growth, type Soak, soak } from './soak.js';
import { openWorld, type World } from './world.js';

/** By how much the heap may grow over the second half of a soak: what a garbage collector leaves now and then. */
const FLAT_BYTES = 1_000_000;
const SAMPLES = 40;
/** After so many an operator that is new goes on: with each outage it waits for longer, up to a minute. */
const MOST_AT_ONCE: Readonly<Record<FaultKind, number>> = { kill: 200, restart: 4, pause: 20, proxy: 6 };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    kills: { type: 'string', default: '200' },
    restarts: { type: 'string', default: '20' },
    pauses: { type: 'string', default: '20' },
    proxy: { type: 'string', default: '60' },
    soak: { type: 'string', default: '100000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`Options, with how often each fault happens; 0 leaves it out:
  --seed NUMBER  --kills 200  --restarts 20  --pauses 20  --proxy 60
  --soak 100000  reconciles without a fault, in which the memory must not grow`);
  process.exit(0);
}
const seed = number(values.seed);
const counts: Readonly<Record<FaultKind, number>> = {
  kill: number(values.kills),
  restart: number(values.restarts),
  pause: number(values.pauses),
  proxy: number(values.proxy),
};
const reconciles = number(values.soak);

console.log(
  `seed ${seed}; ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}\n`,
);
const world = await openWorld();
try {
  await runAll(world);
} finally {
  await world.close();
}

async function runAll(world: World): Promise<void> {
  console.log(
    line([
      'Fault',
      'Times',
      'Seconds',
      'Steps',
      'Reconciles',
      'At once',
      'Interrupted',
      'Requests',
      'Redis',
      'Pods',
      'Held',
    ]),
  );
  console.log(line(['---', ...Array.from({ length: 10 }, () => '---:')]));
  for (const kind of FAULT_KINDS) {
    if (counts[kind] === 0) continue;
    await attempt(async () => tell(await runInParts(world, kind)));
  }
  if (reconciles > 0) await attempt(async () => tellSoak(await soak(world, { reconciles, samples: SAMPLES, seed })));
}

async function runInParts(world: World, kind: FaultKind): Promise<Outcome> {
  let sum: Outcome | undefined;
  for (let done = 0, part = 0; done < counts[kind]; part += 1) {
    const count = Math.min(MOST_AT_ONCE[kind], counts[kind] - done);
    const outcome = await run(world, { kind, count, seed: seed + 10 * part });
    sum = sum === undefined ? outcome : added(sum, outcome);
    done += count;
  }
  if (sum === undefined) throw new Error(`there is nothing to run of ${kind}`);
  return sum;
}

/** What is not a sum is of the first. */
function added(first: Outcome, second: Outcome): Outcome {
  const sums = <T extends object>(a: T, b: T): T =>
    Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value + b[name as keyof T]])) as T;
  const { kind, seed, mostAtOnce, life, proxy, ...numbers } = first;
  const { kind: _, seed: __, mostAtOnce: most, life: lives, proxy: faults, ...others } = second;
  return {
    ...sums(numbers, others),
    ...{ kind, seed, mostAtOnce: Math.max(mostAtOnce, most), life: sums(life, lives), proxy: sums(proxy, faults) },
  };
}

/** What fails is told, and the rest is run all the same. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof Error ? error.message : error);
  }
}

function tell({ kind, count, seconds, steps, mostAtOnce, life, proxy, ...rest }: Outcome): void {
  const all = [kind, count, seconds.toFixed(0), steps, rest.reconciles, mostAtOnce, rest.interrupted, rest.requests];
  console.log(line([...all, life.redisCreated, life.podsCreated, rest.holds]));
  if (life.takenAway > 0) console.log(`\n${life.takenAway} Redis of these were taken away although they were held`);
  if (kind === 'proxy') console.log(`\nthe proxy: ${JSON.stringify(proxy)}`);
}

function tellSoak({ seconds, requests, samples, violations, ...rest }: Soak): void {
  const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(2);
  console.log(`\nsoak: ${rest.reconciles} reconciles, ${requests} requests, ${seconds.toFixed(0)} s\n`);
  console.log(line(['Reconciles', 'Heap (MB)', 'External (MB)', 'RSS (MB)']));
  console.log(line(['---:', '---:', '---:', '---:']));
  for (const { reconciles, heapUsed, external, rss } of samples) {
    console.log(line([reconciles, mb(heapUsed), mb(external), mb(rss)]));
  }
  const grown = growth(samples);
  console.log(`\nfrom the middle to the end the heap, with what is external, grows by ${mb(grown)} MB`);
  if (grown > FLAT_BYTES) throw new Error(`that is more than ${mb(FLAT_BYTES)} MB: memory is not flat`);
  if (violations.length > 0) throw new Error(violations.join('\n'));
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function number(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`a whole number is needed, not ${JSON.stringify(text)}`);
}
