// The reconciles of a controller that are under way.
import type { Cause } from './causes.js';
import type { ControllerMetrics } from './controller-metrics.js';

/** A reconcile that is under way. */
export interface ActiveReconcile {
  /** As in the queue. */
  readonly key: string;
  readonly causes: readonly Cause[];
  /** As in the log. */
  readonly reconcileId: string;
  /** When it began, on the monotonic clock. Milliseconds. */
  readonly since: number;
}

/** One for each key at most. */
export class ActiveReconciles {
  readonly #metrics: ControllerMetrics;
  readonly #byKey = new Map<string, ActiveReconcile>();
  /** Those of them whose objects have gone since the reconcile began. */
  readonly #goneMeanwhile = new Set<string>();

  /** @param metrics is told how many there are */
  constructor(metrics: ControllerMetrics) {
    this.#metrics = metrics;
  }

  /** All of them, those that run for longest first. */
  get all(): readonly ActiveReconcile[] {
    return [...this.#byKey.values()];
  }

  begin(reconcile: ActiveReconcile): void {
    this.#byKey.set(reconcile.key, reconcile);
    this.#metrics.active = this.#byKey.size;
  }

  /** @returns whether its object has gone meanwhile */
  end(key: string): boolean {
    this.#byKey.delete(key);
    this.#metrics.active = this.#byKey.size;
    return this.#goneMeanwhile.delete(key);
  }

  /** The object of the key has gone. @returns whether it is reconciled, so that only the end of that may forget it */
  gone(key: string): boolean {
    if (!this.#byKey.has(key)) return false;
    this.#goneMeanwhile.add(key);
    return true;
  }
}
