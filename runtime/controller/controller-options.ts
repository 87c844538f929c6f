// How a controller runs.

export interface ControllerOptions {
  /** Names the controller in logs and Events; unique in a manager. Default: the kind in lower case. */
  readonly name?: string;
  /** How many objects are reconciled at the same time; default 1. One object never is twice at once. */
  readonly maxConcurrentReconciles?: number;
  /**
   * Milliseconds after which `context.signal` aborts; default: none. A reconcile that ignores the signal runs on, and
   * its object waits for it.
   */
  readonly reconciliationTimeout?: number;
}
