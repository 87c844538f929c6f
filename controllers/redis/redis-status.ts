// What a Redis reports of itself: a pure function of the Redis and its Pods.
import { type Condition, type Snapshot, selectorText, setCondition } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import type { Redis, RedisStatus } from '../../api/v1/redis.js';
import { isReady, isTerminating, podLabels, podName } from './pods.js';

/** What keeps a Redis from having its Pods, in the words of a condition and of an Event. */
export type Problem = Pick<Condition, 'reason' | 'message'>;

/** The status of a Redis that has these Pods, and maybe a problem. */
export function redisStatus(
  redis: Snapshot<Redis>,
  pods: readonly Snapshot<Pod>[],
  problem: Problem | undefined,
  now: Date,
): Snapshot<RedisStatus> {
  const { generation: observedGeneration = 0 } = redis.metadata;
  const present = pods.filter(pod => !isTerminating(pod));
  const ready = present.filter(isReady).length;
  const readiness = { type: 'Ready', observedGeneration, ...readyState(redis, present.length, ready, problem) };
  return {
    observedGeneration,
    replicas: present.length,
    readyReplicas: ready,
    ...(redis.metadata.name.length <= LONGEST_NAME && { selector: selectorText(podLabels(redis)) }),
    conditions: setCondition(redis.status?.conditions, readiness, now),
  };
}

/** The API server's limit for label values and for the name in a finalizer; Pods may have longer names. */
const LONGEST_NAME = 63;

/** Finalizers bear the names of the Pods, which may be too long for that. */
export function nameProblem(redis: Snapshot<Redis>): Problem | undefined {
  const longest = podName(redis, Math.max(redis.spec.replicas - 1, 0));
  if (longest.length <= LONGEST_NAME) return undefined;
  const message = `the name is too long: the Pod ${longest} would need a name of at most ${LONGEST_NAME} characters; create the Redis under a shorter name`;
  return { reason: 'NameTooLong', message };
}

/** Pods of others bear names that Pods of the Redis should have. */
export function podNamesTaken(names: readonly string[]): Problem | undefined {
  if (names.length === 0) return undefined;
  const message = `Pods that do not belong to this Redis have names of its Pods: ${names.join(', ')}; they are left alone: delete them to free the names`;
  return { reason: 'PodNameTaken', message };
}

function readyState(
  redis: Snapshot<Redis>,
  present: number,
  ready: number,
  problem: Problem | undefined,
): Pick<Condition, 'status' | 'reason' | 'message'> {
  const wished = redis.spec.replicas;
  if (problem !== undefined) return { status: 'False', ...problem };
  if (redis.metadata.deletionTimestamp !== undefined) {
    return { status: 'False', reason: 'Deleting', message: 'the Pods are being deleted' };
  }
  if (present !== wished) {
    return { status: 'False', reason: 'Scaling', message: `${present} of ${wished} Pods exist` };
  }
  if (ready < wished)
    return { status: 'False', reason: 'PodsNotReady', message: `${ready} of ${wished} Pods are ready` };
  return { status: 'True', reason: 'PodsReady', message: `${ready} of ${wished} Pods are ready` };
}
