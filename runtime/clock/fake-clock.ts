// A clock that moves only when a test says so.
import type { Clock, Timer } from './clock.js';

/** Starts at the given time of day (milliseconds since the epoch; default 2026-01-01T00:00:00Z). */
export class FakeClock implements Clock {
  readonly #start: number;
  #elapsed = 0;
  #timers: { readonly due: number; readonly callback: () => void }[] = [];

  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#start = start;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setTimer(delay: number, callback: () => void): Timer {
    const timer = { due: this.#elapsed + Math.max(delay, 0), callback };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter(other => other !== timer);
      },
    };
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Milliseconds until the next timer is due; undefined when none waits. */
  get untilNext(): number | undefined {
    const due = this.#timers.map(timer => timer.due);
    return due.length === 0 ? undefined : Math.min(...due) - this.#elapsed;
  }

  /** Moves on by that many milliseconds, calling the timers that come due in order, and lets promises settle. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#elapsed = Math.max(this.#elapsed, next.due);
      this.#timers = this.#timers.filter(timer => timer !== next);
      next.callback();
      await settle();
    }
    this.#elapsed = end;
  }

  #next(end: number) {
    return this.#timers.filter(timer => timer.due <= end).sort((a, b) => a.due - b.due)[0];
  }
}

/** Lets everything run that waits only for promises. */
function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
