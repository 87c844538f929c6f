// How long a key that failed waits, by the number of its failures.

/**
 * Counts the failures of each key and doubles its delay with each: `base`, `2 * base`, `4 * base` ... up to `longest`,
 * in milliseconds. Keys do not slow each other down. Follows client-go's ItemExponentialFailureRateLimiter.
 */
export class ItemBackoff {
  readonly #base: number;
  readonly #longest: number;
  readonly #failures = new Map<string, number>();

  constructor(base: number, longest: number) {
    this.#base = base;
    this.#longest = longest;
  }

  /** Counts a failure, and gives the delay that follows it. */
  fail(key: string): number {
    const before = this.failures(key);
    this.#failures.set(key, before + 1);
    return Math.min(this.#base * 2 ** before, this.#longest);
  }

  /** The failures of the key since it was last forgotten. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }
}
