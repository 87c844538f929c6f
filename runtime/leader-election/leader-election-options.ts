// How replicas agree on a leader, as the manager's option `leaderElection` says it.
import type { Labels } from '../meta/label-requirement.js';

/**
 * Leader election over a Lease. The durations are those of client-go, in milliseconds, with its defaults and its conditions:
 * `leaseDuration` > `renewDeadline` > 1.2 × `retryPeriod`. All replicas, and all versions of an operator, should have the same.
 */
export interface LeaderElectionOptions {
  /** Where the Lease is. Default: the Pod's namespace; outside of a Pod it has to be said. */
  readonly namespace?: string;
  /** The Lease's name; default: that of the manager. Operators that share a namespace need names of their own. */
  readonly name?: string;
  /**
   * For so long after the last renewal that they have seen do other replicas leave the Lease to its holder; default 15 000.
   * In the Lease it is rounded up to whole seconds.
   */
  readonly leaseDuration?: number;
  /** A leader that cannot renew for so long stops acting; default 10 000. */
  readonly renewDeadline?: number;
  /** How long to wait between two tries; default 2000. Replicas that stand by wait up to 2.2 times as long. */
  readonly retryPeriod?: number;
  /**
   * Whether a stop hands the Lease over at once, once everything in the group `leaderElection` has ended. Else the next leader
   * waits until it runs out. Default true: controller-runtime's default is false, since there it is the program that has to
   * see to it that nothing goes on after the release.
   */
  readonly releaseOnCancel?: boolean;
  /** Who this replica is; no other may call itself so. Default: the host's name, `_`, and a random UUID. */
  readonly identity?: string;
  /** Labels that the leader puts on the Lease; others there stay. */
  readonly labels?: Labels;
}

/** The durations of an election, in milliseconds. */
export interface ElectionTiming {
  readonly leaseDuration: number;
  readonly renewDeadline: number;
  readonly retryPeriod: number;
}

/** By how much waits are stretched at random, and how many tries a renewal is to have at least: as in client-go. */
export const JITTER = 1.2;

/**
 * @param option the name of the option that they are of, for messages
 * @throws TypeError for durations that would not keep two leaders apart
 */
export function electionTiming(
  { leaseDuration = 15_000, renewDeadline = 10_000, retryPeriod = 2000 }: Partial<ElectionTiming>,
  option = 'leaderElection',
): ElectionTiming {
  const timing = { leaseDuration, renewDeadline, retryPeriod };
  for (const [name, value] of Object.entries(timing)) {
    if (!(Number.isFinite(value) && value > 0))
      throw new TypeError(`${option}: ${name} is to be more than 0 milliseconds, not ${value}`);
  }
  if (leaseDuration <= renewDeadline) {
    throw new TypeError(
      `${option}: leaseDuration (${leaseDuration} ms) is to be longer than renewDeadline (${renewDeadline} ms): a leader has to stop before another may begin`,
    );
  }
  if (renewDeadline <= JITTER * retryPeriod) {
    throw new TypeError(
      `${option}: renewDeadline (${renewDeadline} ms) is to be longer than ${JITTER} × retryPeriod (${retryPeriod} ms): one try that fails is not to cost the lead`,
    );
  }
  return timing;
}
