// Holds one shard while it is wanted: takes its Lease, lets work begin, and hands it over when nobody is at work in it.
import { type Clock, sleep } from '../clock/clock.js';
import type { LeaderElector } from '../leader-election/leader-elector.js';
import { LeaderElectionLostError } from '../leader-election/not-leader-error.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import { type ShardEnd, ShardTerm } from './shard-term.js';

export interface ShardKeeperOptions {
  readonly shard: number;
  /** One that has not run yet. */
  readonly elector: () => LeaderElector;
  /** Asked once the Lease is held: whether nobody acts who splits the objects in another way, which is not answered from memory. */
  readonly mayBegin: (signal: AbortSignal) => Promise<boolean>;
  /** Work may begin in it. */
  readonly onBegin: (term: ShardTerm) => void;
  /** None may begin any more; some may go on. */
  readonly onEnd: (term: ShardTerm, how: ShardEnd) => void;
  readonly retryPeriod: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: () => number;
}

/** A shard that was lost is stood for again, as long as it is wanted. */
export class ShardKeeper {
  readonly #options: ShardKeeperOptions;
  #isWanted = false;
  /** Resolves when `#isWanted` changes. */
  #changed = Promise.withResolvers<void>();

  constructor(options: ShardKeeperOptions) {
    this.#options = options;
  }

  /** Whether this replica is to hold the shard. */
  want(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }

  /**
   * Keeps to what is wanted until the signal aborts, after which it wants nothing; then resolves once the shard is handed over.
   * @throws an error that says what to do, when the API server has refused all tries for two minutes
   */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriod, random } = this.#options;
    signal.addEventListener('abort', () => this.#changed.resolve(), { once: true });
    while (!signal.aborted) {
      if (!this.#isWanted) await this.#changed.promise;
      else if (await this.#hold()) await sleep(clock, retryPeriod * (1 + random()), signal);
    }
  }

  /** From the first try to the end of it. @returns whether a new try is to wait */
  async #hold(): Promise<boolean> {
    const { elector: make, mayBegin, shard, log } = this.#options;
    const elector = make();
    const keeping = new AbortController();
    const elected = Promise.withResolvers<'elected'>();
    const ended = elector.run(keeping.signal, () => elected.resolve('elected')).then(() => 'ended' as const);
    const unwanted = this.#changed.promise.then(() => 'unwanted' as const);
    ended.catch(() => {});
    let isElected = false;
    let isToPause = false;
    try {
      isElected = (await Promise.race([elected.promise, ended, unwanted])) === 'elected';
      const answer = isElected && (await Promise.race([mayBegin(keeping.signal), ended, unwanted]));
      if (answer === true) await this.#act(elector, { ended, unwanted });
      else isToPause = isElected && answer === false;
    } catch (error) {
      // Where the elector has failed, it says so below.
      log.debug('does not hold the shard any more, or does not know whether it may be worked on', { shard, error });
      isToPause = true;
    }
    keeping.abort();
    try {
      await ended;
    } catch (error) {
      if (!(error instanceof LeaderElectionLostError)) throw error;
      log.warn('has lost a shard', { shard, error });
      return true;
    } finally {
      elector.fence.close();
    }
    if (isElected) await this.#handOver(elector);
    return isToPause;
  }

  async #handOver(elector: LeaderElector): Promise<void> {
    const { shard, log } = this.#options;
    try {
      // It has a limit of time of its own, and is to be done also where the operator stops.
      await elector.release(new AbortController().signal);
    } catch (error) {
      log.warn('a shard was not handed over: its Lease has to run out first', { shard, error });
    }
  }

  /** Lets work begin, until the shard is lost, or is not wanted and nobody is at work in it. Rejects where it is lost. */
  async #act(
    { fence }: LeaderElector,
    { ended, unwanted }: { readonly ended: Promise<'ended'>; readonly unwanted: Promise<'unwanted'> },
  ): Promise<void> {
    const { shard, onBegin, onEnd } = this.#options;
    const term = new ShardTerm(shard, fence);
    if (!this.#isWanted) return;
    onBegin(term);
    try {
      await Promise.race([ended, unwanted]);
      onEnd(term, 'handed over');
      term.end(new ExplainedError(`shard ${shard} is handed over to another replica`));
      await Promise.race([ended, term.empty]);
    } catch (error) {
      fence.close();
      if (term.isOpen) onEnd(term, 'lost');
      term.end(new ExplainedError(`shard ${shard} is lost to another replica`, { cause: error }));
      throw error;
    }
  }
}
