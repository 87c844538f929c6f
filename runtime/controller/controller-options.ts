// How a controller runs.

export interface ControllerOptions {
  /** Names the controller in logs and Events; unique in a manager. Default: the kind in lower case. */
  readonly name?: string;
  /** How many objects are reconciled at the same time, from 1; default 1. One object never is twice at once. */
  readonly maxConcurrentReconciles?: number;
  /**
   * Milliseconds, more than 0, after which `context.signal` aborts; default: none. A reconcile that ignores the signal
   * runs on, and its object waits for it.
   */
  readonly reconciliationTimeout?: number;
}

/** @throws RangeError that names the controller and the option, for a number that would leave it without work or time */
export function checkControllerOptions(name: string, options: ControllerOptions): void {
  const { maxConcurrentReconciles: workers = 1, reconciliationTimeout: timeout = 1 } = options;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new RangeError(`controller ${name}: maxConcurrentReconciles is a whole number from 1, not ${workers}`);
  }
  if (!(timeout > 0)) {
    throw new RangeError(`controller ${name}: reconciliationTimeout is a number of milliseconds > 0, not ${timeout}`);
  }
}
