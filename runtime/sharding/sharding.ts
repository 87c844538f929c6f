// One replica's part in the work: sees who takes part, holds its share of the shards, and says what belongs to them.
import type { Client } from '../client/client.js';
import { aborted } from '../clock/aborted.js';
import { type Clock, sleep } from '../clock/clock.js';
import { Bell } from '../leader-election/bell.js';
import { JITTER } from '../leader-election/leader-election-options.js';
import { LeaderElector } from '../leader-election/leader-elector.js';
import { Refusals } from '../leader-election/refusals.js';
import { within } from '../leader-election/within.js';
import type { Logger } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';
import { assignShards } from './assignment.js';
import { formOf, shardLabels, shardLeaseName } from './lease-labels.js';
import { Membership } from './membership.js';
import { ShardKeeper } from './shard-keeper.js';
import { ShardLeases } from './shard-leases.js';
import { shardOf } from './shard-of.js';
import { ShardRange } from './shard-range.js';
import type { ShardEnd, ShardTerm, Stay } from './shard-term.js';
import { ShardingMetrics } from './sharding-metrics.js';
import type { ShardingPlan } from './sharding-options.js';
import { SharedQuestion } from './shared-question.js';

/** All that a sharding depends on; `newSharding` fills in what an operator need not say. */
export interface ShardingParts extends ShardingPlan {
  readonly client: Client;
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** Told of each shard in which work may begin. */
export type OnShard = (shard: number) => void;

/**
 * A Runnable. Each shard has a Lease, and its holder acts under the rules of a leader: never do two replicas act in a shard at
 * once, whatever happens to clocks, processes, network and Leases. Which shards a replica stands for is told by who lives: all
 * compute the same. A shard that is another's is handed over once nobody is at work in it any more.
 */
export class Sharding {
  readonly name: string;
  readonly metrics: ShardingMetrics;
  /** The objects that caches keep; undefined: all. */
  readonly range: ShardRange | undefined;
  readonly #parts: ShardingParts;
  readonly #form: string;
  readonly #leases: ShardLeases;
  /** Who has what, which each shard that is taken asks anew: its answer is to be younger than that. */
  readonly #question: SharedQuestion<boolean>;
  readonly #membership: Membership;
  readonly #refusals: Refusals;
  readonly #keepers: readonly ShardKeeper[];
  readonly #terms: (ShardTerm | undefined)[];
  /** Those in which work may still go on. */
  readonly #draining = new Set<ShardTerm>();
  readonly #listeners = new Set<OnShard>();
  readonly #bell = new Bell();
  /** Aborts when nothing is to be known of the Leases any more. */
  readonly #over = new AbortController();
  #state: 'joining' | 'taking part' | 'leaving' = 'joining';
  #owners: { readonly of: string; readonly shards: readonly string[] } = { of: '', shards: [] };
  #toldOthers = false;

  constructor(parts: ShardingParts) {
    const { namespace, name, shards, clock } = parts;
    this.#parts = parts;
    this.name = `sharding ${namespace}/${name}`;
    this.metrics = new ShardingMetrics(name, shards);
    this.range = parts.filterWatches ? new ShardRange(shards) : undefined;
    this.#form = formOf(parts);
    this.#leases = new ShardLeases(parts);
    this.#leases.onChange = () => this.#bell.ring();
    this.#question = new SharedQuestion(() =>
      within(clock, this.#lookTimeout, this.#over.signal, inTime => this.#leases.look(this.#form, inTime)),
    );
    this.#membership = new Membership({ ...parts, form: this.#form }, this.#leases);
    this.#refusals = new Refusals(clock, `${namespace}/${name}-*`, 'sharding');
    this.#terms = new Array<ShardTerm | undefined>(shards).fill(undefined);
    this.#keepers = this.#terms.map((_, shard) => this.#keeper(shard));
  }

  /** Who this replica is. */
  get identity(): string {
    return this.#parts.identity;
  }

  /** The shards in which work may begin, in order. */
  get held(): readonly number[] {
    return this.#terms.flatMap((term, shard) => (term === undefined ? [] : [shard]));
  }

  /** @param key `namespace/name`, or `name` */
  shardOf(key: string): number {
    return shardOf(key, this.#parts.shards, this.#parts.by);
  }

  /** Whether work on the key may begin here. */
  has(key: string): boolean {
    return this.#terms[this.shardOf(key)] !== undefined;
  }

  /** Work on the key begins; undefined: it is another's. */
  enter(key: string): Stay | undefined {
    return this.#terms[this.shardOf(key)]?.enter();
  }

  /**
   * Calls for each shard in which work may begin from now on: what happened to its objects before was another's. Those that are
   * held already are not told. @returns what ends that
   */
  onGained(listener: OnShard): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Takes part until the signal aborts; then resolves once all shards are handed over, which is when nobody is at work in them.
   * @throws an error that says what to do, when the API server has refused all tries for two minutes
   */
  async run(signal: AbortSignal): Promise<void> {
    const { log, identity, shards } = this.#parts;
    const failure = Promise.withResolvers<never>();
    const watching = this.#leases.watch(this.#over.signal);
    const keeping = Promise.all(this.#keepers.map(keeper => keeper.run(signal).catch(failure.reject)));
    const showing = this.#show(signal).catch(failure.reject);
    const sharing = this.#share(signal);
    log.info('shares the work', { sharding: this.name, identity, shards: this.#form });
    failure.promise.catch(() => {});
    const handOver = async (): Promise<void> => {
      this.#state = 'leaving';
      for (const keeper of this.#keepers) keeper.want(false);
      await Promise.all([this.#membership.leave(this.#over.signal), keeping, showing, sharing]);
      this.#over.abort();
      await watching;
    };
    try {
      await Promise.race([aborted(signal), failure.promise]);
    } catch (error) {
      // The rest ends with the manager: a reconcile that goes on is not to keep it from hearing of the failure.
      void aborted(signal).then(handOver);
      throw error;
    }
    await handOver();
    log.info('has handed over its shards', { sharding: this.name, shards });
  }

  /** Becomes a member, and shows that it lives. */
  async #show(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriod, log } = this.#parts;
    let told = '';
    while (!signal.aborted && this.#state === 'joining') {
      try {
        await this.#membership.show(signal);
        // Who lives is known before a part is taken: else it would be handed over at once.
        await this.#look(signal);
        this.#state = 'taking part';
        this.#bell.ring();
      } catch (error) {
        if (signal.aborted) return;
        const refusal = this.#refusals.judge(error);
        if (refusal?.isFinal) throw refusal.error;
        const shown = refusal?.error ?? error;
        const text = thrownText(shown);
        log[text === told ? 'debug' : 'warn']('cannot take part in the work yet', { error: shown });
        told = text;
        await sleep(clock, retryPeriod, signal);
      }
    }
    await this.#membership.keep(signal, () => this.#bell.ring());
  }

  /** Looks again and again who is to have what. Never rejects. */
  async #share(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriod, random, log } = this.#parts;
    let lookedAt = clock.monotonic();
    while (!signal.aborted) {
      const period = retryPeriod * (1 + JITTER * random());
      await this.#bell.wait(clock, Math.min(period, this.#membership.nextDeath ?? period), signal);
      if (this.#state !== 'taking part') continue;
      if (clock.monotonic() - lookedAt >= retryPeriod) {
        // The watch may have died quietly.
        await this.#look(signal).catch(error => log.debug('could not see who shares the work', { error }));
        lookedAt = clock.monotonic();
      }
      if (this.#state === 'taking part' && !signal.aborted) this.#decide();
    }
  }

  #decide(): void {
    const { identity, log } = this.#parts;
    const members = this.#membership.living;
    this.metrics.members = members.length;
    const isOthersTurn = this.#leases.isSplitOtherwise(this.#form);
    if (isOthersTurn && !this.#toldOthers) {
      log.info('stands by: replicas that split the objects in another way still act', { shards: this.#form });
    }
    this.#toldOthers = isOthersTurn;
    const owners = this.#ownersAmong(members);
    this.range?.keep(this.#inUse(owners));
    for (const [shard, keeper] of this.#keepers.entries()) {
      // What is held already was taken when nobody acted who splits the objects in another way.
      const mayHave = !isOthersTurn || this.#terms[shard] !== undefined;
      keeper.want(owners[shard] === identity && mayHave);
    }
  }

  /** What is to be at hand before work begins, and until it has ended: else objects would seem not to be there. */
  #inUse(owners: readonly string[]): ReadonlySet<number> {
    const { identity } = this.#parts;
    const wanted = owners.flatMap((owner, shard) => (owner === identity ? [shard] : []));
    return new Set([...wanted, ...this.held, ...[...this.#draining].map(({ shard }) => shard)]);
  }

  /** This is asked for after each renewal of any Lease, and seldom is anything new. */
  #ownersAmong(members: readonly string[]): readonly string[] {
    const { identity, shards, log } = this.#parts;
    const of = JSON.stringify([...members].sort());
    if (of === this.#owners.of) return this.#owners.shards;
    const owners = assignShards(members, shards);
    this.#owners = { of, shards: owners };
    const share = owners.flatMap((owner, shard) => (owner === identity ? [shard] : []));
    log.info('has a share of the work', { members: members.length, shards: share.join() });
    return owners;
  }

  /** @returns whether a replica that splits the objects in another way may be acting */
  #look(signal: AbortSignal): Promise<boolean> {
    // One may be on its way already.
    return within(this.#parts.clock, 2 * this.#lookTimeout, signal, () => this.#question.ask());
  }

  get #lookTimeout(): number {
    return Math.max(1000, this.#parts.renewDeadline / 2);
  }

  #keeper(shard: number): ShardKeeper {
    const { name, log } = this.#parts;
    const options = { ...this.#parts, log: log.with({ shard }) };
    const lease = shardLeaseName(name, shard);
    return new ShardKeeper({
      ...options,
      shard,
      elector: () =>
        new LeaderElector({
          ...options,
          name: lease,
          labels: shardLabels(name, shard, this.#form),
          releaseOnCancel: true,
          view: this.#leases.view(lease),
          follow: (signal, onState) => this.#leases.follow(lease, signal, onState),
          option: 'sharding',
          isQuiet: true,
        }),
      mayBegin: async signal => {
        if (await this.#look(signal)) return false;
        await this.range?.atHand();
        return true;
      },
      onBegin: term => this.#begin(term),
      onEnd: (term, how) => this.#end(term, how),
    });
  }

  #begin(term: ShardTerm): void {
    this.#terms[term.shard] = term;
    this.metrics.gained += 1;
    this.metrics.held += 1;
    for (const tell of this.#listeners) tell(term.shard);
  }

  #end(term: ShardTerm, how: ShardEnd): void {
    this.#terms[term.shard] = undefined;
    this.metrics.held -= 1;
    if (how === 'lost') this.metrics.lost += 1;
    else this.metrics.handedOver += 1;
    this.#draining.add(term);
    void term.empty.then(() => {
      this.#draining.delete(term);
      this.#bell.ring();
    });
  }
}
