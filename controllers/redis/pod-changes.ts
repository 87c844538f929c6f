// Creates and deletes Pods of a Redis, telling of it in Events. Doing it again changes nothing.
import {
  ConnectionError,
  isAlreadyExists,
  isConflict,
  isControlledBy,
  isNamespaceTerminating,
  isNotFound,
  type ReconcileContext,
  type Snapshot,
  setControllerReference,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';
import { isTerminating } from './pod-state.js';
import { podName, redisPod } from './pods.js';
import { deletionRefused, type Problem, podNamesTaken } from './problems.js';

/** What came of creating Pods. */
export interface Creation {
  readonly created: readonly Snapshot<Pod>[];
  /** Pods of this Redis that were there already, though the cache did not know them. */
  readonly found: readonly Snapshot<Pod>[];
  /** Names that Pods of others bear. */
  readonly taken: readonly string[];
  /** The first Pod that could not be created, for another reason; those after it were not tried. */
  readonly failure?: { readonly problem: Problem; readonly error: unknown } | undefined;
}

/**
 * Creates these Pods, in order. Where the name is taken, the Pod that has it is neither adopted nor deleted. In a namespace
 * that is being deleted nothing can be created, and nothing is missed: the Redis goes next.
 * @throws ConnectionError when the server does not answer
 */
export async function createPods(
  redis: Snapshot<Redis>,
  ordinals: readonly number[],
  context: ReconcileContext,
): Promise<Creation> {
  const created: Snapshot<Pod>[] = [];
  const found: Snapshot<Pod>[] = [];
  const taken: string[] = [];
  let failure: Creation['failure'];
  const left = [...ordinals];
  for (const ordinal of left) {
    context.signal.throwIfAborted();
    const pod = setControllerReference(redis, redisPod(redis, ordinal));
    try {
      created.push(await context.client.create(Pod, pod));
    } catch (error) {
      // Nobody has refused anything: it is tried again, and is no state of the Redis that anybody would have to know.
      if (error instanceof ConnectionError) throw error;
      const present = isAlreadyExists(error) ? await findPod(redis, ordinal, context) : undefined;
      if (present !== undefined) {
        if (isControlledBy(present, redis)) found.push(present);
        else taken.push(present.metadata.name);
      } else if (isAlreadyExists(error) && left.length === ordinals.length) {
        // Whoever had the name has gone meanwhile: once more, after the others.
        left.push(ordinal);
      } else {
        if (!isNamespaceTerminating(error)) failure = failureOf(error);
        break;
      }
    }
  }
  for (const problem of [podNamesTaken(taken), failure?.problem]) {
    if (problem !== undefined) context.events.warning(problem.reason, problem.message);
  }
  return { created, found, taken, failure };
}

function failureOf(error: unknown): NonNullable<Creation['failure']> {
  const message = error instanceof Error ? error.message : String(error);
  return { problem: { reason: 'FailedCreate', message }, error };
}

/**
 * Asks these Pods to go, as they are known: one that has changed meanwhile may belong to somebody else now. It is left
 * for the next run, which its change leads to. A refusal is told of in an Event.
 * @returns the names of those that were not asked before
 * @throws ApiError for a refusal; those after it were not asked
 */
export async function deletePods(
  pods: readonly Snapshot<Pod>[],
  { client, signal, events }: ReconcileContext,
): Promise<readonly string[]> {
  const asked: string[] = [];
  for (const { metadata } of pods.filter(candidate => !isTerminating(candidate))) {
    signal.throwIfAborted();
    const { uid, resourceVersion } = metadata;
    try {
      await client.delete(Pod, metadata, { preconditions: { uid, resourceVersion } });
      asked.push(metadata.name);
    } catch (error) {
      if (isNotFound(error) || isConflict(error)) continue;
      const problem = deletionRefused(error);
      if (problem !== undefined) events.warning(problem.reason, problem.message);
      throw error;
    }
  }
  return asked;
}

/**
 * Whether any of these Pods is still there, though the cache shows none. Pods of this process it always shows. Those of the
 * process before (of this operator before its restart, of the replica that led before) it may not have yet, and neither a
 * Pod whose creation had no answer: as long as nothing proves that it has caught up with them, the server is asked.
 */
export async function anyPodExists(
  redis: Snapshot<Redis>,
  ordinals: readonly number[],
  context: ReconcileContext,
): Promise<boolean> {
  if (context.cache.hasSeenOwnCreate(Pod, redis.metadata.namespace)) return false;
  for (let start = 0; start < ordinals.length; start += GETS_AT_ONCE) {
    const some = ordinals.slice(start, start + GETS_AT_ONCE);
    const pods = await Promise.all(some.map(ordinal => findPod(redis, ordinal, context)));
    if (pods.some(pod => pod !== undefined && isControlledBy(pod, redis))) return true;
  }
  return false;
}

const GETS_AT_ONCE = 16;

/** The Pod that has the name of this number, whoever it belongs to. */
async function findPod(
  redis: Snapshot<Redis>,
  ordinal: number,
  { client }: ReconcileContext,
): Promise<Snapshot<Pod> | undefined> {
  try {
    return await client.get(Pod, { namespace: redis.metadata.namespace, name: podName(redis, ordinal) });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
