// The turns of keys that come at a later moment.
import type { Clock, Timer } from '../clock/clock.js';
import { Heap } from './heap.js';
import { type Delay, type Entry, isDueBefore } from './queue-entry.js';

/** Calls when a turn has come, the earliest first; of those of one moment, the one that was added first. */
export class DelayedTurns {
  readonly #clock: Clock;
  readonly #onDue: (entry: Entry) => void;
  readonly #delays = new Heap<Delay>(isDueBefore);
  /** The one timer, armed for the earliest. */
  #alarm: { readonly due: number; readonly timer: Timer } | undefined;
  #orders = 0;

  /** @param onDue is given entries that are no longer here */
  constructor(clock: Clock, onDue: (entry: Entry) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  get length(): number {
    return this.#delays.length;
  }

  /** Takes in an entry whose turn comes after so many milliseconds; one that is here already keeps the earlier moment. */
  add(entry: Entry, after: number): void {
    const due = this.#clock.monotonic() + after;
    if (entry.delay === undefined) {
      entry.turn = 'delayed';
      entry.delay = { entry, due, order: this.#orders++, index: -1 };
      this.#delays.push(entry.delay);
    } else {
      if (due >= entry.delay.due) return;
      entry.delay.due = due;
      this.#delays.moved(entry.delay);
    }
    this.#setAlarm();
  }

  /** Nothing happens for an entry that is not here. */
  remove(entry: Entry): void {
    if (entry.delay === undefined) return;
    this.#delays.remove(entry.delay);
    entry.delay = undefined;
    this.#setAlarm();
  }

  /** @returns the entries that were here: they have no turn any more */
  clear(): readonly Entry[] {
    const entries = [...this.#delays].map(({ entry }) => entry);
    for (const entry of entries) {
      entry.turn = 'none';
      entry.delay = undefined;
    }
    this.#delays.clear();
    this.#setAlarm();
    return entries;
  }

  #setAlarm(): void {
    const due = this.#delays.first?.due;
    if (due === this.#alarm?.due) return;
    this.#alarm?.timer.cancel();
    this.#alarm = undefined;
    if (due === undefined) return;
    const timer = this.#clock.setTimer(due - this.#clock.monotonic(), () => this.#callDue());
    this.#alarm = { due, timer };
  }

  #callDue(): void {
    // A timer of the machine may fire a little early; then nothing is due, and the rest of the time is waited for.
    this.#alarm = undefined;
    const now = this.#clock.monotonic();
    for (let next = this.#delays.first; next !== undefined && next.due <= now; next = this.#delays.first) {
      this.#delays.remove(next);
      next.entry.delay = undefined;
      this.#onDue(next.entry);
    }
    this.#setAlarm();
  }
}
