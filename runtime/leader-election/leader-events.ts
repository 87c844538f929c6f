// Tells people, at the Lease, who leads.
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { EventBroadcaster } from '../events/event-broadcaster.js';
import type { Lease } from '../kinds/coordination-v1.js';
import type { Logger } from '../log/logger.js';

export interface LeaderEventsOptions {
  readonly client: Client;
  /** Who writes them: as in client-go each replica under its own name. */
  readonly identity: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Milliseconds for the last Event: who stops is not to wait for a server that hangs. */
const FAREWELL = 2000;

/** Events about the Lease, with client-go's reason and words. */
export class LeaderEvents {
  readonly #events: EventBroadcaster;
  readonly #identity: string;
  readonly #clock: Clock;

  constructor({ client, identity, clock, log }: LeaderEventsOptions) {
    this.#events = new EventBroadcaster({ client, component: identity, log, clock });
    this.#identity = identity;
    this.#clock = clock;
  }

  becameLeader(lease: Snapshot<Lease>): void {
    this.#tell(lease, 'became leader');
  }

  stoppedLeading(lease: Snapshot<Lease>): void {
    this.#tell(lease, 'stopped leading');
  }

  /** Resolves when all are written, or 2 s have passed. Never rejects. */
  async end(): Promise<void> {
    const deadline = new AbortController();
    const timer = this.#clock.setTimer(FAREWELL, () => deadline.abort());
    await this.#events.stop(deadline.signal);
    timer.cancel();
  }

  #tell(lease: Snapshot<Lease>, what: string): void {
    this.#events.about(lease).normal('LeaderElection', `${this.#identity} ${what}`);
  }
}
