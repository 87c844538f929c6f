// Brings a Redis to its number of Pods. Each step is bound to what was seen, and doing it again changes nothing.
import { findCondition, type ReconcileContext, type Snapshot } from 'kubewright';
import { Redis } from '../../api/v1/redis.js';
import { ownedPods } from './owned-pods.js';
import { anyPodExists, type Creation, createPods, deletePods } from './pod-changes.js';
import { heldOrdinals, withoutPodFinalizers, withPodFinalizers } from './pod-finalizers.js';
import { podOrdinal, wishedOrdinals } from './pods.js';

/** Adds the finalizers of new Pods. They come before the Pods: none ever exists without one that holds its Redis. */
export async function grow(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Snapshot<Redis>> {
  const present = heldOrdinals(redis);
  const added = wishedOrdinals(redis).filter(ordinal => !present.includes(ordinal));
  if (added.length === 0) return redis;
  const held = await storeFinalizers(withPodFinalizers(redis, added), context);
  const pods = ownedPods(redis, context);
  // Somebody may have taken finalizers away whose Pods are there.
  if (!added.every(ordinal => pods.has(ordinal))) {
    context.events.normal('ScalingUp', `growing from ${present.length} to ${redis.spec.replicas} Pods`);
  }
  return held;
}

/** Creates the wished Pods that are not there. One that was held for before, and was not replaced by us, is told of. */
export async function createMissing(
  redis: Snapshot<Redis>,
  heldBefore: readonly number[],
  replaced: readonly string[],
  context: ReconcileContext,
): Promise<Creation> {
  const present = ownedPods(redis, context);
  const missing = wishedOrdinals(redis).filter(ordinal => !present.has(ordinal));
  const creation = await createPods(redis, missing, context);
  const isRollingOut = findCondition(redis.status?.conditions, 'Progressing')?.reason === 'RollingOut';
  for (const { name } of creation.created.map(({ metadata }) => metadata)) {
    if (isRollingOut || replaced.includes(name) || !heldBefore.includes(podOrdinal(redis, name) ?? -1)) continue;
    context.events.normal('Recreated', `the Pod ${name} was missing and has been created`);
  }
  return creation;
}

/**
 * Deletes the Pods from this number on, the highest first; releases their finalizers once all of them are gone, which is
 * now where the server says so of each.
 * @returns whether one is there that the cache does not show
 */
export async function shrink(
  redis: Snapshot<Redis>,
  size: number,
  reason: 'ScalingDown' | 'Deleting',
  context: ReconcileContext,
): Promise<boolean> {
  const doomed = [...ownedPods(redis, context)].filter(([ordinal]) => ordinal >= size).sort(([a], [b]) => b - a);
  const held = heldOrdinals(redis);
  const asked = await deletePods(
    doomed.map(([, pod]) => pod),
    context,
  );
  if (asked.length > 0) {
    const message =
      reason === 'Deleting' ? `deleting ${asked.length} Pods` : `shrinking from ${held.length} to ${size} Pods`;
    context.events.normal(reason, message);
  }
  const surplus = held.filter(ordinal => ordinal >= size);
  const isClear = [...ownedPods(redis, context).keys()].every(ordinal => ordinal < size);
  if (surplus.length === 0 || !isClear) return false;
  if (await anyPodExists(redis, surplus, context)) return true;
  await storeFinalizers(withoutPodFinalizers(redis, surplus), context);
  return false;
}

/** Fails with a conflict when the Redis has changed since it was read: the reconcile is then tried again. */
async function storeFinalizers(redis: Snapshot<Redis>, { client }: ReconcileContext): Promise<Snapshot<Redis>> {
  const { resourceVersion, finalizers = null } = redis.metadata;
  return await client.patch(Redis, redis.metadata, { metadata: { resourceVersion, finalizers } });
}
