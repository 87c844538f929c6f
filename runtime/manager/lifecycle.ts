// The life of a manager's runnables: start group by group, run, stop in reverse order within the deadline.
import { aborted } from '../clock/aborted.js';
import type { Clock } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';
import type { Runnable } from './runnable.js';
import type { RunningGate } from './running-gate.js';
import type { RunningGroup } from './running-group.js';
import { whileSlow } from './while-slow.js';

export interface LifecycleOptions {
  /** Whose life it is, for messages. */
  readonly name: string;
  readonly log: Logger;
  readonly clock: Clock;
  /** Milliseconds that the caches have to become ready. */
  readonly cacheSyncTimeout: number;
  /** Milliseconds for the whole stop; 0: ask all to stop and wait for none, below 0: wait without end. */
  readonly gracefulShutdownTimeout: number;
  /** What the group `leaderElection` waits for; undefined: nothing. */
  readonly gate: RunningGate | undefined;
  /** Called when every group is ready; with a gate, those before it: a replica that stands by is ready too. */
  readonly onReady: () => void;
  /** Called when the group `leaderElection` is started. */
  readonly onElected: () => void;
  /** Called when the stop begins, also where the start was not over. */
  readonly onStopping: () => void;
}

/** Runs the groups, in the order given, until the signal aborts or a runnable fails. Used once. */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  readonly #groups: readonly RunningGroup[];
  readonly #stop = new AbortController();
  /** Aborts when nothing is waited for any more: the time for the stop has passed, or the lead is lost. */
  readonly #outOfTime = new AbortController();
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
    const onAbort = () => this.#beginStop(thrownText(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    await this.#start();
    await aborted(this.#stop.signal);
    await this.#stopAll();
    signal.removeEventListener('abort', onAbort);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #start(): Promise<void> {
    const { gate } = this.#options;
    for (const group of this.#groups) {
      if (group.name === 'leaderElection') {
        if (gate !== undefined && !this.#stop.signal.aborted) {
          this.#becameReady();
          await Promise.race([gate.start((error, led) => this.#onLost(gate, error, led)), aborted(this.#stop.signal)]);
        }
        if (!this.#stop.signal.aborted) this.#options.onElected();
      }
      if (this.#stop.signal.aborted) return;
      group.start((runnable, error) => this.#onFailure(runnable, error));
      await this.#becomeReady(group);
    }
    if (gate === undefined && !this.#stop.signal.aborted) this.#becameReady();
  }

  #becameReady(): void {
    this.#options.onReady();
    this.#options.log.info('manager started', { manager: this.#options.name });
  }

  /** Returns when the group is ready, or when there is no longer any point in waiting. */
  async #becomeReady(group: RunningGroup): Promise<void> {
    const end = linkedController(this.#stop.signal);
    const timer =
      group.name === 'caches'
        ? this.#options.clock.setTimer(this.#options.cacheSyncTimeout, () => end.abort(this.#syncTimeout(group)))
        : undefined;
    try {
      await whileSlow(this.#options.clock, group.ready(end.signal), time =>
        this.#tell('the start takes long', group, group.unready, time),
      );
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#fail(error, `${group.name} did not become ready`);
    } finally {
      timer?.cancel();
      end.release();
    }
  }

  #syncTimeout(group: RunningGroup): Error {
    const { cacheSyncTimeout } = this.#options;
    return new ExplainedError(
      `${group.unready.join(', ')}: not ready within ${cacheSyncTimeout / 1000} s (cacheSyncTimeout)`,
    );
  }

  #onFailure(runnable: Runnable, error: unknown): void {
    this.#fail(error, `${runnable.name} failed`);
  }

  #onLost(gate: RunningGate, error: unknown, led: boolean): void {
    // Another may lead from now on: what goes on here would be beside it.
    if (led) this.#outOfTime.abort();
    this.#fail(error, led ? `${gate.name} is lost` : `${gate.name} failed`);
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
    const { clock, gracefulShutdownTimeout: timeout, log, name, gate } = this.#options;
    const deadline = this.#outOfTime.signal;
    let overran = false;
    let late: readonly string[] | undefined;
    const onOverrun = (): void => {
      overran = true;
      this.#outOfTime.abort();
    };
    const timer = timeout > 0 ? clock.setTimer(timeout, onOverrun) : undefined;
    if (timeout === 0) this.#outOfTime.abort();
    for (const group of this.#groups.toReversed()) {
      const tell = (time: number): void => this.#tell('the stop takes long', group, group.running, time);
      if (!(await whileSlow(clock, this.#inTime(group.stop()), tell))) late ??= group.running;
      if (group.name !== 'leaderElection' || gate === undefined) continue;
      // What still runs is not to be beside another leader.
      const release = group.running.length === 0;
      if (!(await this.#inTime(gate.stop({ release, deadline })))) late ??= [gate.name];
    }
    timer?.cancel();
    if (overran && late !== undefined) {
      this.#fail(overrunError(name, timeout, late), 'the stop took too long');
      return;
    }
    const running = this.#groups.flatMap(group => group.running);
    log.info('manager stopped', { manager: name, ...(running.length > 0 && { running }) });
  }

  #tell(what: string, { name: group }: RunningGroup, runnables: readonly string[], milliseconds: number): void {
    this.#options.log.warn(`${what}: these are waited for`, {
      group,
      runnables,
      seconds: Math.round(milliseconds / 1000),
    });
  }

  /** Whether the work ended before there was no more time. */
  #inTime(work: Promise<void>): Promise<boolean> {
    return Promise.race([work.then(() => true), aborted(this.#outOfTime.signal).then(() => false)]);
  }
}

function overrunError(name: string, timeout: number, running: readonly string[]): Error {
  return new ExplainedError(
    `manager ${name} did not stop within ${timeout / 1000} s (gracefulShutdownTimeout): still running: ${running.join(', ')}`,
  );
}
