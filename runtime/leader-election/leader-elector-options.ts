// What an elector is made of.
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import type { Lease } from '../kinds/coordination-v1.js';
import type { Logger } from '../log/logger.js';
import type { Labels } from '../meta/label-requirement.js';
import type { ElectionTiming } from './leader-election-options.js';
import type { LeaseView } from './lease-view.js';
import type { LeaseOption } from './refusals.js';

/** All that an election depends on; `leaderElector` fills in what an operator need not say. */
export interface LeaderElectorOptions extends ElectionTiming {
  readonly client: Client;
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  readonly labels: Labels;
  readonly releaseOnCancel: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** What this process has seen of the Lease before; default: nothing. */
  readonly view?: LeaseView;
  /** Tells of each state of the Lease until the signal aborts, and never rejects; default: by a watch of its own. */
  readonly follow?: FollowLease;
  /** Which option of the manager the Lease is for, for messages; default `leaderElection`. */
  readonly option?: LeaseOption;
  /** One of many elections: no Events, and the log has the usual course of things at level debug. Default false. */
  readonly isQuiet?: boolean;
}

/** Resolves once the signal has aborted. */
export type FollowLease = (
  signal: AbortSignal,
  onState: (lease: Snapshot<Lease>, isGone: boolean) => void,
) => Promise<void>;
