// How a controller runs.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Clock } from '../clock/clock.js';
import { addFinalizer } from '../meta/finalizers.js';
import type { RateLimiter } from '../queue/rate-limiter.js';
import type { Predicate } from './predicates.js';

/** `T` is what is reconciled. */
export interface ControllerOptions<T extends KubernetesObject = KubernetesObject> {
  /** Names the controller in logs and Events; unique in a manager. Default: the kind in lower case. */
  readonly name?: string;
  /** How many objects are reconciled at the same time, from 1; default 1. One object never is twice at once. */
  readonly maxConcurrentReconciles?: number;
  /**
   * Milliseconds, more than 0, after which `context.signal` aborts; default: none. A reconcile that ignores the signal
   * runs on, and its object waits for it.
   */
  readonly reconciliationTimeout?: number;
  /**
   * Which changes of the reconciled objects themselves count; default: all. With `generationChanged` those of the status do
   * not, which the reconciler writes itself.
   */
  readonly when?: Predicate<T>;
  /**
   * The finalizer that the runtime puts on each object before it is reconciled, and takes away when `finalize` has answered
   * `done`: the object is deleted only then. Written as `domain/name`, see `addFinalizer`. The beginning of a deletion counts whatever updates
   * `when` lets through, unless its `create` keeps the object out. Default: none; the reconciler sees to its own.
   */
  readonly finalizer?: string;
  /**
   * Makes what says how long failed objects wait; default: 5 ms, doubled with each failure of the object up to 1000 s. For
   * a limit on all objects together: `clock => maxOfRateLimiters(itemExponentialRateLimiter(), bucketRateLimiter(10, 100,
   * clock))`.
   */
  readonly rateLimiter?: (clock: Clock) => RateLimiter;
  /**
   * Milliseconds, give or take a tenth, after which every object is reconciled again although nothing has changed, behind
   * all that has; default 10 hours, as in controller-runtime. `Infinity`: never.
   */
  readonly syncPeriod?: number;
  /**
   * Whether reads from the cache show what this controller has written through `context.client`, although the watch has not
   * brought it yet; default true. `false`: reads are as old as the watch is.
   */
  readonly readYourWrites?: boolean;
  /**
   * Milliseconds that the kinds of this controller have to sync before the manager gives up. Default: the manager's
   * `cacheSyncTimeout`.
   */
  readonly cacheSyncTimeout?: number;
  /**
   * Goes on without this controller while its kinds cannot be listed, because a definition is not installed or a role is
   * missing: the controller starts when they can. Default false: the manager gives up after `cacheSyncTimeout`.
   */
  readonly optional?: boolean;
  /** `false`: runs on every replica, not on the leader alone, and for all objects. Default true. */
  readonly needLeaderElection?: boolean;
  /**
   * `false`: its objects are not shared among replicas where the manager has the option `sharding`; the leader alone runs it,
   * which takes the option `leaderElection` too. For a reconciler that has to see all objects. Default true.
   */
  readonly sharded?: boolean;
}

/** Ten hours. */
export const DEFAULT_SYNC_PERIOD = 10 * 60 * 60 * 1000;

/** @throws RangeError or TypeError that names the controller and the option, for one that would leave it without work */
export function checkControllerOptions(name: string, options: ControllerOptions<never>): void {
  const { maxConcurrentReconciles: workers = 1, finalizer } = options;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new RangeError(`controller ${name}: maxConcurrentReconciles is a whole number from 1, not ${workers}`);
  }
  for (const option of ['reconciliationTimeout', 'cacheSyncTimeout', 'syncPeriod'] as const) {
    const value = options[option] ?? 1;
    if (!(value > 0))
      throw new RangeError(`controller ${name}: ${option} is a number of milliseconds > 0, not ${value}`);
  }
  if (finalizer === undefined) return;
  try {
    addFinalizer({ metadata: {} }, finalizer);
  } catch (error) {
    throw new TypeError(`controller ${name}: ${(error as Error).message}`, { cause: error });
  }
}
