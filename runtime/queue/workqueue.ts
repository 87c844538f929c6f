// The queue between what happens and the workers that react to it.
import { type Clock, systemClock } from '../clock/clock.js';
import { DelayedTurns } from './delayed-turns.js';
import { Line } from './line.js';
import { PriorityLines } from './priority-lines.js';
import { type Entry, newEntry, type QueuedKey, queuedKey } from './queue-entry.js';
import { QueueMetrics, type QueueObserver } from './queue-metrics.js';
import { itemExponentialRateLimiter, type RateLimiter } from './rate-limiter.js';

export interface WorkqueueOptions {
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** How long keys that failed wait. Default: 5 ms, doubled with each failure of the key, up to 1000 s. */
  readonly rateLimiter?: RateLimiter;
  /** Is told how long keys waited and were worked on. Without it nobody looks at the clock for that. */
  readonly observer?: QueueObserver;
}

/**
 * Hands keys to workers: the highest priority first, and the oldest of that. With the guarantees of client-go's workqueue:
 *
 * - a key that is queued already is not queued twice, however often it is added;
 * - a key is never held by two workers at once;
 * - a key that is added while a worker holds it is queued again as soon as the worker is done with it.
 *
 * And with what controller-runtime's priority queue says of a key that is added again before it is handed out: it keeps the
 * highest of the priorities and the earliest of the moments, and goes to the end of its new priority when that was raised.
 *
 * Every operation takes constant time; with a delay, or with priorities of which many are in use, time that grows with the
 * logarithm of their number.
 */
export class Workqueue {
  /** Counters since the queue was made. */
  readonly metrics: QueueMetrics;
  readonly #limiter: RateLimiter;
  readonly #entries = new Map<string, Entry>();
  readonly #ready = new PriorityLines<Entry>();
  readonly #delayed: DelayedTurns;
  readonly #held = new Line<Entry>();
  readonly #getters = new Set<(key: string | undefined) => void>();
  #drainWaiters: (() => void)[] = [];
  #shutDown = false;

  constructor({ clock = systemClock, rateLimiter = itemExponentialRateLimiter(), observer }: WorkqueueOptions = {}) {
    this.#delayed = new DelayedTurns(clock, entry => this.#makeReady(entry));
    this.#limiter = rateLimiter;
    this.metrics = new QueueMetrics(clock, observer, {
      held: () => this.#heldSince(),
      ready: () => this.#readyByPriority(),
    });
  }

  /** How many keys are ready and not held; those that will be queued again at `done` are not among them. */
  get length(): number {
    return this.#ready.length;
  }

  /** How many keys workers hold. */
  get processing(): number {
    return this.#held.length;
  }

  /** How many keys are delayed. */
  get waiting(): number {
    return this.#delayed.length;
  }

  /** Queues the key; a held key is queued at its `done`. Nothing happens after `shutDown`. */
  add(key: string, priority = 0): void {
    if (this.#shutDown) return;
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#makeReady(this.#newEntry(key, priority));
    } else if (entry.turn === 'none') {
      entry.priority = priority;
      this.#makeReady(entry);
    } else {
      if (priority > entry.priority) this.#raise(entry, priority);
      if (entry.turn === 'delayed') this.#makeReady(entry);
    }
  }

  /** Adds the key once `delay` milliseconds have passed; at once for 0 and less. */
  addAfter(key: string, delay: number, priority = 0): void {
    if (this.#shutDown) return;
    if (!(delay > 0)) {
      this.add(key, priority);
      return;
    }
    this.metrics.retried();
    const entry = this.#entries.get(key) ?? this.#newEntry(key, priority);
    if (entry.turn === 'none') {
      entry.priority = priority;
      this.#delayed.add(entry, delay);
      return;
    }
    if (priority > entry.priority) this.#raise(entry, priority);
    if (entry.turn === 'delayed') this.#delayed.add(entry, delay);
  }

  /** Counts a failure of the key, and adds it after the delay that the rate limiter gives. */
  addRateLimited(key: string, priority = 0): void {
    if (this.#shutDown) return;
    this.addAfter(key, this.#limiter.when(key), priority);
  }

  /** Forgets the failures of the key: its next delay is the shortest again. Does not take it out of the queue. */
  forget(key: string): void {
    this.#limiter.forget(key);
  }

  /** The failures of the key since it was last forgotten. */
  retries(key: string): number {
    return this.#limiter.retries(key);
  }

  /** The priority with which the key was handed out; undefined when nobody holds it. */
  priorityOf(key: string): number | undefined {
    const entry = this.#entries.get(key);
    return entry?.isHeld ? entry.heldPriority : undefined;
  }

  /** What waits and what is held, in no order that means anything. It costs time for each of them: for people who look. */
  *entries(): Iterable<QueuedKey> {
    for (const entry of this.#entries.values()) yield queuedKey(entry, this.#limiter.retries(entry.key));
  }

  /**
   * Waits for a key and hands it out; `done` must be called with it. Who waits longest is served first.
   * @returns undefined when the signal has aborted, or when the queue is shut down and empty: the worker ends
   */
  get(signal?: AbortSignal): Promise<string | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined);
    const entry = this.#ready.shift();
    if (entry !== undefined) {
      this.#hold(entry);
      return Promise.resolve(entry.key);
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

  /**
   * The worker that holds the key looks at the world only now: the turn that became ready since `get` handed the key out is
   * part of this one. A worker hears of its key a little later, by when more may have come at once, as from one piece of a
   * watch. Delayed turns stay. Harmless for a key that nobody holds.
   */
  begin(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || !entry.isHeld || entry.turn !== 'ready') return;
    entry.turn = 'none';
    entry.heldPriority = Math.max(entry.heldPriority, entry.priority);
  }

  /** Gives back a key that `get` handed out. Harmless for a key that nobody holds. */
  done(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || !entry.isHeld) return;
    entry.isHeld = false;
    this.#held.remove(entry);
    this.metrics.workedOn(entry.heldAt);
    if (entry.turn === 'ready') this.#offer(entry);
    else if (entry.turn === 'none') this.#entries.delete(key);
    this.#tellDrained();
  }

  /**
   * Takes no more keys and drops the delayed ones. Those that are queued, or held and to be queued again, are still
   * handed out; then every `get` gives undefined.
   */
  shutDown(): void {
    this.#shutDown = true;
    for (const { key, isHeld } of this.#delayed.clear()) {
      if (!isHeld) this.#entries.delete(key);
    }
    for (const getter of [...this.#getters]) getter(undefined);
  }

  /** Shuts down, and resolves once every key that was handed out or queued is done. */
  shutDownWithDrain(): Promise<void> {
    this.shutDown();
    if (this.#isDrained()) return Promise.resolve();
    return new Promise(resolve => this.#drainWaiters.push(resolve));
  }

  #newEntry(key: string, priority: number): Entry {
    const made = newEntry(key, priority);
    this.#entries.set(key, made);
    return made;
  }

  /** The key's turn has come: it is queued, or will be at its `done`. */
  #makeReady(entry: Entry): void {
    this.#delayed.remove(entry);
    entry.turn = 'ready';
    entry.readyAt = this.metrics.added();
    if (!entry.isHeld) this.#offer(entry);
  }

  /** To the worker that waits longest, or into the line. */
  #offer(entry: Entry): void {
    if (this.#getters.size === 0) {
      this.#ready.push(entry);
      return;
    }
    const [getter] = this.#getters as Set<(key: string) => void>;
    this.#hold(entry);
    getter?.(entry.key);
  }

  #hold(entry: Entry): void {
    entry.turn = 'none';
    entry.isHeld = true;
    entry.heldPriority = entry.priority;
    this.#held.push(entry);
    entry.heldAt = this.metrics.handedOut(entry.readyAt, entry.key);
  }

  #raise(entry: Entry, priority: number): void {
    if (entry.turn === 'ready' && !entry.isHeld) {
      this.#ready.remove(entry);
      entry.priority = priority;
      this.#ready.push(entry);
    } else {
      entry.priority = priority;
    }
  }

  #isDrained(): boolean {
    return this.#ready.length === 0 && this.#held.length === 0;
  }

  #tellDrained(): void {
    if (this.#drainWaiters.length === 0 || !this.#isDrained()) return;
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const resolve of waiters) resolve();
  }

  *#heldSince(): Iterable<number> {
    for (const { heldAt } of this.#held) yield heldAt;
  }

  /** As client-go counts them: with the keys that will be queued again at `done`. */
  #readyByPriority(): Map<number, number> {
    const depths = new Map(this.#ready.lengths());
    for (const { turn, priority } of this.#held) {
      if (turn === 'ready') depths.set(priority, (depths.get(priority) ?? 0) + 1);
    }
    return depths;
  }
}
