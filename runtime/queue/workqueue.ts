// The queue between what happens and the workers that react to it.
import { type Clock, systemClock, type Timer } from '../clock/clock.js';
import { DelayHeap } from './delay-heap.js';
import { Fifo } from './fifo.js';
import { ItemBackoff } from './item-backoff.js';

export interface WorkqueueOptions {
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Milliseconds that a key waits after its first failure; doubled with each further one. Default 5. */
  readonly baseDelay?: number;
  /** The most milliseconds that a key waits after a failure. Default 1,000,000. */
  readonly maxDelay?: number;
}

/** A key is `queued`, `held` by a worker, or `again`: held, and to be queued when it is done. Else nothing is kept of it. */
type State = 'queued' | 'held' | 'again';

/**
 * Hands keys to workers, oldest first, with the guarantees of client-go's workqueue:
 *
 * - a key that is queued already is not queued twice, however often it is added;
 * - a key is never held by two workers at once;
 * - a key that is added while a worker holds it is queued again as soon as the worker is done with it.
 *
 * Every operation takes constant time; with a delay, time that grows with the logarithm of the number of delayed keys.
 */
export class Workqueue {
  readonly #clock: Clock;
  readonly #backoff: ItemBackoff;
  readonly #states = new Map<string, State>();
  readonly #queue = new Fifo<string>();
  readonly #delayed = new DelayHeap();
  /** The one timer, armed for the earliest delayed key. */
  #alarm: { readonly due: number; readonly timer: Timer } | undefined;
  readonly #getters = new Set<(key: string | undefined) => void>();
  #drainWaiters: (() => void)[] = [];
  #processing = 0;
  #shutDown = false;

  constructor({ clock = systemClock, baseDelay = 5, maxDelay = 1_000_000 }: WorkqueueOptions = {}) {
    this.#clock = clock;
    this.#backoff = new ItemBackoff(baseDelay, maxDelay);
  }

  /** How many keys are ready and not held; those that will be queued again at `done` are not among them. */
  get length(): number {
    return this.#queue.length;
  }

  /** How many keys workers hold. */
  get processing(): number {
    return this.#processing;
  }

  /** How many keys are delayed. */
  get waiting(): number {
    return this.#delayed.length;
  }

  /** Queues the key, unless it is queued; a held key is queued at its `done`. Nothing happens after `shutDown`. */
  add(key: string): void {
    if (this.#shutDown) return;
    const state = this.#states.get(key);
    if (state === undefined) this.#enqueue(key);
    else if (state === 'held') this.#states.set(key, 'again');
  }

  /**
   * Adds the key once `delay` milliseconds have passed; at once for 0 and less. A key that is delayed already keeps the
   * earlier of the two moments. To `add` the key meanwhile does not take its delayed turn away.
   */
  addAfter(key: string, delay: number): void {
    if (this.#shutDown) return;
    if (!(delay > 0)) {
      this.add(key);
      return;
    }
    this.#delayed.schedule(key, this.#clock.monotonic() + delay);
    this.#setAlarm();
  }

  /** Counts a failure of the key, and adds it after the delay for so many failures. */
  addRateLimited(key: string): void {
    this.addAfter(key, this.#backoff.fail(key));
  }

  /** Forgets the failures of the key: its next delay is the shortest again. Does not take it out of the queue. */
  forget(key: string): void {
    this.#backoff.forget(key);
  }

  /** The failures of the key since it was last forgotten. */
  retries(key: string): number {
    return this.#backoff.failures(key);
  }

  /**
   * Waits for a key and hands it out; `done` must be called with it. Who waits longest is served first.
   * @returns undefined when the signal has aborted, or when the queue is shut down and empty: the worker ends
   */
  get(signal?: AbortSignal): Promise<string | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined);
    const key = this.#queue.shift();
    if (key !== undefined) {
      this.#hold(key);
      return Promise.resolve(key);
    }
    if (this.#shutDown) return Promise.resolve(undefined);
    return new Promise(resolve => {
      const getter = (given: string | undefined): void => {
        this.#getters.delete(getter);
        signal?.removeEventListener('abort', onAbort);
        resolve(given);
      };
      const onAbort = (): void => getter(undefined);
      signal?.addEventListener('abort', onAbort);
      this.#getters.add(getter);
    });
  }

  /** Gives back a key that `get` handed out. Harmless for a key that nobody holds. */
  done(key: string): void {
    const state = this.#states.get(key);
    if (state !== 'held' && state !== 'again') return;
    this.#processing -= 1;
    if (state === 'again') this.#enqueue(key);
    else this.#states.delete(key);
    this.#tellDrained();
  }

  /**
   * Takes no more keys and drops the delayed ones. Those that are queued, or held and to be queued again, are still
   * handed out; then every `get` gives undefined.
   */
  shutDown(): void {
    this.#shutDown = true;
    this.#delayed.clear();
    this.#alarm?.timer.cancel();
    this.#alarm = undefined;
    for (const getter of [...this.#getters]) getter(undefined);
  }

  /** Shuts down, and resolves once every key that was handed out or queued is done. */
  shutDownWithDrain(): Promise<void> {
    this.shutDown();
    return this.drained();
  }

  /** Resolves as soon as no key is queued or held; delayed keys are not waited for. */
  drained(): Promise<void> {
    if (this.#states.size === 0) return Promise.resolve();
    return new Promise(resolve => this.#drainWaiters.push(resolve));
  }

  #enqueue(key: string): void {
    const [getter] = this.#getters;
    if (getter === undefined) {
      this.#states.set(key, 'queued');
      this.#queue.push(key);
    } else {
      this.#hold(key);
      getter(key);
    }
  }

  #hold(key: string): void {
    this.#states.set(key, 'held');
    this.#processing += 1;
  }

  #setAlarm(): void {
    const due = this.#delayed.earliest;
    if (due === this.#alarm?.due) return;
    this.#alarm?.timer.cancel();
    this.#alarm = undefined;
    if (due === undefined) return;
    const timer = this.#clock.setTimer(due - this.#clock.monotonic(), () => this.#addDue());
    this.#alarm = { due, timer };
  }

  #addDue(): void {
    // A timer of the machine may fire a little early; then nothing is due, and the rest of the time is waited for.
    this.#alarm = undefined;
    const now = this.#clock.monotonic();
    for (let key = this.#delayed.takeDue(now); key !== undefined; key = this.#delayed.takeDue(now)) this.add(key);
    this.#setAlarm();
  }

  #tellDrained(): void {
    if (this.#states.size > 0 || this.#drainWaiters.length === 0) return;
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
