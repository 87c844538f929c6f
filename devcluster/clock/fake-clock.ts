// A clock that moves only when it is told to.
import type { Clock, Timer } from './clock.js';

/** Starts at the given time of day, in milliseconds since the epoch. */
export class FakeClock implements Clock {
  readonly #start: number;
  #now: number;
  readonly #timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#start = start;
    this.#now = start;
  }

  /** How many calls are to come. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  /** Milliseconds since the start: the runtime's clocks can tell them, so that an operator can share this clock. */
  monotonic(): number {
    return this.#now - this.#start;
  }

  setTimer(delay: number, callback: () => void): Timer {
    const timer = { due: this.#now + Math.max(delay, 0), callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  /**
   * Moves on, calls in order what comes due, and lets everything run after each call that waits for promises alone.
   * @throws RangeError for a time that is none: it never goes back
   */
  async advance(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0 && milliseconds < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`the clock cannot move on by ${milliseconds}: it must be 0 or more milliseconds`);
    }
    const end = this.#now + milliseconds;
    await settled();
    for (;;) {
      const next = [...this.#timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.due);
      this.#timers.delete(next);
      next.callback();
      await settled();
    }
    // Somebody else may have moved it further meanwhile.
    this.#now = Math.max(this.#now, end);
  }

  /**
   * Moves on by steps until the promise settles, and waits in between for a few real milliseconds: for what needs time and
   * the answers of a server in turns.
   * @returns what the promise resolves to
   * @throws RangeError for a step that is no time
   */
  async advanceUntil<T>(expected: Promise<T>, step: number): Promise<T> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    expected.then(settle, settle);
    while (!isSettled) {
      await this.advance(step);
      await new Promise(resolve => setTimeout(resolve, ANSWER_TIME));
    }
    return expected;
  }
}

/** Enough for a round trip within this process, mostly; more turns do no harm. Milliseconds. */
const ANSWER_TIME = 5;

function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
