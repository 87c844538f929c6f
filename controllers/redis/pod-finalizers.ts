// One finalizer for each managed Pod holds a Redis until that Pod is gone. Pure functions.
import { addFinalizer, removeFinalizer, type Snapshot } from 'kubewright';
import type { Redis } from '../../api/v1/redis.js';
import { podName, podOrdinal } from './pods.js';

const DOMAIN = 'myapp.tangx.in/';

/** The numbers of the Pods that hold this Redis, in order. */
export function heldOrdinals(redis: Snapshot<Redis>): number[] {
  // Nothing keeps a user from writing one of them twice.
  return [...new Set(redis.metadata.finalizers)]
    .map(finalizer => (finalizer.startsWith(DOMAIN) ? podOrdinal(redis, finalizer.slice(DOMAIN.length)) : undefined))
    .filter(ordinal => ordinal !== undefined)
    .sort((a, b) => a - b);
}

/** The Redis held for the Pods of these numbers too. Where that adds any, they are in Pod order, after those of others. */
export function withPodFinalizers(redis: Snapshot<Redis>, ordinals: readonly number[]): Snapshot<Redis> {
  const present = heldOrdinals(redis);
  if (ordinals.every(ordinal => present.includes(ordinal))) return redis;
  const all = [...new Set([...present, ...ordinals])].sort((a, b) => a - b);
  const others = withoutPodFinalizers(redis, present);
  return all.reduce((held, ordinal) => addFinalizer(held, podFinalizer(held, ordinal)), others);
}

/** The Redis no longer held for the Pods of these numbers. Finalizers of others stay. */
export function withoutPodFinalizers(redis: Snapshot<Redis>, ordinals: readonly number[]): Snapshot<Redis> {
  return ordinals.reduce((held, ordinal) => removeFinalizer(held, podFinalizer(held, ordinal)), redis);
}

/** `myapp.tangx.in/NAME-0` */
function podFinalizer(redis: Snapshot<Redis>, ordinal: number): string {
  return DOMAIN + podName(redis, ordinal);
}
