// What a replica is told that must not act.
import { ExplainedError } from '../log/explained-error.js';

/** This replica does not lead, or does not know whether it still does: what only the leader may do was not begun. */
export class NotLeaderError extends ExplainedError {
  override readonly name = 'NotLeaderError';
}

/** `Manager.run` rejects with it when another replica may lead from now on. The process should end. */
export class LeaderElectionLostError extends ExplainedError {
  override readonly name = 'LeaderElectionLostError';

  /** @param why such as `op/redis-operator is held by b_1` */
  constructor(why: string, options?: ErrorOptions) {
    super(`leader election lost: ${why}`, options);
  }
}
