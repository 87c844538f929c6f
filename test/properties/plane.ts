// A control plane of its own for sequences, all of whose writes are heard.
import type { Client } from 'kubewright';
import type { Clock } from '../../runtime/clock/clock.js';
import type { Change } from './seen.js';

/** It has the definition of Redis; nothing runs its Pods. */
export interface Plane {
  readonly kubeconfig: string;
  /** After so many milliseconds everybody has heard of a write, as far as one can tell. */
  readonly latency: number;
  /** May do everything. */
  readonly admin: Client;
  /** The time of what runs beside it; faster than the machine's. */
  readonly clock: Clock;
  /**
   * Calls with each write to a Redis, a Pod or an Event from now on, in order and without gaps, also through restarts.
   * @returns what ends it
   */
  hear(listener: (change: Change) => void): () => void;
  /** Resolves when all that has been written by now was heard. */
  caughtUp(): Promise<void>;
  /** The API server crashes, and another one starts over the same objects. */
  restartServer(): Promise<void>;
  stop(): Promise<void>;
}

export type PlaneName = 'embedded' | 'real';
