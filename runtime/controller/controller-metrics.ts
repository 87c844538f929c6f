// What a controller counts, with the meanings and names that the metrics of controller-runtime have.

/** How a reconcile ended. */
export type ReconcileOutcome = 'success' | 'error' | 'requeue_after';

/** Counters since the controller was made. */
export class ControllerMetrics {
  /** Reconciles by how they ended. Those that the stop interrupted are not among them. */
  readonly reconciles: Record<ReconcileOutcome, number> = { success: 0, error: 0, requeue_after: 0 };
  /** Those of the errors that were a `TerminalError`. */
  terminalErrors = 0;
  /**
   * Those of the errors that look like a mistake in the program, and promises of reconciles that were rejected without
   * anybody waiting for them: what panics are in Go.
   */
  panics = 0;
  /** Reconciles that took longer than `reconciliationTimeout`. */
  timeouts = 0;
  /** How many reconciles are under way. */
  active = 0;
}

/** Is told of each reconcile when it ends. */
export interface ControllerObserver {
  reconciled?(outcome: ReconcileOutcome, milliseconds: number): void;
}
