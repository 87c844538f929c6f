// Who takes part: each replica shows with a Lease of its own that it lives.
import { isConflict, isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import { type Clock, sleep } from '../clock/clock.js';
import { Lease } from '../kinds/coordination-v1.js';
import { LeaseLock } from '../leader-election/lease-lock.js';
import { holderOf } from '../leader-election/lease-record.js';
import type { LeaseView } from '../leader-election/lease-view.js';
import { within } from '../leader-election/within.js';
import type { Logger } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';
import { isRetired, MEMBER_LABEL, memberLabels, memberLeaseName, SHARD_LABEL } from './lease-labels.js';
import type { ShardLeases } from './shard-leases.js';

export interface MembershipOptions {
  readonly client: Client;
  readonly namespace: string;
  /** The sharding's name. */
  readonly name: string;
  readonly identity: string;
  readonly form: string;
  readonly shards: number;
  readonly leaseDuration: number;
  readonly retryPeriod: number;
  readonly renewDeadline: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Leases that are of no use any more, and were not renewed for so many durations, are deleted: nobody else will do it. */
const LEFT_BEHIND = 4;

const NOT_SHOWN = 'this replica could not show that it lives';

/**
 * Nobody acts because of what stands here: it says who is to have a part, and the Leases of the shards say who has it. So a
 * member that is thought to be dead and is not, or the other way round, costs some hand-overs and nothing else.
 */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #leases: ShardLeases;
  readonly #lock: LeaseLock;
  readonly #ownLease: string;
  /** On the monotonic clock: since when a Lease has been seen to be out of use. */
  #outOfUse: ReadonlyMap<string, number> = new Map();
  #isMember = false;
  /** Whether there may be a Lease that says so. */
  #mayBeMember = false;
  /** The last failure of each thing that was told. */
  readonly #told = new Map<string, string>();

  constructor(options: MembershipOptions, leases: ShardLeases) {
    const { name, identity, form } = options;
    this.#options = options;
    this.#leases = leases;
    this.#ownLease = memberLeaseName(name, identity);
    this.#lock = new LeaseLock({ ...options, name: this.#ownLease, labels: memberLabels(name, form) });
  }

  /** The identities of those that live, as far as was seen, and split the objects as this replica does. */
  get living(): readonly string[] {
    const { form, identity } = this.#options;
    const others = this.#members.flatMap(({ lease, view }) =>
      view.freeIn > 0 && !isRetired(lease, form) ? [holderOf(lease)] : [],
    );
    return this.#isMember ? [...others, identity] : others;
  }

  /** Milliseconds until one of those that are thought to live may have died; undefined: there are no others. */
  get nextDeath(): number | undefined {
    const left = this.#members.map(({ view }) => view.freeIn).filter(freeIn => freeIn > 0);
    return left.length === 0 ? undefined : Math.min(...left);
  }

  /** Shows that this replica lives. Rejects with the error of the API server. */
  async show(signal: AbortSignal): Promise<void> {
    const patience = { milliseconds: this.#requestTimeout, signal };
    const view = this.#own;
    try {
      if (view.lease === undefined) view.read(await this.#lock.get(patience));
      // What has no answer may have been carried out.
      this.#mayBeMember = true;
      view.wrote(await this.#lock.hold(view.lease, this.#lock.record(view.lease), patience));
      this.#isMember = true;
      this.#told.delete(NOT_SHOWN);
    } catch (error) {
      // What was seen is not what is there: the next try asks first.
      if (!signal.aborted) view.read(undefined);
      throw error;
    }
  }

  /** Shows it again and again until the signal aborts; never rejects. */
  async keep(signal: AbortSignal, onShown: () => void): Promise<void> {
    const { clock, retryPeriod } = this.#options;
    while (await sleep(clock, retryPeriod, signal)) {
      try {
        await this.show(signal);
        onShown();
      } catch (error) {
        if (!signal.aborted) this.#report(NOT_SHOWN, error);
        continue;
      }
      await this.#tidy(signal);
    }
  }

  /** Takes part no more: others have its share at once. Never rejects. */
  async leave(signal: AbortSignal): Promise<void> {
    const { client, clock, namespace, renewDeadline } = this.#options;
    this.#isMember = false;
    if (!this.#mayBeMember) return;
    try {
      await within(clock, renewDeadline, signal, inTime =>
        client.delete(Lease, { namespace, name: this.#ownLease }, { signal: inTime }),
      );
    } catch (error) {
      if (!isNotFound(error)) this.#report('this replica could not show that it has left', error);
    }
  }

  get #own(): LeaseView {
    return this.#leases.view(this.#ownLease);
  }

  get #members(): ShardLeases['present'] {
    return this.#leases.present.filter(
      ({ lease: { metadata } }) => metadata.labels?.[MEMBER_LABEL] !== undefined && metadata.name !== this.#ownLease,
    );
  }

  /** For each request: as long as one of an elector has. */
  get #requestTimeout(): number {
    return Math.max(1000, this.#options.renewDeadline / 2);
  }

  /** Those of a time when there were more shards. */
  get #formerShards(): ShardLeases['present'] {
    const { shards } = this.#options;
    return this.#leases.present.filter(({ lease }) => Number(lease.metadata.labels?.[SHARD_LABEL] ?? 0) >= shards);
  }

  /** Deletes what replicas that were killed have left, and shards that there are no more. Never rejects. */
  async #tidy(signal: AbortSignal): Promise<void> {
    const { client, clock, namespace, leaseDuration } = this.#options;
    const now = clock.monotonic();
    const outOfUse = [...this.#members, ...this.#formerShards].filter(({ view }) => view.freeIn === 0);
    this.#outOfUse = new Map(
      outOfUse.map(({ lease: { metadata } }) => [metadata.name, this.#outOfUse.get(metadata.name) ?? now]),
    );
    for (const { lease, view } of outOfUse) {
      const { name, uid, resourceVersion } = lease.metadata;
      if (now - (this.#outOfUse.get(name) ?? now) < LEFT_BEHIND * leaseDuration) continue;
      // Bound to the version: one that has come to life again keeps it.
      const preconditions = { uid, resourceVersion };
      try {
        await within(clock, this.#requestTimeout, signal, inTime =>
          client.delete(Lease, { namespace, name }, { preconditions, signal: inTime }),
        );
      } catch (error) {
        // Of shards, no other answer tells that they have gone.
        if (isNotFound(error) && view.lease === lease) view.read(undefined);
        if (isNotFound(error) || isConflict(error)) continue;
        // The others can wait, and that this replica lives has to be shown.
        if (!signal.aborted) this.#report('what a replica has left could not be deleted', error);
        return;
      }
    }
  }

  /** What goes on failing for the same reason is told once. */
  #report(what: string, error: unknown): void {
    const text = thrownText(error);
    const level = text === this.#told.get(what) || isConflict(error) ? 'debug' : 'warn';
    this.#told.set(what, text);
    this.#options.log[level](what, { lease: this.#lock.key, error });
  }
}
