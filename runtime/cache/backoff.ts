// How long the reflector waits before it asks again.
import { ApiError } from '../client/api-error.js';
import { isExpired, isForbidden } from '../client/api-reasons.js';
import type { Clock } from '../clock/clock.js';

const FIRST = 800;
const LONGEST = 30_000;
const HEALTH = 120_000;
/** No server, and no proxy before it, can send the cache to sleep for longer with its Retry-After. */
const LONGEST_ASKED_WAIT = 300_000;

/**
 * Delays from 0.8 s, doubling to 30 s, each stretched at random up to twice as long; from the start again once two
 * minutes went without a failure. The figures are those of client-go's reflector. Unlike there:
 * - What the server asks for with Retry-After is waited, up to five minutes.
 * - The first version that is gone from under a healthy watch leads on within 0.8 s, at random: it is no sign of trouble.
 *   Many watches that lose it together are spread as widely as by a first delay.
 * - 403 in a row have delays of their own, from 0.8 s again: a server that has just come back refuses everything until it
 *   has read its RBAC, and the delays have grown while it was away.
 */
export class ReflectorBackoff {
  readonly #newSeries: () => DelaySeries;
  readonly #failures: DelaySeries;
  #refusals: DelaySeries | undefined;

  constructor(clock: Clock, random: () => number) {
    this.#newSeries = () => new DelaySeries(clock, random);
    this.#failures = this.#newSeries();
  }

  /** Milliseconds to wait now, since this has failed so. */
  next(verb: 'list' | 'watch', error: unknown): number {
    return Math.max(this.#next(verb, error), askedWait(error));
  }

  #next(verb: 'list' | 'watch', error: unknown): number {
    if (isForbidden(error)) {
      this.#refusals ??= this.#newSeries();
      return this.#refusals.next();
    }
    this.#refusals = undefined;
    if (verb === 'watch' && isExpired(error) && this.#failures.isHealthy) return this.#failures.spread();
    return this.#failures.next();
  }
}

class DelaySeries {
  readonly #clock: Clock;
  readonly #random: () => number;
  #base = FIRST;
  #healthyFrom = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  get isHealthy(): boolean {
    return this.#clock.monotonic() - this.#healthyFrom >= HEALTH;
  }

  next(): number {
    if (this.isHealthy) this.#base = FIRST;
    const delay = this.#base * (1 + this.#random());
    this.#base = Math.min(this.#base * 2, LONGEST);
    return this.#wait(delay);
  }

  /** Before the first delay: as wide, and from 0. */
  spread(): number {
    this.#base = FIRST;
    return this.#wait(FIRST * this.#random());
  }

  #wait(delay: number): number {
    this.#healthyFrom = this.#clock.monotonic() + delay;
    return delay;
  }
}

function askedWait(error: unknown): number {
  const asked = error instanceof ApiError ? Number(error.retryAfterSeconds) * 1000 : 0;
  // What is no number must not lead to a delay that is none.
  return asked > 0 ? Math.min(asked, LONGEST_ASKED_WAIT) : 0;
}
