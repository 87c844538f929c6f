// How long a key that failed waits before it is tried again.
import type { Clock } from '../clock/clock.js';

/** Follows client-go's `RateLimiter`. A controller has one of its own. */
export interface RateLimiter {
  /** Counts a failure of the key. @returns the milliseconds that it waits; 0 or less: none */
  when(key: string): number;
  /** The key has succeeded, or is not tried any more: its failures do not count from now on. */
  forget(key: string): void;
  /** The failures of the key since it was last forgotten. */
  retries(key: string): number;
}

export interface ItemExponentialOptions {
  /** Milliseconds after the first failure; doubled with each further one. Default 5. */
  readonly baseDelay?: number;
  /** The most milliseconds. Default 1,000,000. */
  readonly maxDelay?: number;
}

/**
 * `baseDelay`, `2 * baseDelay`, `4 * baseDelay` ... up to `maxDelay`. Keys do not slow each other down. What a controller
 * has where nothing else is said; client-go's ItemExponentialFailureRateLimiter.
 * @throws RangeError for delays below 0, and for a longest one that is shorter than the first
 */
export function itemExponentialRateLimiter({
  baseDelay = 5,
  maxDelay = 1_000_000,
}: ItemExponentialOptions = {}): RateLimiter {
  if (!(baseDelay >= 0)) throw new RangeError(`baseDelay is a number of milliseconds >= 0, not ${baseDelay}`);
  if (!(maxDelay >= baseDelay))
    throw new RangeError(`maxDelay is a number of milliseconds >= baseDelay, not ${maxDelay}`);
  const failures = new FailureCounts();
  // 2 ** 1024 is no number any more, and 0 times that neither.
  const delayAfter = (before: number): number => Math.min(baseDelay * 2 ** Math.min(before, 1000), maxDelay);
  return {
    when: key => delayAfter(failures.add(key)),
    forget: key => failures.forget(key),
    retries: key => failures.of(key),
  };
}

/**
 * All keys together: `burst` at once, then `perSecond` of them; the rest wait in turn. Counts no failures; client-go's
 * BucketRateLimiter. Join it to a limiter for each key with `maxOfRateLimiters`.
 * @throws RangeError unless both are numbers above 0
 */
export function bucketRateLimiter(perSecond: number, burst: number, clock: Clock): RateLimiter {
  if (!(perSecond > 0)) throw new RangeError(`perSecond is a number > 0, not ${perSecond}`);
  if (!(burst >= 1)) throw new RangeError(`burst is a number >= 1, not ${burst}`);
  let tokens = burst;
  let filled = clock.monotonic();
  return {
    when: () => {
      const now = clock.monotonic();
      tokens = Math.min(burst, tokens + ((now - filled) * perSecond) / 1000) - 1;
      filled = now;
      // A token below zero is one that comes later: this key has taken it already.
      return tokens >= 0 ? 0 : (-tokens * 1000) / perSecond;
    },
    forget: () => {},
    retries: () => 0,
  };
}

/**
 * `fastDelay` for the first `maxFastAttempts` failures of a key, then `slowDelay`, both in milliseconds; client-go's
 * ItemFastSlowRateLimiter.
 */
export function itemFastSlowRateLimiter(fastDelay: number, slowDelay: number, maxFastAttempts: number): RateLimiter {
  const failures = new FailureCounts();
  return {
    when: key => (failures.add(key) < maxFastAttempts ? fastDelay : slowDelay),
    forget: key => failures.forget(key),
    retries: key => failures.of(key),
  };
}

/** The longest delay of these, each of which counts the failure; client-go's MaxOfRateLimiter. */
export function maxOfRateLimiters(...limiters: readonly RateLimiter[]): RateLimiter {
  return {
    when: key => limiters.reduce((longest, limiter) => Math.max(longest, limiter.when(key)), 0),
    forget: key => {
      for (const limiter of limiters) limiter.forget(key);
    },
    retries: key => limiters.reduce((most, limiter) => Math.max(most, limiter.retries(key)), 0),
  };
}

class FailureCounts {
  readonly #counts = new Map<string, number>();

  /** @returns how many there were before */
  add(key: string): number {
    const before = this.of(key);
    this.#counts.set(key, before + 1);
    return before;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }
}
