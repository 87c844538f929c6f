// The Redis operator in the desired-state style: one pure function says which Pods there should be, and what is known of them.
import {
  type Desired,
  type DesiredObject,
  dependent,
  desiredState,
  isControlledBy,
  type Observed,
  Owns,
  Reconciles,
  type Snapshot,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { isFinished, isTerminating } from '../../controllers/redis/pod-state.js';
import { outdatedPods, REVISION_LABEL } from '../../controllers/redis/pod-template.js';
import { podName, redisPod, wishedOrdinals } from '../../controllers/redis/pods.js';
import { podNamesTaken } from '../../controllers/redis/problems.js';
import { observedStatus } from '../../controllers/redis/redis-status.js';
import { nextToReplace } from '../../controllers/redis/rollout.js';

type ObservedPods = Observed<typeof Pod>;

/** The Pods that a Redis should have, given those that it has. */
export function desiredRedis(redis: Snapshot<Redis>, observed: ObservedPods): Desired<Redis> {
  const names = wishedOrdinals(redis).map(ordinal => podName(redis, ordinal));
  const pods = observed.owned(Pod).filter(({ metadata }) => names.includes(metadata.name));
  const outdated = outdatedPods(redis, pods);
  const replaced = [nextToReplace(redis, pods), ...pods.filter(isFinished)];
  const objects = names.flatMap((name, ordinal): DesiredObject[] => {
    const present = pods.find(({ metadata }) => metadata.name === name);
    if (present === undefined) return [wishedPod(redis, ordinal)];
    // Left out, it is deleted; the next time it is missing, and wished as it should be.
    if (replaced.includes(present)) return [];
    return [wishedPod(redis, ordinal, outdated.includes(present) ? present : undefined)];
  });
  const problem = podNamesTaken(takenNames(redis, names, observed));
  const { states, ...status } = observedStatus(redis, { pods, problem });
  return { objects, status: { ...status, conditions: states } };
}

/** Runs when the Redis or one of its Pods changes. */
@Reconciles(Redis)
@Owns(Pod, { apply: true })
export class DesiredRedisReconciler {
  readonly reconcile = desiredState(Redis, { owns: [Pod], desired: desiredRedis }).reconcile;
}

/** The Pod of this number; an outdated one that waits for its turn as it is, because most of a Pod cannot be changed. */
function wishedPod(redis: Snapshot<Redis>, ordinal: number, outdated?: Snapshot<Pod>): DesiredObject {
  const { metadata, spec } = redisPod(redis, ordinal);
  const name = podName(redis, ordinal);
  if (outdated === undefined) return dependent(Pod, { metadata: { name, labels: metadata.labels }, spec });
  const revision = outdated.metadata.labels?.[REVISION_LABEL] ?? '';
  const { automountServiceAccountToken, securityContext } = outdated.spec ?? spec;
  const containers = (outdated.spec?.containers ?? [])
    .filter(container => container.name === 'redis')
    .map(({ image, args, ports, readinessProbe, resources, securityContext }) => {
      return { name: 'redis', image, args, ports, readinessProbe, resources, securityContext };
    });
  return dependent(Pod, {
    metadata: { name, labels: { ...metadata.labels, [REVISION_LABEL]: revision } },
    spec: { automountServiceAccountToken, securityContext, containers },
  });
}

/**
 * The names that Pods of others bear. To apply them fails, and is tried again; the status says why. One that is on its way out,
 * such as what is left of a former Redis of this name, is waited for.
 */
function takenNames(redis: Snapshot<Redis>, names: readonly string[], { cache }: ObservedPods): readonly string[] {
  const { namespace } = redis.metadata;
  return names.filter(name => {
    const present = cache.get(Pod, { namespace, name });
    return present !== undefined && !isTerminating(present) && !isControlledBy(present, redis);
  });
}
