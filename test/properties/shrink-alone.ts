// Takes a sequence that has failed among others, and finds the shortest one that fails alone.
import { runBatch } from './batch.js';
import type { Sequence } from './commands.js';
import type { Plane } from './plane.js';
import type { Failure } from './sequence-run.js';
import { shrink } from './shrink.js';
import type { Style } from './style.js';

export interface AloneOptions {
  /** Starts a control plane for each try, or answers one that is used again. */
  readonly open: () => Promise<Plane>;
  /** Ends what `open` has answered. */
  readonly close: (plane: Plane) => Promise<void>;
  readonly style: Style;
  readonly patience: number;
  readonly rest: number;
  /** How often each try is made before it counts as no failure: who comes first is up to the machine. */
  readonly attempts: number;
  /** How many are tried at most. */
  readonly most: number;
}

/**
 * With its own restarts, where it has any.
 * @returns the failure of the shortest sequence that has failed; undefined where it does not fail alone
 */
export async function shrinkAlone(failure: Failure, options: AloneOptions): Promise<Failure | undefined> {
  let shortest: Failure | undefined;
  const fails = async (sequence: Sequence): Promise<boolean> => {
    for (let attempt = 0; attempt < options.attempts; attempt += 1) {
      const found = await failureOf(sequence, options);
      if (found === undefined) continue;
      shortest = found;
      return true;
    }
    return false;
  };
  const { sequence, at } = failure;
  const short = { ...sequence, commands: sequence.commands.slice(0, at + 1) };
  if (!(await fails(short)) && !(await fails(sequence))) return undefined;
  await shrink((shortest as Failure | undefined)?.sequence ?? sequence, fails, options.most);
  return shortest;
}

async function failureOf(sequence: Sequence, options: AloneOptions): Promise<Failure | undefined> {
  const { style, patience, rest } = options;
  const plane = await options.open();
  try {
    return (await runBatch([sequence], { plane, style, patience, rest })).failures[0];
  } finally {
    await options.close(plane);
  }
}
