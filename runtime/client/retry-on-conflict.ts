// Reads and writes again when somebody else was faster.
import { type Clock, sleep, systemClock } from '../clock/clock.js';
import { isConflict } from './api-reasons.js';

export interface RetryOptions {
  /** How often it is tried at most; default 5. */
  readonly tries?: number;
  /** Milliseconds before the second try; default 10. */
  readonly pause?: number;
  /** By what the pause grows with each try; default 1. */
  readonly factor?: number;
  /** By what part of it a pause is longer at most, at random; default 0.1. */
  readonly jitter?: number;
  /** Which errors are tried again; default: conflicts. */
  readonly retriable?: (error: unknown) => boolean;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
  /** Between 0 and 1; default: Math.random. */
  readonly random?: () => number;
}

/**
 * Runs `attempt`, and runs it again while it fails with a conflict: it has to read the object anew, change it and write it. The
 * last error is thrown. The defaults are those of client-go's `retry.DefaultRetry`. In a reconciler a conflict may
 * as well be thrown: the queue comes back to it.
 */
export async function retryOnConflict<R>(attempt: () => Promise<R>, options: RetryOptions = {}): Promise<R> {
  const { tries = 5, factor = 1, jitter = 0.1, retriable = isConflict, signal } = options;
  const { clock = systemClock, random = Math.random } = options;
  let pause = options.pause ?? 10;
  for (let left = tries - 1; ; left--) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (left <= 0 || !retriable(error)) throw error;
    }
    await sleep(clock, pause * (1 + random() * jitter), signal);
    pause *= factor;
  }
}
