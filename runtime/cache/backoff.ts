// How long the reflector waits before it asks again.
import type { Clock } from '../clock/clock.js';

const FIRST = 800;
const LONGEST = 30_000;
const HEALTH = 120_000;

/**
 * Delays from 0.8 s, doubling to 30 s, each stretched at random up to twice as long; from the start again once two
 * minutes went without a failure. The figures are those of client-go's reflector.
 */
export class ReflectorBackoff {
  readonly #clock: Clock;
  readonly #random: () => number;
  #base = FIRST;
  #healthyFrom = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Milliseconds to wait now. */
  next(): number {
    const now = this.#clock.monotonic();
    if (now - this.#healthyFrom >= HEALTH) this.#base = FIRST;
    const delay = this.#base * (1 + this.#random());
    this.#base = Math.min(this.#base * 2, LONGEST);
    this.#healthyFrom = now + delay;
    return delay;
  }
}
