// Keeps work that has just failed from being begun again for each request.
import type { Clock } from '../../clock/clock.js';

/** Milliseconds. */
const FIRST_REST = 1_000;
const LONGEST_REST = 30_000;

/**
 * Does `work`, but not soon after it has failed: until then its failure is the answer. The rest is a second at first, and
 * twice as long after each failure that follows, up to 30 s. client-go begins again with every request.
 */
export function restingAfterFailure<T>(work: () => Promise<T>, clock: Clock): () => Promise<T> {
  let failure: { readonly error: unknown; readonly rest: number; readonly over: number } | undefined;
  return async () => {
    if (failure !== undefined && clock.monotonic() < failure.over) throw failure.error;
    try {
      const outcome = await work();
      failure = undefined;
      return outcome;
    } catch (error) {
      const rest = failure === undefined ? FIRST_REST : Math.min(failure.rest * 2, LONGEST_REST);
      failure = { error, rest, over: clock.monotonic() + rest };
      throw error;
    }
  };
}
