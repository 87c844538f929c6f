// Time as the embedded control plane sees it, so that tests can move it.

/** A call that is to come. */
export interface Timer {
  /** Keeps the call from happening; harmless when it has. */
  cancel(): void;
}

/** Where the time comes from. All durations are milliseconds. */
export interface Clock {
  /** The time of day, as milliseconds since the epoch. */
  now(): number;
  /** Calls back once, `delay` milliseconds from now; never at once. */
  setTimer(delay: number, callback: () => void): Timer;
}

/** The machine's clock. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delay, callback) {
    const handle = setTimeout(callback, Math.min(Math.max(delay, 0), LONGEST_TIMEOUT)).unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** setTimeout fires at once for longer delays. Nothing here waits for 24 days. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
