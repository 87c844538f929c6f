// How fast a client asks, where it is to be held back.
import { type Clock, sleep } from '../clock/clock.js';

/** A token bucket, as that of client-go's flowcontrol. */
export interface RateLimit {
  /** Requests a second, on average; may be less than one. */
  readonly qps: number;
  /** Requests that may be sent at once after a rest; default 10. */
  readonly burst?: number;
}

/** Lets requests go in the order in which they come. */
export class RequestLimit {
  readonly #clock: Clock;
  readonly #qps: number;
  readonly #burst: number;
  /** Below zero: so many requests wait. */
  #tokens: number;
  #filledAt: number;

  /** @throws TypeError for numbers that make no sense */
  constructor({ qps, burst = 10 }: RateLimit, clock: Clock) {
    if (!(qps > 0 && Number.isFinite(qps))) throw new TypeError(`rateLimit.qps must be more than 0, got ${qps}`);
    if (!(burst >= 1 && Number.isFinite(burst))) throw new TypeError(`rateLimit.burst must be 1 or more, got ${burst}`);
    this.#clock = clock;
    this.#qps = qps;
    this.#burst = Math.floor(burst);
    this.#tokens = this.#burst;
    this.#filledAt = clock.monotonic();
  }

  /**
   * Waits until the next request may go; gives its place back when the signal aborts, and rejects with its reason.
   * @returns how long that took, in milliseconds
   */
  async turn(signal?: AbortSignal): Promise<number> {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.#tokens + ((now - this.#filledAt) / 1000) * this.#qps, this.#burst) - 1;
    this.#filledAt = now;
    const wait = this.#tokens >= 0 ? 0 : (-this.#tokens / this.#qps) * 1000;
    if (wait > 0 && !(await sleep(this.#clock, wait, signal))) {
      this.#tokens += 1;
      signal?.throwIfAborted();
    }
    return wait;
  }
}
