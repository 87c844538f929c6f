// What a controller has to look at, one thing after the other.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock, Timer } from '../clock/clock.js';
import { AdmissionRefusal, StatusError } from '../object/status-error.js';

export interface WorkQueueOptions<T> {
  readonly clock: Clock;
  /** Throws to be called again later, with whatever was added last under the key. */
  readonly process: (item: T) => Promise<void>;
  /** Hears of failures, except for daily life: conflicts, and webhooks that refuse. */
  readonly report: (error: unknown) => void;
}

const FIRST_RETRY_MS = 10;
const LAST_RETRY_MS = 10_000;

/** Each key is there once, however often it is added; an item that fails comes back, after longer and longer waits. */
export class WorkQueue<T> {
  readonly #clock: Clock;
  readonly #process: (item: T) => Promise<void>;
  readonly #report: (error: unknown) => void;
  readonly #waiting = new Map<string, T>();
  readonly #failures = new Map<string, number>();
  readonly #retries = new Map<string, Timer>();
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor({ clock, process, report }: WorkQueueOptions<T>) {
    this.#clock = clock;
    this.#process = process;
    this.#report = report;
  }

  add(key: string, item: T): void {
    if (this.#stopped) return;
    this.#retries.get(key)?.cancel();
    this.#retries.delete(key);
    this.#waiting.set(key, item);
    this.#running ??= this.#work();
  }

  /** Resolves when all that was added has had its turn. What failed and comes back is not waited for. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Nothing more is begun. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.clear();
    for (const timer of this.#retries.values()) timer.cancel();
    this.#retries.clear();
  }

  async #work(): Promise<void> {
    for (;;) {
      // Observers of other resources hear first of what was written before.
      await nextTurn();
      const next = this.#next();
      if (next === undefined) break;
      const [key, item] = next;
      try {
        await this.#process(item);
        this.#failures.delete(key);
      } catch (error) {
        if (!isDailyLife(error)) this.#report(error);
        this.#retryLater(key, item);
      }
    }
    this.#running = undefined;
  }

  #next(): readonly [string, T] | undefined {
    for (const entry of this.#waiting) {
      this.#waiting.delete(entry[0]);
      return entry;
    }
    return undefined;
  }

  #retryLater(key: string, item: T): void {
    if (this.#stopped || this.#waiting.has(key)) return;
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const delay = Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS);
    this.#retries.set(
      key,
      this.#clock.setTimer(delay, () => this.add(key, item)),
    );
  }
}

function isDailyLife(error: unknown): boolean {
  return error instanceof AdmissionRefusal || (error instanceof StatusError && error.reason === 'Conflict');
}
