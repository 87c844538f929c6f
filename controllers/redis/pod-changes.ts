// Creates and deletes Pods of a Redis, telling of it in Events. Doing it again changes nothing.
import {
  isAlreadyExists,
  isConflict,
  isControlledBy,
  isNotFound,
  type ReconcileContext,
  type Snapshot,
  setControllerReference,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';
import { isTerminating, podName, redisPod } from './pods.js';
import { type Problem, podNamesTaken } from './redis-status.js';

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

/** Creates these Pods, in order. Where the name is taken, the Pod that has it is neither adopted nor deleted. */
export async function createPods(
  redis: Snapshot<Redis>,
  ordinals: readonly number[],
  context: ReconcileContext,
): Promise<Creation> {
  const created: Snapshot<Pod>[] = [];
  const found: Snapshot<Pod>[] = [];
  const taken: string[] = [];
  let failure: Creation['failure'];
  for (const ordinal of ordinals) {
    const pod = setControllerReference(redis, redisPod(redis, ordinal));
    try {
      created.push(await context.client.create(Pod, pod));
    } catch (error) {
      const present = isAlreadyExists(error) ? await findPod(redis, ordinal, context) : undefined;
      if (present === undefined) {
        failure = failureOf(error);
        break;
      }
      if (isControlledBy(present, redis)) found.push(present);
      else taken.push(present.metadata.name);
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

/** Asks these Pods to go. @returns how many of them were not asked before */
export async function deletePods(pods: readonly Snapshot<Pod>[], { client }: ReconcileContext): Promise<number> {
  let asked = 0;
  for (const pod of pods.filter(candidate => !isTerminating(candidate))) {
    try {
      await client.delete(Pod, pod.metadata, { preconditions: { uid: pod.metadata.uid } });
      asked += 1;
    } catch (error) {
      // Gone meanwhile; or gone, and another Pod has its name.
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }
  return asked;
}

/** Whether any of these Pods is still there: asked live, because the cache may not know yet of a Pod that was just made. */
export async function anyPodExists(
  redis: Snapshot<Redis>,
  ordinals: readonly number[],
  context: ReconcileContext,
): Promise<boolean> {
  const pods = await Promise.all(ordinals.map(ordinal => findPod(redis, ordinal, context)));
  return pods.some(pod => pod !== undefined && isControlledBy(pod, redis));
}

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
