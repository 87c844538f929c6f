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
 * minutes went without a failure. The figures are those of client-go's reflector. Unlike there, what the server asks for with
 * Retry-After is waited, up to five minutes, and two answers have delays of their own, since those of a server that was away
 * have grown meanwhile:
 * - 403: a server that has just come back refuses everything until it has read its RBAC.
 * - A watch whose version is gone: no sign of trouble, and usual after a restart. The first one in two minutes leads on within
 *   0.8 s, at random: many that lose a version together are spread as widely as by a first delay.
 */
export class ReflectorBackoff {
  readonly #failures: DelaySeries;
  readonly #refusals: DelaySeries;
  readonly #losses: DelaySeries;

  constructor(clock: Clock, random: () => number) {
    this.#failures = new DelaySeries(clock, random);
    this.#refusals = new DelaySeries(clock, random);
    this.#losses = new DelaySeries(clock, random);
  }

  /** Milliseconds to wait now, since this has failed so. */
  next(verb: 'list' | 'watch', error: unknown): number {
    return Math.max(this.#next(verb, error), askedWait(error));
  }

  #next(verb: 'list' | 'watch', error: unknown): number {
    if (isForbidden(error)) return this.#refusals.next();
    if (verb === 'list' || !isExpired(error)) return this.#failures.next();
    return this.#losses.isHealthy ? this.#losses.spread() : this.#losses.next();
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

  /** As wide as the first delay, and from 0. */
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
