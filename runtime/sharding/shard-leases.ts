// All Leases of a sharding, as they were last seen: those of its shards, and those by which its members show that they live.
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { Lease } from '../kinds/coordination-v1.js';
import { LeaseView } from '../leader-election/lease-view.js';
import { followLeases } from '../leader-election/lease-watch.js';
import type { Logger } from '../log/logger.js';
import { compareResourceVersions } from '../meta/resource-version.js';
import { isRetired, MEMBER_LABEL, SHARD_LABEL, SHARDING_LABEL } from './lease-labels.js';

export interface ShardLeasesOptions {
  readonly client: Pick<Client, 'list' | 'watch'>;
  readonly namespace: string;
  /** The sharding's name. */
  readonly name: string;
  readonly identity: string;
  readonly leaseDuration: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: () => number;
}

/** Hears of each state of one Lease. */
export type OnLease = (lease: Snapshot<Lease>, isGone: boolean) => void;

/**
 * Keeps a view of each Lease for as long as this process lives: how long nothing was heard from a holder is known from the
 * moment at which its last renewal was seen, also where nobody here wanted its shard then.
 */
export class ShardLeases {
  readonly #options: ShardLeasesOptions;
  readonly #views = new Map<string, LeaseView>();
  readonly #listeners = new Map<string, OnLease>();
  /** The versions as of which members have gone: an answer that is older is not to bring them back. */
  readonly #gone = new Map<string, string>();
  /** How many answers are waited for. */
  #looks = 0;
  /** Called after each change of any Lease. */
  onChange: () => void = () => {};

  constructor(options: ShardLeasesOptions) {
    this.#options = options;
  }

  /** What is known of a Lease, whether or not there is one. */
  view(name: string): LeaseView {
    const view = this.#views.get(name) ?? new LeaseView(this.#options);
    this.#views.set(name, view);
    return view;
  }

  /** Those that are there, with what is known of them. */
  get present(): readonly { readonly lease: Snapshot<Lease>; readonly view: LeaseView }[] {
    return [...this.#views.values()].flatMap(view => (view.lease === undefined ? [] : [{ lease: view.lease, view }]));
  }

  /**
   * Whether a replica that splits the objects in another way may be acting.
   * @param form what `formOf` says of one's own way
   */
  isSplitOtherwise(form: string): boolean {
    return this.present.some(
      ({ lease, view }) =>
        lease.metadata.labels?.[SHARD_LABEL] !== undefined && isRetired(lease, form) && view.freeIn > 0,
    );
  }

  /** Tells somebody else, who sees to the view itself, of this Lease, until the signal aborts. */
  follow(name: string, signal: AbortSignal, onState: OnLease): Promise<void> {
    this.#listeners.set(name, onState);
    return new Promise(resolve => {
      const end = (): void => {
        if (this.#listeners.get(name) === onState) this.#listeners.delete(name);
        resolve();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  }

  /** Hears of changes as they come, until the signal aborts; never rejects. */
  watch(signal: AbortSignal): Promise<void> {
    const labelSelector = this.#selector;
    return followLeases({ ...this.#options, labelSelector }, signal, (lease, isGone) => this.#heard(lease, isGone));
  }

  /**
   * Asks for all of them: the answer is not older than the question. Rejects with the error of the API server.
   * @returns `isSplitOtherwise`, by this very answer
   */
  async look(form: string, signal: AbortSignal): Promise<boolean> {
    const { client, namespace } = this.#options;
    const before = this.present.map(({ lease }) => lease);
    this.#looks += 1;
    try {
      // Without a resourceVersion, so that the API server may not answer from a cache that lags behind.
      const { items, metadata } = await client.list(Lease, { namespace, labelSelector: this.#selector, signal });
      for (const lease of items) this.#heard(lease, false);
      const names = new Set(items.map(({ metadata }) => metadata.name));
      // A watch that was opened anew does not tell of what went meanwhile.
      for (const lease of before) {
        if (isMembers(lease) && !names.has(lease.metadata.name)) this.#memberHasGone(lease, metadata.resourceVersion);
      }
    } finally {
      this.#looks -= 1;
      // All answers from now on are newer.
      if (this.#looks === 0) this.#gone.clear();
    }
    // At once: an answer to an older question may come next.
    return this.isSplitOtherwise(form);
  }

  get #selector(): string {
    return `${SHARDING_LABEL}=${this.#options.name}`;
  }

  #heard(lease: Snapshot<Lease>, isGone: boolean): void {
    const { name, resourceVersion } = lease.metadata;
    const listener = this.#listeners.get(name);
    if (listener !== undefined) listener(lease, isGone);
    else if (isGone && isMembers(lease)) this.#memberHasGone(lease, resourceVersion);
    else if (!this.#wentLater(lease)) this.view(name).heard(lease, isGone);
    this.onChange();
  }

  /** Of members nothing but their life is of interest; who has held a shard may act for a while. */
  #memberHasGone({ metadata: { name } }: Snapshot<Lease>, version: string): void {
    const { lease } = this.view(name);
    if (lease !== undefined && isNewer(lease, version)) return;
    this.#views.delete(name);
    this.#gone.set(name, version);
  }

  #wentLater(lease: Snapshot<Lease>): boolean {
    const version = this.#gone.get(lease.metadata.name);
    return version !== undefined && !isNewer(lease, version);
  }
}

/** Also where nobody can tell. */
function isNewer({ metadata: { resourceVersion } }: Snapshot<Lease>, version: string): boolean {
  return (compareResourceVersions(resourceVersion, version) ?? 1) > 0;
}

function isMembers({ metadata }: Snapshot<Lease>): boolean {
  return metadata.labels?.[MEMBER_LABEL] !== undefined;
}
