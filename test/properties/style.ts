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
}

/** `steps`: the reference operator. `desired`: the same in the style of desired state. */
export const STYLES = {
  steps: { reconciler: now => new RedisReconciler(now), workers: 4, holds: true, tells: true },
  desired: { reconciler: () => new DesiredRedisReconciler(), workers: 1, holds: false, tells: false },
} satisfies Record<string, Style>;
