// What a workqueue counts, with the meanings that the metrics of client-go's workqueue have.
import type { Clock } from '../clock/clock.js';

/** Is told of durations as they are known, in milliseconds: for histograms. */
export interface QueueObserver {
  /** From the moment when a key became ready to the moment when a worker took it. */
  queueDuration?(milliseconds: number, key: string): void;
  /** From the moment when a worker took a key to its `done`. */
  workDuration?(milliseconds: number): void;
}

/** What the queue tells of itself when it is asked. */
interface QueueState {
  /** When each of the held keys was handed out. */
  held(): Iterable<number>;
  ready(): Map<number, number>;
}

/** Counters since the queue was made, and what holds at the moment of asking. Durations need an observer. */
export class QueueMetrics {
  readonly #clock: Clock;
  readonly #observer: QueueObserver | undefined;
  readonly #state: QueueState;
  #adds = 0;
  #retries = 0;

  constructor(clock: Clock, observer: QueueObserver | undefined, state: QueueState) {
    this.#clock = clock;
    this.#observer = observer;
    this.#state = state;
  }

  /** How often a key became ready: those that were dropped because the key was ready already are not among them. */
  get adds(): number {
    return this.#adds;
  }

  /** How often a key was added with a delay: after failures, and to look again later. */
  get retries(): number {
    return this.#retries;
  }

  /** How many keys are ready for each priority, those included that will be queued again at `done`. */
  get depth(): ReadonlyMap<number, number> {
    return this.#state.ready();
  }

  /** Milliseconds that the held keys have been worked on, all together. Grows where a worker does not end. */
  get unfinishedWork(): number {
    if (this.#observer === undefined) return 0;
    const now = this.#clock.monotonic();
    let sum = 0;
    for (const since of this.#state.held()) sum += now - since;
    return sum;
  }

  /** Milliseconds that the key has been worked on that is held for longest; 0 when none is. */
  get longestRunning(): number {
    if (this.#observer === undefined) return 0;
    const now = this.#clock.monotonic();
    let longest = 0;
    for (const since of this.#state.held()) longest = Math.max(longest, now - since);
    return longest;
  }

  /** Called by the queue, as the following are. @returns the moment, for `handedOut` */
  added(): number {
    this.#adds += 1;
    return this.#observer === undefined ? 0 : this.#clock.monotonic();
  }

  retried(): void {
    this.#retries += 1;
  }

  /** @returns the moment, for `workedOn` */
  handedOut(readyAt: number, key: string): number {
    if (this.#observer === undefined) return 0;
    const now = this.#clock.monotonic();
    this.#observer.queueDuration?.(now - readyAt, key);
    return now;
  }

  workedOn(heldAt: number): void {
    if (this.#observer !== undefined) this.#observer.workDuration?.(this.#clock.monotonic() - heldAt);
  }
}
