// What stands before the group `leaderElection` where several replicas of an operator run.

/**
 * Lets the group `leaderElection` start once this process leads, such as a leader elector on a Lease. A manager without
 * one starts the group at once.
 */
export interface LeaderGate {
  /** Names it in logs and errors, such as `leader election redis-operator-system/redis-operator`. */
  readonly name: string;
  /**
   * Begins once all other groups are ready. Tries to lead until the signal aborts, and calls `onElected` when it does, once.
   *
   * When the manager stops, the signal aborts only after the group has ended: until then the lead is to be kept. Then it
   * resolves once it keeps it no longer. An earlier end is the end of the manager: where it led, the lead is lost, nothing
   * is waited for any more, whatever `gracefulShutdownTimeout` says, and `Manager.run` rejects with what this rejects with,
   * or with "leader election lost" when it resolves.
   */
  run(signal: AbortSignal, onElected: () => void): Promise<void>;
  /**
   * Lets another lead at once; does nothing where this process does not lead. Called after `run` has ended, only when
   * everything in the group has ended too: a reconcile that goes on is never beside another leader. The signal aborts when
   * the time for the stop has passed. A rejection is logged: the lead then ends by itself.
   */
  release?(signal: AbortSignal): Promise<void>;
}
