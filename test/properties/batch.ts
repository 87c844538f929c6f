// Many sequences side by side, each in a namespace of its own, under one operator. What happens to all happens at the same place.
import { setTimeout as delay } from 'node:timers/promises';
import { Seeded } from '../faults/seeded.js';
import { isShared, type Sequence, type SharedCommand } from './commands.js';
import { Kubelet } from './kubelet.js';
import { Operators } from './operators.js';
import type { Plane } from './plane.js';
import { type Failure, SequenceRun } from './sequence-run.js';
import type { Style } from './style.js';

export interface BatchOptions {
  readonly plane: Plane;
  readonly style: Style;
  /** How long nothing may happen anywhere while something has to, in milliseconds. */
  readonly patience: number;
  /** For how long nothing must be written in the end, in milliseconds. */
  readonly rest: number;
}

/** What came of them. */
export interface Outcome {
  readonly failures: readonly Failure[];
  readonly counts: Counts;
}

export interface Counts {
  readonly sequences: number;
  readonly steps: number;
  readonly restartOperator: number;
  readonly crashOperator: number;
  readonly restartServer: number;
  /** Writes to Redis, Pods and Events that were seen. */
  readonly writes: number;
}

/** All have what is shared at the same places. */
export async function runBatch(sequences: readonly Sequence[], options: BatchOptions): Promise<Outcome> {
  const { plane, style } = options;
  const operators = new Operators(plane, style);
  const kubelet = new Kubelet({
    client: plane.admin,
    random: new Seeded(sequences.length),
    now: () => plane.clock.now(),
  });
  let last = performance.now();
  const idle = (): number => performance.now() - last;
  const runs = sequences.map(sequence => new SequenceRun(sequence, { ...options, idle, operators }));
  const byNamespace = new Map(runs.map(run => [run.namespace, run]));
  const counts = {
    sequences: runs.length,
    steps: 0,
    restartOperator: 0,
    crashOperator: 0,
    restartServer: 0,
    writes: 0,
  };
  const unheard = plane.hear(change => {
    const run = byNamespace.get(change.namespace);
    if (run === undefined) return;
    counts.writes += 1;
    last = performance.now();
    run.witness.hear(change);
  });
  const all = (work: (run: SequenceRun) => Promise<void>) => Promise.all(runs.map(work));
  try {
    await operators.start();
    await all(async run => {
      await run.begin();
      kubelet.manage(run.namespace, run.witness, run.sequence.graceful);
    });
    const end = Math.max(0, ...sequences.map(({ commands }) => commands.length));
    for (let from = 0; from < end; ) {
      const to = nextShared(sequences, from, end);
      await all(run => run.do(from, to));
      const shared = sequences.map(({ commands }) => commands[to]).find(command => command !== undefined);
      if (shared !== undefined && isShared(shared)) {
        await all(run => run.do(to, to + 1));
        await happen(shared, operators, plane);
        counts[shared.do] += 1;
      }
      from = to + 1;
    }
    await all(run => run.finish());
    await delay(options.rest);
    await all(run => run.look());
    await all(run => run.cleanUp());
    counts.steps = runs.reduce((sum, { steps }) => sum + steps, 0);
    return { failures: runs.map(({ failure }) => failure).filter(failure => failure !== undefined), counts };
  } finally {
    await kubelet.stop();
    await operators.close();
    unheard();
  }
}

/** Where something happens to all; the end where nothing does any more. */
function nextShared(sequences: readonly Sequence[], from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const those = sequences.map(({ commands }) => commands[at]);
    if (those.some(command => command !== undefined && isShared(command))) return at;
  }
  return end;
}

async function happen({ do: what }: SharedCommand, operators: Operators, plane: Plane): Promise<void> {
  if (what === 'restartServer') return await plane.restartServer();
  if (what === 'restartOperator') await operators.stop();
  else operators.crash();
  await operators.start();
}
