// The Pods of a Redis as the cache has them.
import type { ReconcileContext, Snapshot } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';
import { podOrdinal } from './pods.js';

/** Those that it controls, by number; not those under names that are none of its. */
export function ownedPods(redis: Snapshot<Redis>, context: ReconcileContext): ReadonlyMap<number, Snapshot<Pod>> {
  const pods = context.owned(Pod).map(pod => [podOrdinal(redis, pod.metadata.name), pod] as const);
  return new Map(pods.filter((entry): entry is [number, Snapshot<Pod>] => entry[0] !== undefined));
}

/** Those that are wished. */
export function wishedPods(redis: Snapshot<Redis>, context: ReconcileContext): readonly Snapshot<Pod>[] {
  return [...ownedPods(redis, context)].filter(([ordinal]) => ordinal < redis.spec.replicas).map(([, pod]) => pod);
}

/** Each once: the cache may have come to know a Pod while it was created. */
export function distinct(pods: readonly Snapshot<Pod>[]): readonly Snapshot<Pod>[] {
  return [...new Map(pods.map(pod => [pod.metadata.uid, pod])).values()];
}
