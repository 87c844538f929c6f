// Keeps a server that refuses whatever it is shown from having credentials renewed for each request.
import type { Clock } from '../../clock/clock.js';

/** Milliseconds. */
const PAUSE = 10_000;

/** Says when credentials that cost something, a program that runs or a refresh token, may be renewed after a refusal. */
export class RenewalPause {
  readonly #clock: Clock;
  #over = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether renewal may begin. If so the pause begins with it: what it brings may be refused as well. */
  begin(): boolean {
    const now = this.#clock.monotonic();
    if (now < this.#over) return false;
    this.#over = now + PAUSE;
    return true;
  }
}
