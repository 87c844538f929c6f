// The life of a manager's runnables: start group by group, run, stop in reverse order within the deadline.
import { aborted } from '../clock/aborted.js';
import { type Clock, sleep } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import type { Runnable } from './runnable.js';
import type { RunningGroup } from './running-group.js';

export interface LifecycleOptions {
  /** Whose life it is, for messages. */
  readonly name: string;
  readonly log: Logger;
  readonly clock: Clock;
  /** Milliseconds that the caches have to become ready. */
  readonly cacheSyncTimeout: number;
  /** Milliseconds for the whole stop; 0: ask all to stop and wait for none, below 0: wait without end. */
  readonly gracefulShutdownTimeout: number;
  /** Called when every group is ready. */
  readonly onReady: () => void;
  /** Called when the stop begins, also where the start was not over. */
  readonly onStopping: () => void;
}

/** Runs the groups, in the order given, until the signal aborts or a runnable fails. Used once. */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #groups: readonly RunningGroup[];
  readonly #stop = new AbortController();
  #failure: { readonly error: unknown } | undefined;

  constructor(groups: readonly RunningGroup[], options: LifecycleOptions) {
    this.#groups = groups;
    this.#options = options;
  }

  /**
   * Resolves when everything has stopped as asked. Rejects with the first failure: of a runnable, of a group that did
   * not become ready, or of a stop that took too long; later ones are logged.
   */
  async run(signal: AbortSignal): Promise<void> {
    const onAbort = () => this.#beginStop(messageOf(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    await this.#start();
    await aborted(this.#stop.signal);
    await this.#stopAll();
    signal.removeEventListener('abort', onAbort);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #start(): Promise<void> {
    for (const group of this.#groups) {
      if (this.#stop.signal.aborted) return;
      group.start((runnable, error) => this.#onFailure(runnable, error));
      await this.#becomeReady(group);
    }
    if (this.#stop.signal.aborted) return;
    this.#options.onReady();
    this.#options.log.info('manager started', { manager: this.#options.name });
  }

  /** Returns when the group is ready, or when there is no longer any point in waiting. */
  async #becomeReady(group: RunningGroup): Promise<void> {
    const deadline = new AbortController();
    const timer =
      group.name === 'caches'
        ? this.#options.clock.setTimer(this.#options.cacheSyncTimeout, () => deadline.abort(this.#syncTimeout(group)))
        : undefined;
    try {
      await group.ready(AbortSignal.any([this.#stop.signal, deadline.signal]));
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#fail(error, `${group.name} did not become ready`);
    } finally {
      timer?.cancel();
    }
  }

  #syncTimeout(group: RunningGroup): Error {
    const { cacheSyncTimeout } = this.#options;
    return new ExplainedError(
      `${group.running.join(', ')}: not ready within ${cacheSyncTimeout / 1000} s (cacheSyncTimeout)`,
    );
  }

  #onFailure(runnable: Runnable, error: unknown): void {
    this.#fail(error, `${runnable.name} failed`);
  }

  #fail(error: unknown, what: string): void {
    if (this.#failure !== undefined) {
      this.#options.log.error('another failure while stopping', { what, error });
      return;
    }
    this.#failure = { error };
    this.#beginStop(what);
  }

  #beginStop(because: string): void {
    if (this.#stop.signal.aborted) return;
    this.#options.onStopping();
    this.#options.log.info('manager stops', { manager: this.#options.name, because });
    this.#stop.abort();
  }

  async #stopAll(): Promise<void> {
    const { clock, gracefulShutdownTimeout: timeout, log, name } = this.#options;
    const inTime = new AbortController();
    const overrun = timeout < 0 ? new Promise<true>(() => {}) : sleep(clock, timeout, inTime.signal);
    for (const group of this.#groups.toReversed()) {
      const stopped = group.stop().then(() => false);
      // With a timeout of 0 nothing is waited for: the next group is asked at once.
      if (timeout !== 0 && (await Promise.race([stopped, overrun]))) {
        this.#fail(overrunError(name, timeout, group.running), 'the stop took too long');
        for (const rest of this.#groups) void rest.stop();
        return;
      }
    }
    inTime.abort();
    log.info('manager stopped', { manager: name });
  }
}

function overrunError(name: string, timeout: number, running: readonly string[]): Error {
  return new ExplainedError(
    `manager ${name} did not stop within ${timeout / 1000} s (gracefulShutdownTimeout): still running: ${running.join(', ')}`,
  );
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
