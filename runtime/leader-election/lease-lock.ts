// The Lease on the API server: asked for and written, each with a limit of time.
import type { Snapshot } from '../../decorators/snapshot.js';
import { isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { Lease } from '../kinds/coordination-v1.js';
import type { Labels } from '../meta/label-requirement.js';
import { heldSpec, type LeaseSpec, releasedSpec } from './lease-record.js';
import { within } from './within.js';

/** What of a client an election needs. */
export type LeaseClient = Pick<Client, 'get' | 'create' | 'update' | 'watch'>;

export interface LeaseLockOptions {
  readonly client: LeaseClient;
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  readonly leaseDuration: number;
  readonly labels: Labels;
  readonly clock: Clock;
}

/** How long a call may take: milliseconds, and until the signal aborts. */
export interface Patience {
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * The verbs of an election. Every write is bound to the version that was seen: of several replicas that try at once, one
 * succeeds, and a write that comes late fails.
 */
export class LeaseLock {
  readonly #options: LeaseLockOptions;

  constructor(options: LeaseLockOptions) {
    this.#options = options;
  }

  /** `namespace/name`. */
  get key(): string {
    return `${this.#options.namespace}/${this.#options.name}`;
  }

  /** Undefined: there is none. */
  async get({ milliseconds, signal }: Patience): Promise<Snapshot<Lease> | undefined> {
    const { client, clock, namespace, name } = this.#options;
    try {
      return await within(clock, milliseconds, signal, inTime =>
        client.get(Lease, { namespace, name }, { signal: inTime }),
      );
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** The record with which this process takes or renews it. @param seen as it was last seen; undefined: there was none */
  record(seen: Snapshot<Lease> | undefined): LeaseSpec {
    const { identity, leaseDuration, clock } = this.#options;
    return heldSpec(seen, { identity, leaseDuration, now: clock.now() });
  }

  /** Takes or renews it. */
  hold(
    seen: Snapshot<Lease> | undefined,
    spec: LeaseSpec,
    { milliseconds, signal }: Patience,
  ): Promise<Snapshot<Lease>> {
    const { client, clock, namespace, name, labels } = this.#options;
    return within(clock, milliseconds, signal, inTime => {
      if (seen === undefined) {
        return client.create(Lease, { metadata: { namespace, name, labels }, spec }, { signal: inTime });
      }
      return client.update(Lease, { ...this.#labelled(seen), spec }, { signal: inTime });
    });
  }

  /** Gives it up, so that another may take it at once. */
  release(seen: Snapshot<Lease>, { milliseconds, signal }: Patience): Promise<Snapshot<Lease>> {
    const { client, clock } = this.#options;
    const spec = releasedSpec(seen, clock.now());
    return within(clock, milliseconds, signal, inTime =>
      client.update(Lease, { ...this.#labelled(seen), spec }, { signal: inTime }),
    );
  }

  #labelled(seen: Snapshot<Lease>): Snapshot<Lease> {
    const { labels } = this.#options;
    if (Object.keys(labels).length === 0) return seen;
    return { ...seen, metadata: { ...seen.metadata, labels: { ...seen.metadata.labels, ...labels } } };
  }
}
