// Notices that nothing has come for too long.
import type { Clock, Timer } from '../clock/clock.js';

/** Calls back once when it was not touched for `limit` milliseconds. */
export class IdleDeadline {
  readonly #clock: Clock;
  readonly #onIdle: () => void;
  #limit: number;
  #touched: number;
  #timer: Timer;

  constructor(clock: Clock, limit: number, onIdle: () => void) {
    this.#clock = clock;
    this.#limit = limit;
    this.#onIdle = onIdle;
    this.#touched = clock.monotonic();
    this.#timer = this.#schedule(limit);
  }

  /** Something came. From now on the limit is the given one; it may only grow. */
  touch(limit: number = this.#limit): void {
    this.#limit = limit;
    this.#touched = this.#clock.monotonic();
  }

  cancel(): void {
    this.#timer.cancel();
  }

  /** Sets the timer again only when it fires: events are many, and timers are not free. */
  #schedule(delay: number): Timer {
    return this.#clock.setTimer(delay, () => {
      const left = this.#touched + this.#limit - this.#clock.monotonic();
      if (left > 0) this.#timer = this.#schedule(left);
      else this.#onIdle();
    });
  }
}
