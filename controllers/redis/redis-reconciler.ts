// Keeps the Pods of a Redis: grows, shrinks, replaces, recreates, reports, and takes everything down in the end.
import { isDeepStrictEqual } from 'node:util';
import {
  containsFinalizer,
  done,
  findCondition,
  isConditionTrue,
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
import { distinct, ownedPods, wishedPods } from './owned-pods.js';
import { nextDue, podFailures } from './pod-failures.js';
import { heldOrdinals } from './pod-finalizers.js';
import { deletionRefused, nameProblem, podNamesTaken } from './problems.js';
import { type KnownPods, redisStatus } from './redis-status.js';
import { replaceFailed, rollOut } from './replacing.js';
import { createMissing, grow, shrink } from './scaling.js';

/** Keeps one Pod for each wished replica. Runs when the Redis or one of its Pods changes. */
@Reconciles(Redis, { maxConcurrentReconciles: 4 })
@Owns(Pod)
@Rbac(Pod, ['create', 'delete'])
export class RedisReconciler {
  readonly #now: () => Date;

  /** @param now what time it is; default: that of the machine */
  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  async reconcile(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Result> {
    const now = this.#now();
    const tooLong = nameProblem(redis);
    if (tooLong !== undefined) {
      context.events.warning(tooLong.reason, tooLong.message);
      await report(redis, { pods: wishedPods(redis, context), problem: tooLong }, now, context);
      return done;
    }
    const held = await grow(redis, context);
    const tell = async (error: unknown): Promise<never> => {
      const pods = wishedPods(held, context);
      const known = { pods, failures: podFailures(held, pods, now), problem: deletionRefused(error) };
      if (known.problem !== undefined) await report(held, known, now, context);
      throw error;
    };
    const isUnseen = await shrink(held, held.spec.replicas, 'ScalingDown', context).catch(tell);
    const failed = await replaceFailed(held, now, context).catch(tell);
    const replaced = failed.concat(await rollOut(held, context).catch(tell));
    const { created, found, taken, failure } = await createMissing(held, heldOrdinals(redis), replaced, context);

    const pods = distinct([...wishedPods(held, context), ...found, ...created]);
    const failures = podFailures(held, pods, now);
    await report(held, { pods, failures, problem: podNamesTaken(taken) ?? failure?.problem }, now, context);
    if (failure !== undefined) throw failure.error;
    const isUnsure = isUnseen || taken.length > 0 || found.length > 0;
    const waits = [nextDue(failures, pods, now), isUnsure ? LOOK_AGAIN : undefined];
    const next = Math.min(...waits.filter(wait => wait !== undefined));
    return next === Number.POSITIVE_INFINITY ? done : requeueAfter(next);
  }

  async finalize(redis: Snapshot<Redis>, context: ReconcileContext): Promise<Result> {
    // `kubectl delete --cascade=orphan`: the garbage collector makes the Pods ownerless, then takes this finalizer away.
    if (containsFinalizer(redis, 'orphan')) return done;
    const hasPods = ownedPods(redis, context).size > 0;
    const reported = hasPods ? await report(redis, { pods: [] }, this.#now(), context) : redis;
    return (await shrink(reported, 0, 'Deleting', context)) ? requeueAfter(LOOK_AGAIN) : done;
  }
}

/** The Pod of somebody else wakes nobody here when it goes, nor does one of ours that goes before the cache has seen it. */
const LOOK_AGAIN = seconds(10);

/** @returns the Redis with that status */
async function report(
  redis: Snapshot<Redis>,
  known: KnownPods,
  now: Date,
  { client, events }: ReconcileContext,
): Promise<Snapshot<Redis>> {
  const status = redisStatus(redis, known, now);
  if (isDeepStrictEqual(status, redis.status)) return redis;
  const degraded = findCondition(status.conditions, 'Degraded');
  const wasDegraded = isConditionTrue(redis.status?.conditions, 'Degraded');
  // Of everything else Events tell where it is done.
  if (degraded?.reason === 'PodsNotStarting' && !wasDegraded) events.warning(degraded.reason, degraded.message);
  return await client.status(Redis).set(redis, status);
}
