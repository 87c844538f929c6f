// What a reconcile answers.
import { ExplainedError } from '../log/explained-error.js';

/** Either all is done until something changes, or: run again after a while, whatever happens. */
export type Result =
  | { readonly kind: 'done' }
  | { readonly kind: 'requeueAfter' /** Milliseconds. */; readonly delay: number };

/** Nothing more to do until the object, or something that it owns or watches, changes. */
export const done: Result = Object.freeze({ kind: 'done' });

/**
 * Run again after so many milliseconds, or earlier if something changes. Resets the back-off, as success does.
 * @throws RangeError unless the delay is a finite number from 0
 */
export function requeueAfter(delay: number): Result {
  if (!(delay >= 0 && delay < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`requeueAfter needs a number of milliseconds >= 0, got ${delay}`);
  }
  return { kind: 'requeueAfter', delay };
}

/** Seconds in milliseconds. */
export const seconds = (count: number): number => count * 1000;

/** Minutes in milliseconds. */
export const minutes = (count: number): number => count * 60_000;

/** Thrown by a reconcile for which trying again is of no use: it is logged and counted, and not retried. */
export class TerminalError extends ExplainedError {
  override readonly name = 'TerminalError';
}
