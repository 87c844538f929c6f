// What is in the way of a Redis and does not go by itself, in the words of conditions and Events. Pure functions.
import { ApiError, type Condition, type Snapshot, timeText } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import type { PodFailure, Redis } from '../../api/v1/redis.js';
import { replacedAt } from './pod-failures.js';
import { isReady, isTerminating, startProblem } from './pod-state.js';
import { podName } from './pods.js';

/** What keeps a Redis from having its Pods. */
export type Problem = Pick<Condition, 'reason' | 'message'>;

/** The API server's limit for label values and for the name in a finalizer; Pods may have longer names. */
export const LONGEST_NAME = 63;

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

/** The server has answered that a Pod may not be deleted: a policy protects it, or a right is missing. Not that it is too busy. */
export function deletionRefused(error: unknown): Problem | undefined {
  if (!(error instanceof ApiError) || error.verb !== 'delete') return undefined;
  if (error.status >= 500 || error.status === 429) return undefined;
  return { reason: 'FailedDelete', message: error.message };
}

/** Pods of the Redis cannot start: no node takes them, their image cannot be pulled, they crash. */
export function podsNotStarting(pods: readonly Snapshot<Pod>[]): Problem | undefined {
  const told = pods
    .filter(pod => !isReady(pod) && !isTerminating(pod))
    .map(pod => [pod.metadata.name, startProblem(pod)] as const)
    .filter(([, problem]) => problem !== undefined);
  if (told.length === 0) return undefined;
  return { reason: 'PodsNotStarting', message: listed(told.map(([name, problem]) => `${name}: ${problem}`)) };
}

/** Pods of the Redis have failed, and others take their place in a while. */
export function podsFailed(
  failures: readonly Snapshot<PodFailure>[],
  pods: readonly Snapshot<Pod>[],
): Problem | undefined {
  const told = failures.flatMap(failure => {
    const pod = pods.find(({ metadata }) => metadata.uid === failure.uid);
    if (pod === undefined || isTerminating(pod)) return [];
    const times = failure.count === 1 ? '' : ` ${failure.count} times in a row`;
    const at = timeText(new Date(replacedAt(failure)));
    return [`${failure.name} has failed${times} (${pod.status?.reason ?? pod.status?.phase}), to be replaced at ${at}`];
  });
  return told.length === 0 ? undefined : { reason: 'PodsFailed', message: listed(told) };
}

/** The first of them; a condition that is longer than a screen is not read. */
function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  const first = texts
    .slice(0, MOST_LISTED)
    .map(text => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text));
  return more > 0 ? `${first.join('; ')}; and ${more} more` : first.join('; ');
}

const MOST_LISTED = 3;
const LONGEST_TEXT = 300;
