// How much of a long work is done before others get a turn.
import type { Clock } from '../clock/clock.js';

const LONGEST = 5;
const MOST_STEPS = 1024;

/** A piece of some milliseconds; also of so many steps, whatever the clock says. */
export class WorkPiece {
  readonly #clock: Clock;
  readonly #end: number;
  #steps = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#end = clock.monotonic() + LONGEST;
  }

  step(): void {
    this.#steps += 1;
  }

  get isOver(): boolean {
    return this.#steps >= MOST_STEPS || this.#clock.monotonic() >= this.#end;
  }
}
