// How often Pods have failed, and how long the next one waits for it. Pure: what is known is noted in the status of the Redis, so
// that it outlives the operator.
import { minutes, type Snapshot, seconds, timeText } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import type { PodFailure, Redis } from '../../api/v1/redis.js';
import { isFinished, isTerminating } from './pod-state.js';
import { podOrdinal } from './pods.js';

/** The failures to be noted: those of before that still count, and those of the Pods that have finished since. */
export function podFailures(
  redis: Snapshot<Redis>,
  pods: readonly Snapshot<Pod>[],
  now: Date,
): readonly Snapshot<PodFailure>[] {
  const ordinal = ({ name }: { readonly name: string }) => podOrdinal(redis, name) ?? Number.POSITIVE_INFINITY;
  const failed = pods.filter(hasFailed).map(({ metadata }) => metadata);
  const failures = new Map(
    redis.status?.failures
      ?.filter(failure => !isForgotten(failure, now) || failed.some(({ uid }) => uid === failure.uid))
      .map(failure => [failure.name, failure]),
  );
  for (const { name, uid } of failed) {
    const former = failures.get(name);
    if (former?.uid === uid) continue;
    failures.set(name, { name, uid, count: (former?.count ?? 0) + 1, lastFailureTime: timeText(now) });
  }
  return [...failures.values()]
    .filter(failure => ordinal(failure) < redis.spec.replicas)
    .sort((a, b) => ordinal(a) - ordinal(b));
}

/** The Pods whose failure is noted already, and that have waited long enough to be replaced. */
export function duePods(redis: Snapshot<Redis>, pods: readonly Snapshot<Pod>[], now: Date): readonly Snapshot<Pod>[] {
  const due = redis.status?.failures?.filter(failure => replacedAt(failure) <= now.getTime()) ?? [];
  return pods.filter(pod => hasFailed(pod) && due.some(({ uid }) => uid === pod.metadata.uid));
}

/** When the next of the failed Pods is due, in milliseconds from now; undefined where none waits. */
export function nextDue(
  failures: readonly Snapshot<PodFailure>[],
  pods: readonly Snapshot<Pod>[],
  now: Date,
): number | undefined {
  const failed = pods.filter(hasFailed).map(({ metadata }) => metadata.uid);
  const times = failures.filter(({ uid }) => failed.includes(uid)).map(replacedAt);
  return times.length === 0 ? undefined : Math.max(Math.min(...times) - now.getTime(), 0);
}

/** When a Pod that has failed is replaced: at once; and after 10 s, 20 s, 40 s ... 5 min if the one before it has failed as well. */
export function replacedAt({ count, lastFailureTime }: Snapshot<PodFailure>): number {
  const delay = count === 1 ? 0 : Math.min(seconds(10) * 2 ** (count - 2), minutes(5));
  return Date.parse(lastFailureTime) + delay;
}

/** A Pod that was asked to go ends, and has not failed. */
function hasFailed(pod: Snapshot<Pod>): boolean {
  return isFinished(pod) && !isTerminating(pod);
}

function isForgotten(failure: Snapshot<PodFailure>, now: Date): boolean {
  return now.getTime() >= replacedAt(failure) + minutes(10);
}
