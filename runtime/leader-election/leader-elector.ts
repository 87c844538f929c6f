// Takes the Lease, keeps it, and gives it up.
import type { Snapshot } from '../../decorators/snapshot.js';
import { ApiError } from '../client/api-error.js';
import { isConflict } from '../client/api-reasons.js';
import type { Lease } from '../kinds/coordination-v1.js';
import type { LogFields } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';
import { Bell } from './bell.js';
import { Fence, momentOf } from './fence.js';
import { LeaderElectionMetrics } from './leader-election-metrics.js';
import { JITTER } from './leader-election-options.js';
import type { FollowLease, LeaderElectorOptions } from './leader-elector-options.js';
import { LeaderEvents } from './leader-events.js';
import { LeaseLock, type Patience } from './lease-lock.js';
import { holderOf } from './lease-record.js';
import { LeaseView } from './lease-view.js';
import { followLeases } from './lease-watch.js';
import { LeaderElectionLostError } from './not-leader-error.js';
import { Refusals } from './refusals.js';

/**
 * One replica's part in an election, as a gate of a manager. The rules are client-go's, with three that are stricter:
 *
 * - A lead counts from the moment at which its last renewal was sent, and ends `renewDeadline` after it. In client-go that time
 *   begins with the next try, so that a slow answer can make it last longer than the Lease.
 * - Who sees that another holds the Lease stops at once, and does not wait for the deadline.
 * - `fence` refuses to act as soon as the time has passed, whether or not any timer has fired yet.
 */
export class LeaderElector {
  readonly name: string;
  readonly metrics: LeaderElectionMetrics;
  /** To be asked before anything is done that only the leader may do. */
  readonly fence: Fence;
  readonly #options: LeaderElectorOptions;
  readonly #lock: LeaseLock;
  readonly #view: LeaseView;
  /** Undefined: none are written. */
  readonly #events: LeaderEvents | undefined;
  readonly #refusals: Refusals;
  readonly #bell = new Bell();
  /** For each request: one that hangs is not to cost the lead. As in controller-runtime. */
  readonly #requestTimeout: number;
  #leads = false;
  /** Whether a write may have made this process the holder although nothing says so. */
  #mayHold = false;
  #failure: unknown;
  #toldFailure = '';
  #toldLeader = '';
  #farewell: Promise<void> = Promise.resolve();

  constructor(options: LeaderElectorOptions) {
    const { namespace, name, clock, renewDeadline } = options;
    this.#options = options;
    this.#lock = new LeaseLock(options);
    this.#view = options.view ?? new LeaseView(options);
    if (!options.isQuiet) this.#events = new LeaderEvents(options);
    this.#refusals = new Refusals(clock, this.#lock.key, options.option);
    this.#requestTimeout = Math.max(1000, renewDeadline / 2);
    this.name = `leader election ${namespace}/${name}`;
    this.metrics = new LeaderElectionMetrics(name);
    this.fence = new Fence(clock, `the Lease ${this.#lock.key}`, renewDeadline);
    this.fence.onRefusal = () => this.#bell.ring();
  }

  /** Who this replica is. */
  get identity(): string {
    return this.#options.identity;
  }

  /** Who was last seen to hold the Lease; undefined: nobody. */
  get leader(): string | undefined {
    return this.#view.holder || undefined;
  }

  /**
   * Tries to lead until the signal aborts; then stands for nothing any more, and resolves. Calls `onElected` once, when it leads.
   * @throws LeaderElectionLostError when another may lead from now on; an error that says what to do, when the API server
   * has refused all tries for two minutes
   */
  async run(signal: AbortSignal, onElected: () => void): Promise<void> {
    const { identity } = this.#options;
    this.#tell('stands for election', { lease: this.#lock.key, identity });
    const watching = new AbortController();
    const watch = this.#follow(watching.signal, (lease, isGone) => this.#heard(lease, isGone));
    try {
      if (!(await this.#acquire(signal))) return;
      onElected();
      await this.#keep(signal);
    } finally {
      watching.abort();
      this.#stopLeading();
      await watch;
    }
  }

  /** Gives the Lease up, unless `releaseOnCancel` is false. To be called when nothing acts any more. */
  async release(signal: AbortSignal): Promise<void> {
    this.fence.close();
    if (this.#options.releaseOnCancel) await this.#giveUp(signal);
    await this.#farewell;
  }

  /** Whether it leads now; else the signal has aborted. */
  async #acquire(signal: AbortSignal): Promise<boolean> {
    const { clock, retryPeriod, random, identity } = this.#options;
    const patience = (): Patience => ({ milliseconds: this.#requestTimeout, signal });
    while (!signal.aborted) {
      if (await this.#try(patience)) {
        this.#leads = true;
        this.metrics.masterStatus = 1;
        this.#tell('leads', { lease: this.#lock.key, identity });
        if (this.#view.lease !== undefined) this.#events?.becameLeader(this.#view.lease);
        return true;
      }
      this.#refuseForGood();
      const pause = retryPeriod * (1 + JITTER * random());
      const { freeIn } = this.#view;
      await this.#bell.wait(clock, freeIn > 0 ? Math.min(pause, freeIn) : pause, signal);
    }
    // Nothing acts, so others need not wait for what may have come of the last try.
    if (this.#mayHold) await this.#giveUp(new AbortController().signal).catch(error => this.#report(error));
    return false;
  }

  /** Renews until the signal aborts. */
  async #keep(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriod } = this.#options;
    const patience = (): Patience => ({ milliseconds: Math.min(this.#requestTimeout, this.#left), signal });
    for (let pause = retryPeriod; ; ) {
      await this.#bell.wait(clock, Math.min(pause, this.#left), signal);
      if (signal.aborted) return;
      this.#endIfLost();
      const begin = clock.monotonic();
      const isRenewed = await this.#try(patience);
      if (signal.aborted) return;
      this.#endIfLost();
      // A try that has hung has been a pause already.
      pause = isRenewed ? retryPeriod : Math.max(0, retryPeriod - (clock.monotonic() - begin));
    }
  }

  get #isOthers(): boolean {
    const { holder } = this.#view;
    return holder !== '' && holder !== this.#options.identity;
  }

  /** Whole milliseconds, so that no wait ends a hair too early. */
  get #left(): number {
    return Math.ceil(this.fence.left);
  }

  /** Takes or renews the Lease, if it may be taken. Never rejects. */
  async #try(patience: () => Patience): Promise<boolean> {
    const { identity } = this.#options;
    try {
      if (this.#leads && this.#view.holder === identity) {
        try {
          return await this.#hold(this.#view.lease, patience());
        } catch (error) {
          this.#report(error);
        }
      }
      const lease = await this.#lock.get(patience());
      this.#view.read(lease);
      this.#tellLeader();
      if (this.#leads ? this.#isOthers : this.#view.freeIn > 0) {
        this.#refusals.reset();
        this.#failure = undefined;
        return false;
      }
      if (this.#view.holder === identity) this.metrics.slowPath += 1;
      return await this.#hold(lease, patience());
    } catch (error) {
      this.#report(error);
      return false;
    }
  }

  /** Whether it leads by this write. Rejects where the write failed. */
  async #hold(seen: Snapshot<Lease> | undefined, patience: Patience): Promise<boolean> {
    const spec = this.#lock.record(seen);
    const sent = momentOf(this.#options.clock);
    this.#mayHold = true;
    this.#view.attempts(spec.renewTime);
    try {
      this.#view.wrote(await this.#lock.hold(seen, spec, patience));
    } catch (error) {
      // What has no answer may have been carried out.
      if (error instanceof ApiError && error.status < 500) this.#mayHold = false;
      throw error;
    }
    this.#refusals.reset();
    this.#failure = undefined;
    this.#toldFailure = '';
    this.#tellLeader();
    // While a new Lease was on its way, the watch may have told of one that is deleted by now.
    if (!this.#leads && this.#view.freeIn > 0) return false;
    this.fence.renewed(sent);
    return true;
  }

  #heard(lease: Snapshot<Lease>, isGone: boolean): void {
    if (!this.#view.heard(lease, isGone)) return;
    this.#tellLeader();
    const { holder } = this.#view;
    if (!this.#leads) {
      if (holder === '') this.#bell.ring();
      return;
    }
    if (holder === this.#options.identity) return;
    const what = isGone ? 'was deleted' : holder === '' ? 'was emptied' : `was taken by ${holder}`;
    this.fence.doubt(`the Lease ${this.#lock.key} ${what}`);
    this.#bell.ring();
  }

  /** @throws LeaderElectionLostError */
  #endIfLost(): void {
    const { renewDeadline } = this.#options;
    if (this.#isOthers) {
      throw new LeaderElectionLostError(`the Lease ${this.#lock.key} is held by ${this.#view.holder}`);
    }
    if (this.fence.left > 0) return;
    const why = this.#failure instanceof Error ? `: ${this.#failure.message}` : '';
    throw new LeaderElectionLostError(
      `the Lease ${this.#lock.key} was not renewed for ${renewDeadline / 1000} s${why}`,
      { cause: this.#failure },
    );
  }

  #stopLeading(): void {
    if (this.#leads && this.#view.lease !== undefined) this.#events?.stoppedLeading(this.#view.lease);
    this.#leads = false;
    this.metrics.masterStatus = 0;
    this.#farewell = this.#events?.end() ?? Promise.resolve();
  }

  /** Rejects with the error of the API server; the Lease then runs out by itself. */
  async #giveUp(signal: AbortSignal): Promise<void> {
    const { clock, identity, renewDeadline } = this.#options;
    const end = clock.monotonic() + renewDeadline;
    const patience = (): Patience => ({
      milliseconds: Math.min(this.#requestTimeout, Math.max(0, end - clock.monotonic())),
      signal,
    });
    // A renewal whose answer was not waited for may have changed the Lease.
    let seen = this.#view.holder === identity ? this.#view.lease : await this.#lock.get(patience());
    while (seen !== undefined && holderOf(seen) === identity) {
      try {
        this.#view.wrote(await this.#lock.release(seen, patience()));
        this.#tell('has given the lead up', { lease: this.#lock.key, identity });
        return;
      } catch (error) {
        if (!isConflict(error)) throw error;
        seen = await this.#lock.get(patience());
      }
    }
  }

  #tellLeader(): void {
    const { holder } = this.#view;
    if (holder === this.#toldLeader || holder === '') return;
    this.#toldLeader = holder;
    this.#tell('there is a new leader', { lease: this.#lock.key, leader: holder });
  }

  #follow(...how: Parameters<FollowLease>): Promise<void> {
    const { follow, name } = this.#options;
    return follow?.(...how) ?? followLeases({ ...this.#options, fieldSelector: `metadata.name=${name}` }, ...how);
  }

  #tell(message: string, fields: LogFields): void {
    const { log, isQuiet } = this.#options;
    log[isQuiet ? 'debug' : 'info'](message, fields);
  }

  /** What goes on failing for the same reason is told once. */
  #report(error: unknown): void {
    const refusal = this.#refusals.judge(error);
    this.#failure = error;
    const text = thrownText(error);
    const isEnd = error instanceof Error && error.name === 'AbortError';
    const isNews = text !== this.#toldFailure && !isConflict(error) && !isEnd;
    this.#toldFailure = text;
    const { log } = this.#options;
    if (isNews && refusal !== undefined && !this.#leads)
      log.error('cannot stand for election', { error: refusal.error });
    else log[isNews ? 'warn' : 'debug']('a try to lead has failed', { lease: this.#lock.key, error });
  }

  /** @throws Error where the API server goes on refusing */
  #refuseForGood(): void {
    if (this.#failure === undefined) return;
    const refusal = this.#refusals.judge(this.#failure);
    if (refusal?.isFinal) throw refusal.error;
  }
}
