// What there should be once nothing moves any more, held against what is seen. Pure.
import { isDeepStrictEqual } from 'node:util';
import {
  conditionText,
  finalizersFor,
  hasFailed,
  heldFor,
  isAvailable,
  isGoing,
  isMadeOf,
  isReady,
  isReported,
  podsOf,
  type Seen,
  type SeenPod,
  type SeenRedis,
} from './seen.js';
import type { Style } from './style.js';
import { type ModelRedis, partsOf, type World, wishedOf } from './world.js';

/** What is known beside the model. */
export interface Known {
  /** The uids of the foreign Pods, by name. */
  readonly foreign: ReadonlyMap<string, string>;
  readonly style: Style;
}

/** All that is not as the model says, in words; empty: it is exactly so. */
export function unrest(world: World, seen: Seen, { foreign, style }: Known): readonly string[] {
  const live = [...world.redis].filter(([, { phase }]) => phase === 'live');
  const all = live.flatMap(([name, wish]) => {
    const redis = seen.redis.get(name);
    if (redis === undefined) return [`the Redis ${name} is not there`];
    return [
      ...redisUnrest(redis, wish, style),
      ...podsUnrest(world, redis, seen, style),
      ...statusUnrest(world, redis, seen),
    ];
  });
  const wished = new Set(live.flatMap(([name]) => wishedOf(world, name).pods));
  return [
    ...all,
    ...[...foreign]
      .filter(([name, uid]) => seen.pods.get(name)?.metadata.uid !== uid)
      .map(([name]) => `the Pod ${name} of somebody else is not there`),
    ...[...seen.redis.keys()]
      .filter(name => world.redis.get(name)?.phase !== 'live')
      .map(name => `the Redis ${name} is there`),
    ...[...seen.pods.keys()]
      .filter(name => !wished.has(name) && !foreign.has(name) && (style.holds || !isLeft(world, name)))
      .map(name => `the Pod ${name} is there`),
  ];
}

/** As desired state nothing is deleted while something that is wished cannot be had. */
function isLeft(world: World, pod: string): boolean {
  return wishedOf(world, partsOf(pod).redis).taken.length > 0;
}

function redisUnrest(redis: SeenRedis, wish: ModelRedis, style: Style): readonly string[] {
  const { name, finalizers = [] } = redis.metadata;
  const { replicas, image, port } = redis.spec;
  return differences(`the Redis ${name}`, [
    ['deletionTimestamp', redis.metadata.deletionTimestamp, undefined],
    ['spec', { replicas, image, port }, { replicas: wish.replicas, image: wish.image, port: wish.port }],
    ['finalizers', finalizers, style.holds ? finalizersFor(name, wish.replicas) : []],
  ]);
}

function podsUnrest(world: World, redis: SeenRedis, { pods }: Seen, style: Style): readonly string[] {
  const { pods: wished, isReachable } = wishedOf(world, redis.metadata.name);
  const own = podsOf(redis, pods.values());
  return wished.flatMap(name => {
    const pod = own.find(({ metadata }) => metadata.name === name);
    if (pod === undefined) return [`the Pod ${name} is not there`];
    if (isGoing(pod)) return [`the Pod ${name} is going`];
    if (hasFailed(pod) && !style.holds && isLeft(world, name)) return [];
    if (hasFailed(pod)) return [`the Pod ${name} has failed`];
    if (!isReported(pod)) return [`the kubelet has not seen the Pod ${name}`];
    if (!isReachable) return [];
    if (!isMadeOf(pod, redis.spec)) return [`the Pod ${name} is not made of what is wished`];
    return isAvailable(pod) ? [] : [`the Pod ${name} is not ready`];
  });
}

function statusUnrest(world: World, redis: SeenRedis, { pods }: Seen): readonly string[] {
  const { name, generation } = redis.metadata;
  const { taken, pods: wished, isReachable } = wishedOf(world, name);
  const { status } = redis;
  const counts = (own: readonly SeenPod[]) => ({
    replicas: own.length,
    readyReplicas: own.filter(isAvailable).length,
    updatedReplicas: own.filter(pod => isMadeOf(pod, redis.spec)).length,
  });
  const own = podsOf(redis, pods.values()).filter(({ metadata }) => wished.includes(metadata.name));
  const problem = taken.length > 0 ? 'PodNameTaken' : 'PodsNotStarting';
  const conditions = isReachable
    ? { Ready: 'True PodsReady', Progressing: 'False UpToDate', Degraded: 'False AsExpected' }
    : { Ready: `False ${problem}`, Progressing: 'False Stalled', Degraded: `True ${problem}` };
  const degraded = status?.conditions?.find(({ type }) => type === 'Degraded')?.message;
  return differences(`the status of the Redis ${name}`, [
    ['the message of Degraded', degraded, isReachable ? 'nothing is in the way' : messageOf(taken, own)],
    ['observedGeneration', status?.observedGeneration, generation],
    ['selector', status?.selector, `app.kubernetes.io/instance=${name},app.kubernetes.io/name=redis`],
    ...Object.entries(counts(own)).map(
      ([field, count]) => [field, status?.[field as 'replicas'], count] as readonly [string, unknown, unknown],
    ),
    ...Object.entries(conditions).map(([type, text]) => [type, conditionText(redis, type), text] as const),
  ]);
}

/** Of Pods that cannot start, the first three are told, and how many more. */
function messageOf(taken: readonly string[], pods: readonly SeenPod[]): string {
  if (taken.length > 0) {
    const names = taken.join(', ');
    return `Pods that do not belong to this Redis have names of its Pods: ${names}; they are left alone: delete them to free the names`;
  }
  const all = pods
    .filter(pod => !isReady(pod))
    .map(({ metadata }) => `${metadata.name}: ImagePullBackOff: Back-off pulling image`);
  const more = all.length > 3 ? [`and ${all.length - 3} more`] : [];
  return [...all.slice(0, 3), ...more].join('; ');
}

function differences(what: string, facts: readonly (readonly [string, unknown, unknown])[]): readonly string[] {
  return facts
    .filter(([, is, should]) => !isDeepStrictEqual(is, should))
    .map(([fact, is, should]) => `${what}: ${fact} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
}

/** What no state of a Redis may be, whatever moves, in words. */
export function nonsense(redis: SeenRedis, { holds }: Style): string | undefined {
  const { generation = 0, finalizers = [] } = redis.metadata;
  const { status } = redis;
  if (status === undefined) return undefined;
  const { observedGeneration = 0, replicas = 0, readyReplicas = 0, updatedReplicas = 0 } = status;
  if (observedGeneration > generation) return `observedGeneration ${observedGeneration} is to come`;
  if (readyReplicas > replicas) return `${readyReplicas} of ${replicas} Pods are ready`;
  if (updatedReplicas > replicas) return `${updatedReplicas} of ${replicas} Pods are up to date`;
  const types = status.conditions?.map(({ type }) => type) ?? [];
  if (!isDeepStrictEqual(types, ['Ready', 'Progressing', 'Degraded'])) return `it has the conditions ${types}`;
  const behind = status.conditions?.find(condition => condition.observedGeneration !== observedGeneration);
  if (behind !== undefined) return `the condition ${behind.type} is of another generation than the status`;
  const [ready, progressing, degraded] = types.map(type => conditionText(redis, type).split(' ')[0]);
  if (ready === 'True' && (progressing !== 'False' || degraded !== 'False')) return 'it is Ready and something is left';
  if (ready === 'True' && readyReplicas !== replicas) return 'it is Ready, and not all Pods are';
  if (progressing === 'True' && degraded === 'True') return 'it is Progressing and Degraded';
  const ordinals = heldFor(redis);
  const isInOrder = ordinals.every((ordinal, at) => at === 0 || ordinal > (ordinals[at - 1] as number));
  if (holds && !isInOrder) return `its finalizers are not in order: ${finalizers}`;
  return undefined;
}
