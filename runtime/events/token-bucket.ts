// How often something may happen.
import type { Clock } from '../clock/clock.js';

/** Allows `burst` things at once, and one more for each `interval` milliseconds that pass; it never holds more. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #interval: number;
  #tokens: number;
  #filled: number;

  constructor(clock: Clock, burst: number, interval: number) {
    this.#clock = clock;
    this.#burst = burst;
    this.#interval = interval;
    this.#tokens = burst;
    this.#filled = clock.monotonic();
  }

  /** Takes a token; false when there is none. */
  take(): boolean {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.#tokens + (now - this.#filled) / this.#interval, this.#burst);
    this.#filled = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
