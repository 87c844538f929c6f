// What the controllers of the control plane have in common.
import type { Clock } from '../clock/clock.js';
import type { Cluster } from './cluster.js';

/** Keeps something true of the objects of the store, from `start` until `stop`. */
export interface Controller {
  /** Begins with the objects that are there. */
  start(): void;
  /** Stops writing; what is being written comes to its end. */
  stop(): void;
}

/** What a controller works with. */
export interface ControllerOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Hears of failures that are not conflicts; what failed is tried again. */
  readonly report: (error: unknown) => void;
}
