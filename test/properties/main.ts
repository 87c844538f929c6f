// The long form of the properties: `npm run test:properties -- --seed 1 --sequences 2000 --real 50`.
// Prints what has happened as a table for docs/reference/properties.md; ends with 1 when anything was wrong.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Counts } from './batch.js';
import { batchSeeds, MOST_SEED as MOST } from './generate.js';
import type { PlaneName } from './plane.js';
import type { RunOutcome } from './run.js';
import { STYLES } from './style.js';
import type { Task } from './worker.js';

const USAGE = `Options:
  --seed NUMBER      determines the sequences; default: another one each time
  --sequences 2000   how many on the embedded control plane
  --real 50          how many on a real one
  --style steps      the reference operator, or the one in the style of desired state: ${Object.keys(STYLES).join(', ')}
  --workers NUMBER   processes; default: one for each core`;

const flags = readFlags();
if (flags === undefined) {
  console.log(USAGE);
  process.exit(0);
}
const { seed, style } = flags;
const SIZES: Readonly<Record<PlaneName, number>> = { embedded: 50, real: 10 };
const COLUMNS = ['sequences', 'steps', 'restartOperator', 'crashOperator', 'restartServer', 'writes'] as const;

console.log(
  `seed ${seed}, ${style}; ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}\n`,
);
const TITLES = [
  'Sequences',
  'Steps',
  'Operator stopped',
  'Operator killed',
  'API server killed',
  'Writes',
  'Seconds',
  'Failed',
];
console.log(`| Control plane | ${TITLES.join(' | ')} |\n|---|${TITLES.map(() => '---:').join('|')}|`);
const embedded = await runAll('embedded', flags.sequences, flags.workers);
// It has processes of its own.
const real = await runAll('real', flags.real, 1);
if (embedded + real > 0) process.exitCode = 1;

/** @returns how many have failed */
async function runAll(plane: PlaneName, count: number, workers: number): Promise<number> {
  if (count === 0) return 0;
  const started = performance.now();
  const size = SIZES[plane];
  const tasks = batchSeeds(seed, Math.ceil(count / size)).map((batchSeed, at): Task => {
    const sequences = Math.min(size, count - at * size);
    return { plane, style, seed: batchSeed, sequences };
  });
  const outcomes: RunOutcome[] = [];
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, () => work(tasks, outcomes)));
  const sum = (column: keyof Counts): number => outcomes.reduce((all, { counts }) => all + counts[column], 0);
  const failed = outcomes.reduce((all, { failures }) => all + failures.length, 0);
  const cells = [...COLUMNS.map(sum), ((performance.now() - started) / 1000).toFixed(0), failed];
  console.log(`| ${plane} | ${cells.join(' | ')} |`);
  return failed;
}

/** A process takes tasks until none is left. */
async function work(tasks: Task[], outcomes: RunOutcome[]): Promise<void> {
  const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
    execArgv: [...process.execArgv, '--max-semi-space-size=32'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`a worker has ended with ${signal ?? code}`);
  });
  ended.catch(() => {});
  try {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      child.send(task);
      const [outcome] = await Promise.race([once(child, 'message'), ended]);
      outcomes.push(outcome as RunOutcome);
      for (const failure of (outcome as RunOutcome).failures) console.error(`\n${failure}`);
      if (process.stderr.isTTY) process.stderr.write(`${outcomes.length} batches\r`);
    }
  } finally {
    child.kill();
  }
}

/** Undefined: help is asked for. Wrong flags end the process, with what to write instead. */
function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        sequences: { type: 'string', default: '2000' },
        real: { type: 'string', default: '50' },
        style: { type: 'string', default: 'steps' },
        workers: { type: 'string', default: String(availableParallelism()) },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
    if (values.help) return undefined;
    return {
      seed: whole('seed', values.seed),
      sequences: whole('sequences', values.sequences),
      real: whole('real', values.real),
      style: styleOf(values.style),
      workers: whole('workers', values.workers, 1),
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return process.exit(1);
  }
}

function whole(flag: string, text: string, least = 0): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= MOST) return number;
  throw new Error(`--${flag} ${text}: write a whole number from ${least} to ${MOST}`);
}

function styleOf(text: string): Task['style'] {
  if (Object.hasOwn(STYLES, text)) return text as Task['style'];
  throw new Error(`--style ${text}: write ${Object.keys(STYLES).join(' or ')}`);
}
