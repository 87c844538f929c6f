// What a reconcile answers.
import { ExplainedError } from '../log/explained-error.js';

/** Either all is done until something changes, or: run again after a while, whatever happens. */
export type Result =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'requeueAfter';
      /** Milliseconds. */
      readonly delay: number;
      /** Default: that of the reconcile that answers it. */
      readonly priority?: number | undefined;
    };

/** Nothing more to do until the object, or something that it owns or watches, changes. */
export const done: Result = Object.freeze({ kind: 'done' });

/**
 * Run again after so many milliseconds, or earlier if something changes. Resets the back-off, as success does. Keys of a
 * higher priority are worked on first: what changes has 0, what was there at the start -100.
 * @throws RangeError unless the delay is a finite number from 0, and the priority one at all
 */
export function requeueAfter(delay: number, { priority }: { readonly priority?: number } = {}): Result {
  const result: Result = { kind: 'requeueAfter', delay, ...(priority !== undefined && { priority }) };
  const problem = resultProblem(result);
  if (problem !== undefined) throw new RangeError(problem);
  return result;
}

/** Why this is no answer of a reconcile; undefined when it is one. */
export function resultProblem(result: unknown): string | undefined {
  const { kind, delay, priority } = (result ?? {}) as Partial<Record<'kind' | 'delay' | 'priority', unknown>>;
  if (kind === 'done') return undefined;
  if (kind !== 'requeueAfter') return `a reconcile answers done or requeueAfter(milliseconds), not ${shown(result)}`;
  if (!(typeof delay === 'number' && delay >= 0 && delay < Number.POSITIVE_INFINITY)) {
    return `requeueAfter needs a number of milliseconds >= 0, got ${shown(delay)}`;
  }
  if (priority !== undefined && !(typeof priority === 'number' && Number.isFinite(priority))) {
    return `the priority of requeueAfter is a finite number, got ${shown(priority)}`;
  }
  return undefined;
}

/** Short, and of every value there is. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'another object';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'string' ? JSON.stringify(value).slice(0, 80) : String(value);
}

/** Seconds in milliseconds. */
export const seconds = (count: number): number => count * 1000;

/** Minutes in milliseconds. */
export const minutes = (count: number): number => count * 60_000;

/** Thrown by a reconcile for which trying again is of no use: it is logged and counted, and not retried. */
export class TerminalError extends ExplainedError {
  override readonly name = 'TerminalError';
}
