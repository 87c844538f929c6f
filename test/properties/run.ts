// Runs random sequences in batches on a control plane, and shrinks what fails.
import { type Counts, runBatch } from './batch.js';
import { startEmbeddedPlane } from './embedded-plane.js';
import { generateBatch } from './generate.js';
import type { Plane, PlaneName } from './plane.js';
import { startRealPlane } from './real-plane.js';
import { failureText } from './report.js';
import type { Failure } from './sequence-run.js';
import { shrinkAlone } from './shrink-alone.js';
import type { Style } from './style.js';

export interface RunOptions {
  readonly plane: PlaneName;
  readonly style: Style;
  /** Determines the sequences; how they interleave is up to the machine. */
  readonly seed: number;
  /** How many, side by side. */
  readonly sequences: number;
}

/** What came of a batch. */
export interface RunOutcome {
  readonly counts: Counts;
  /** Each failure, in words. */
  readonly failures: readonly string[];
}

/** Milliseconds, on each control plane. */
const PATIENCE: Readonly<Record<PlaneName, number>> = { embedded: 10_000, real: 30_000 };
/** Alone, nothing has to wait for others. */
const PATIENCE_ALONE: Readonly<Record<PlaneName, number>> = { embedded: 3_000, real: 15_000 };
const REST = 300;
/** How many failures of a batch are shrunk; the others most often have the same cause. */
const MOST_SHRUNK = 2;

const START: Readonly<Record<PlaneName, () => Promise<Plane>>> = {
  embedded: startEmbeddedPlane,
  real: startRealPlane,
};

/** One batch, on a control plane of its own. */
export async function runSeeded(options: RunOptions): Promise<RunOutcome> {
  const { plane: where, style, seed, sequences } = options;
  const plane = await START[where]();
  try {
    const batch = generateBatch(seed, sequences);
    const { counts, failures } = await runBatch(batch, { plane, style, patience: PATIENCE[where], rest: REST });
    const texts: string[] = [];
    for (const failure of failures) {
      const name = `seed ${seed}, sequence ${batch.indexOf(failure.sequence)} of ${sequences}`;
      texts.push(
        texts.length < MOST_SHRUNK ? await shrunkText(name, failure, plane, options) : `${name}: ${failure.problem}`,
      );
    }
    return { counts, failures: texts };
  } finally {
    await plane.stop();
  }
}

async function shrunkText(
  name: string,
  failure: Failure,
  shared: Plane,
  { plane: where, style }: RunOptions,
): Promise<string> {
  const isReal = where === 'real';
  const shrunk = await shrinkAlone(failure, {
    // A real one takes long to start, and has many namespaces.
    open: isReal ? async () => shared : START[where],
    close: isReal ? async () => {} : plane => plane.stop(),
    ...{ style, patience: PATIENCE_ALONE[where], rest: REST, attempts: 2, most: isReal ? 40 : 150 },
  });
  if (shrunk === undefined) return `${name}, which does not fail alone:\n${failureText(failure)}`;
  const { length } = shrunk.sequence.commands;
  return `${name}, shrunk to ${length} of ${failure.sequence.commands.length} commands:\n${failureText(shrunk)}`;
}
