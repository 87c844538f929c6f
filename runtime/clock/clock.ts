// Time as the runtime sees it, so that tests can move it.

/** A scheduled call. */
export interface Timer {
  /** Stops the call from happening; harmless when it already did. */
  cancel(): void;
}

/** Where the time comes from. All durations are milliseconds. */
export interface Clock {
  /** The time of day, as milliseconds since the epoch. It can jump; do not measure with it. */
  now(): number;
  /** Milliseconds since some fixed moment; never goes back. */
  monotonic(): number;
  /** Calls back once, `delay` milliseconds from now; a delay of 0 or less means soon, never at once. */
  setTimer(delay: number, callback: () => void): Timer;
}

/** setTimeout fires at once for longer delays (a signed 32-bit count of milliseconds). */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** The machine's clock. Delays of more than 24.8 days are honoured. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delay, callback) {
    let handle: NodeJS.Timeout;
    const schedule = (left: number): void => {
      const step = Math.min(Math.max(left, 0), LONGEST_TIMEOUT);
      handle = setTimeout(() => (left > step ? schedule(left - step) : callback()), step);
    };
    schedule(delay);
    return { cancel: () => clearTimeout(handle) };
  },
};

/**
 * Resolves after `delay` milliseconds, or as soon as the signal aborts; never rejects.
 * @returns whether the whole delay passed
 */
export function sleep(clock: Clock, delay: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return Promise.resolve(false);
  return new Promise(resolve => {
    const onAbort = (): void => {
      timer.cancel();
      resolve(false);
    };
    const timer = clock.setTimer(delay, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
