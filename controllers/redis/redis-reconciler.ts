// Keeps the Pods of a Redis: grows, recreates, shrinks, reports, and takes everything down in the end.
import { isDeepStrictEqual } from 'node:util';
import {
  containsFinalizer,
  done,
  Owns,
  Rbac,
  type ReconcileContext,
  Reconciles,
  type Result,
  requeueAfter,
  type Snapshot,
  seconds,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { anyPodExists, type Creation, createPods, deletePods } from './pod-changes.js';
import { heldOrdinals, withoutPodFinalizers, withPodFinalizers } from './pod-finalizers.js';
import { isFinished, podOrdinal, wishedOrdinals } from './pods.js';
import { nameProblem, type Problem, podNamesTaken, redisStatus } from './redis-status.js';

/** Keeps one Pod for each wished replica. Runs when the Redis or one of its Pods changes. */
@Reconciles(Redis, { maxConcurrentReconciles: 4 })
@Owns(Pod)
@Rbac(Pod, ['create', 'delete'])
export class RedisReconciler {
  async reconcile(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Result> {
    const problem = nameProblem(redis);
    if (problem !== undefined) {
      context.events.warning(problem.reason, problem.message);
      await report(redis, podsOf(redis, context), context, problem);
      return done;
    }
    const held = await grow(redis, context);
    const { created, found, taken, failure } = await createMissing(held, heldOrdinals(redis), context);
    const kept = await shrink(held, held.spec.replicas, 'ScalingDown', context);
    const finished = await replaceFinished(kept, new Date(), context);
    await report(held, distinct([...kept, ...found, ...created]), context, podNamesTaken(taken) ?? failure?.problem);
    if (failure !== undefined) throw failure.error;
    // The Pod of somebody else wakes nobody here when it goes: look again whether its name is free.
    return taken.length === 0 && finished === 0 ? done : requeueAfter(seconds(10));
  }

  async finalize(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Result> {
    // `kubectl delete --cascade=orphan`: the garbage collector makes the Pods ownerless, then takes this finalizer away.
    if (containsFinalizer(redis, 'orphan')) return done;
    const reported = podsOf(redis, context).length > 0 ? await report(redis, [], context) : redis;
    await shrink(reported, 0, 'Deleting', context);
    return done;
  }
}

/** Adds the finalizers of new Pods. They come before the Pods: none ever exists without one that holds its Redis. */
async function grow(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Snapshot<Redis>> {
  const present = heldOrdinals(redis);
  const added = wishedOrdinals(redis).filter(ordinal => !present.includes(ordinal));
  if (added.length === 0) return redis;
  const held = await storeFinalizers(withPodFinalizers(redis, added), context);
  const pods = podsOf(redis, context).map(ordinalOf(redis));
  // Somebody may have taken finalizers away whose Pods are there.
  if (!added.every(ordinal => pods.includes(ordinal))) {
    context.events.normal('ScalingUp', `growing from ${present.length} to ${redis.spec.replicas} Pods`);
  }
  return held;
}

/** Creates the wished Pods that are not there. One that was held for before was missing, and is told of. */
async function createMissing(
  redis: Snapshot<Redis>,
  heldBefore: readonly number[],
  context: ReconcileContext,
): Promise<Creation> {
  const present = podsOf(redis, context).map(ordinalOf(redis));
  const missing = wishedOrdinals(redis).filter(ordinal => !present.includes(ordinal));
  const creation = await createPods(redis, missing, context);
  for (const pod of creation.created) {
    if (!heldBefore.includes(ordinalOf(redis)(pod))) continue;
    context.events.normal('Recreated', `the Pod ${pod.metadata.name} was missing and has been created`);
  }
  return creation;
}

/**
 * Deletes the Pods from this number on, the highest first; releases their finalizers once all of them are gone, which is
 * now where the server says so of each.
 * @returns the Pods before this number
 */
async function shrink(
  redis: Snapshot<Redis>,
  size: number,
  reason: 'ScalingDown' | 'Deleting',
  context: ReconcileContext,
): Promise<readonly Snapshot<Pod>[]> {
  const ordinal = ordinalOf(redis);
  const pods = podsOf(redis, context);
  const doomed = pods.filter(pod => ordinal(pod) >= size).sort((a, b) => ordinal(b) - ordinal(a));
  const held = heldOrdinals(redis);
  const asked = await deletePods(doomed, context);
  if (asked > 0) {
    const message = reason === 'Deleting' ? `deleting ${asked} Pods` : `shrinking from ${held.length} to ${size} Pods`;
    context.events.normal(reason, message);
  }
  const surplus = held.filter(other => other >= size);
  const isClear = podsOf(redis, context).every(pod => ordinal(pod) < size);
  if (surplus.length > 0 && isClear && !(await anyPodExists(redis, surplus, context))) {
    await storeFinalizers(withoutPodFinalizers(redis, surplus), context);
  }
  return pods.filter(pod => ordinal(pod) < size);
}

/**
 * Asks finished Pods to go, so that they are created again. One that has finished right after it was created waits: else
 * Pods that cannot run would come and go as fast as the server lets them.
 * @returns how many wait
 */
async function replaceFinished(pods: readonly Snapshot<Pod>[], now: Date, context: ReconcileContext): Promise<number> {
  const finished = pods.filter(isFinished);
  const old = finished.filter(({ metadata }) => now.getTime() - Date.parse(metadata.creationTimestamp) >= seconds(10));
  if ((await deletePods(old, context)) > 0) {
    const names = old.map(({ metadata, status }) => `${metadata.name} (${status?.reason ?? status?.phase})`);
    context.events.warning(
      'ReplacingPods',
      `Pods that have finished are deleted and created again: ${names.join(', ')}`,
    );
  }
  return finished.length - old.length;
}

/** @returns the Redis with that status */
async function report(
  redis: Snapshot<Redis>,
  pods: readonly Snapshot<Pod>[],
  { client }: ReconcileContext,
  problem?: Problem,
): Promise<Snapshot<Redis>> {
  const status = redisStatus(redis, pods, problem, new Date());
  return isDeepStrictEqual(status, redis.status) ? redis : await client.status(Redis).patch(redis.metadata, status);
}

/** Fails with a conflict when the Redis has changed since it was read: the reconcile is then tried again. */
async function storeFinalizers(redis: Snapshot<Redis>, { client }: ReconcileContext): Promise<Snapshot<Redis>> {
  const { resourceVersion, finalizers = null } = redis.metadata;
  return await client.patch(Redis, redis.metadata, { metadata: { resourceVersion, finalizers } });
}

/** The Pods of this Redis by the cache; not those that it controls under names of another kind. */
function podsOf(redis: Snapshot<Redis>, context: ReconcileContext): readonly Snapshot<Pod>[] {
  return context.owned(Pod).filter(pod => podOrdinal(redis, pod.metadata.name) !== undefined);
}

function ordinalOf(redis: Snapshot<Redis>): (pod: Snapshot<Pod>) => number {
  return pod => podOrdinal(redis, pod.metadata.name) ?? -1;
}

/** The cache may have come to know a Pod while we created it. */
function distinct(pods: readonly Snapshot<Pod>[]): readonly Snapshot<Pod>[] {
  return [...new Map(pods.map(pod => [pod.metadata.uid, pod])).values()];
}
