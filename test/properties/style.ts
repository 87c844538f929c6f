// The two styles in which the operator is written, and what is promised of each.
import type { controller } from 'kubewright';
import { RedisReconciler } from '../../controllers/redis/redis-reconciler.js';
import { DesiredRedisReconciler } from '../desired-redis/desired-redis.js';

/** What `controller` takes. */
export type AnyReconciler = Parameters<typeof controller>[0];

/** An operator, and what it does beside keeping the Pods. */
export interface Style {
  /** Makes its reconciler; `now` is what time it is. */
  readonly reconciler: (now: () => Date) => AnyReconciler;
  /** How many objects it reconciles at once. */
  readonly workers: number;
  /** Whether finalizers hold a Redis until its Pods are gone, and Pods go from the highest to the lowest. */
  readonly holds: boolean;
  /** Whether Events tell what is done, each once. */
  readonly tells: boolean;
  /** Whether a Pod that has failed is noted in the status, and replaced the later the more often it has. */
  readonly backsOff: boolean;
}

/** `steps`: the reference operator. `desired`: the same in the style of desired state. */
export const STYLES = {
  steps: { reconciler: now => new RedisReconciler(now), workers: 4, holds: true, tells: true, backsOff: true },
  desired: { reconciler: () => new DesiredRedisReconciler(), workers: 1, holds: false, tells: false, backsOff: false },
} satisfies Record<string, Style>;
