// What there should be once nothing moves any more, held against what is seen. Pure.
import { isDeepStrictEqual } from 'node:util';
import { HOLD } from './commands.js';
import {
  conditionText,
  finalizersFor,
  hasFailed,
  heldFor,
  isGoing,
  isHeldBack,
  isMadeOf,
  isReady,
  isReported,
  isSick,
  ordinalOf,
  podsOf,
  type Seen,
  type SeenPod,
  type SeenRedis,
} from './seen.js';
import type { Style } from './style.js';
import { BROKEN_IMAGE, type ModelRedis, partsOf, type World, wishedOf } from './world.js';

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
      ...redisUnrest(redis, wish, seen, style),
      ...podsUnrest(world, redis, seen, style),
      ...statusUnrest(world, redis, seen),
    ];
  });
  const wished = new Set(live.flatMap(([name]) => wishedOf(world, name).pods));
  const going = [...world.redis].filter(([, { phase }]) => phase === 'going');
  return [
    ...all,
    ...going.flatMap(([name, { isHeld }]) => goingUnrest(name, isHeld, seen, style)),
    ...[...foreign]
      .filter(([name, uid]) => seen.pods.get(name)?.metadata.uid !== uid)
      .map(([name]) => `the Pod ${name} of somebody else is not there`),
    ...[...seen.redis.keys()].filter(name => !world.redis.has(name)).map(name => `the Redis ${name} is there`),
    ...[...seen.pods]
      .filter(([name, pod]) => !wished.has(name) && !foreign.has(name) && !isHeldBack(pod))
      .filter(([name]) => style.holds || !isLeft(world, seen, name))
      .map(([name]) => `the Pod ${name} is there`),
  ];
}

/** As desired state nothing is deleted while something that is wished cannot be had, nor before a Redis that goes has gone. */
function isLeft(world: World, seen: Seen, pod: string): boolean {
  const { redis: name } = partsOf(pod);
  const redis = seen.redis.get(name);
  return wishedOf(world, name).taken.length > 0 || (redis !== undefined && isGoing(redis));
}

/** Whether the garbage collector has still to delete its Pods, or to take its owner references off them. */
function isCollected({ metadata: { finalizers = [] } }: SeenRedis, own: readonly SeenPod[]): boolean {
  if (finalizers.includes('orphan')) return true;
  return finalizers.includes('foregroundDeletion') && (own.length === 0 || !own.every(isHeldBack));
}

/** One that goes stays while somebody holds it, and for those of its Pods that are held back. As desired state it may go before them. */
function goingUnrest(name: string, isHeld: boolean, seen: Seen, style: Style): readonly string[] {
  const redis = seen.redis.get(name);
  if (redis === undefined) return isHeld ? [`the Redis ${name} is not there`] : [];
  if (!isGoing(redis)) return [`the Redis ${name} does not go`];
  const own = podsOf(redis, seen.pods.values());
  if (!isHeld && !own.some(isHeldBack)) return [`the Redis ${name} is there`];
  if (isCollected(redis, own)) return [`the garbage collector is not done with the Redis ${name}`];
  if (!style.holds) return [];
  const surplus = heldFor(redis).length > 0 && !own.some(isHeldBack);
  if (surplus) return [`finalizers hold the Redis ${name} for Pods that are gone`];
  // One that had no Pods has nothing to say of it.
  if (own.length === 0) return [];
  return [
    ...heldUnrest(redis, own),
    ...differences(`the status of the Redis ${name}`, [
      ['observedGeneration', redis.status?.observedGeneration, redis.metadata.generation],
      ...factsOf(redis, { replicas: 0, readyReplicas: 0, updatedReplicas: 0 }),
      ['Ready', conditionText(redis, 'Ready'), 'False Deleting'],
      ['Progressing', conditionText(redis, 'Progressing'), 'True Deleting'],
      ['Degraded', conditionText(redis, 'Degraded'), 'False AsExpected'],
    ]),
  ];
}

/** Finalizers hold a Redis for the Pods that are wished, and for those that are held back. */
function heldUnrest(redis: SeenRedis, own: readonly SeenPod[]): readonly string[] {
  const held = heldFor(redis);
  return own
    .filter(pod => isHeldBack(pod) && !held.includes(ordinalOf(pod)))
    .map(({ metadata }) => `nothing holds the Redis ${redis.metadata.name} for ${metadata.name}`);
}

function redisUnrest(redis: SeenRedis, wish: ModelRedis, seen: Seen, style: Style): readonly string[] {
  const { name, finalizers = [] } = redis.metadata;
  const { replicas, image, port } = redis.spec;
  const own = podsOf(redis, seen.pods.values());
  const others = wish.isHeld ? [HOLD] : [];
  const wished = [...others, ...(style.holds ? finalizersFor(name, wish.replicas) : [])];
  // Those of Pods that are gone may go with those of Pods that are held back.
  const isShrinking = own.some(pod => ordinalOf(pod) >= wish.replicas);
  const present = isShrinking ? finalizers.slice(0, wished.length) : finalizers;
  return [
    ...differences(`the Redis ${name}`, [
      ['deletionTimestamp', redis.metadata.deletionTimestamp, undefined],
      ['spec', { replicas, image, port }, { replicas: wish.replicas, image: wish.image, port: wish.port }],
      ['finalizers', present, wished],
    ]),
    ...(style.holds ? heldUnrest(redis, own) : []),
  ];
}

function podsUnrest(world: World, redis: SeenRedis, seen: Seen, style: Style): readonly string[] {
  const { pods: wished } = wishedOf(world, redis.metadata.name);
  const own = podsOf(redis, seen.pods.values());
  const isDue = isRolloutDue(redis, own);
  return wished.flatMap(name => {
    const pod = own.find(({ metadata }) => metadata.name === name);
    if (pod === undefined) return isWaitedFor(seen, name, style) ? [] : [`the Pod ${name} is not there`];
    if (isHeldBack(pod)) return [];
    if (isGoing(pod)) return [`the Pod ${name} is going`];
    if (hasFailed(pod) && !style.holds && isLeft(world, seen, name)) return [];
    if (hasFailed(pod)) return [`the Pod ${name} has failed`];
    if (!isReported(pod)) return [`the kubelet has not seen the Pod ${name}`];
    if (isDue && !isMadeOf(pod, redis.spec)) return [`the Pod ${name} is not made of what is wished`];
    return isReady(pod) || isSick(pod) || isStuck(pod) ? [] : [`the Pod ${name} is not ready`];
  });
}

/** As desired state, a Redis may go before its Pods: one of them that is held back keeps its name from the next Redis. */
function isWaitedFor({ pods }: Seen, name: string, style: Style): boolean {
  const present = pods.get(name);
  return !style.holds && present !== undefined && isHeldBack(present);
}

/** Whether nothing is in the way of a rollout: no wished Pod is missing or not available, but for outdated ones. */
function isRolloutDue(redis: SeenRedis, own: readonly SeenPod[]): boolean {
  return finalizersFor(redis.metadata.name, redis.spec.replicas).every((_, ordinal) => {
    const pod = own.find(each => ordinalOf(each) === ordinal);
    return pod !== undefined && !isGoing(pod) && (isReady(pod) || !isMadeOf(pod, redis.spec));
  });
}

/** Whether its image cannot be pulled. */
function isStuck(pod: SeenPod): boolean {
  return !isReady(pod) && pod.spec?.containers[0]?.image === BROKEN_IMAGE;
}

function statusUnrest(world: World, redis: SeenRedis, { pods }: Seen): readonly string[] {
  const { name, generation } = redis.metadata;
  const { taken, pods: wished } = wishedOf(world, name);
  const { status } = redis;
  const own = podsOf(redis, pods.values()).filter(({ metadata }) => wished.includes(metadata.name));
  const present = own.filter(pod => !isGoing(pod));
  const counts = {
    replicas: present.length,
    readyReplicas: present.filter(isReady).length,
    updatedReplicas: present.filter(pod => isMadeOf(pod, redis.spec)).length,
  };
  const stuck = present.filter(isStuck);
  const problem = taken.length > 0 ? 'PodNameTaken' : stuck.length > 0 ? 'PodsNotStarting' : undefined;
  const isRollingOut = own.some(pod => !isMadeOf(pod, redis.spec));
  const isMissing = counts.replicas < redis.spec.replicas;
  const isUnready = counts.readyReplicas < redis.spec.replicas;
  const lack = isMissing ? 'Scaling' : isUnready ? 'PodsNotReady' : isRollingOut ? 'RollingOut' : undefined;
  const progress = isRollingOut ? 'RollingOut' : lack;
  const conditions = {
    Ready: problem || lack ? `False ${problem ?? lack}` : 'True PodsReady',
    Progressing: progress === undefined ? 'False UpToDate' : problem ? 'False Stalled' : `True ${progress}`,
    Degraded: problem ? `True ${problem}` : 'False AsExpected',
  };
  const degraded = status?.conditions?.find(({ type }) => type === 'Degraded')?.message;
  return differences(`the status of the Redis ${name}`, [
    ['the message of Degraded', degraded, problem ? messageOf(taken, stuck) : 'nothing is in the way'],
    ['observedGeneration', status?.observedGeneration, generation],
    ['selector', status?.selector, `app.kubernetes.io/instance=${name},app.kubernetes.io/name=redis`],
    ...factsOf(redis, counts),
    ...Object.entries(conditions).map(([type, text]) => [type, conditionText(redis, type), text] as const),
  ]);
}

type Fact = readonly [what: string, is: unknown, should: unknown];

function factsOf({ status }: SeenRedis, counts: Readonly<Record<string, number>>): readonly Fact[] {
  return Object.entries(counts).map(([field, count]) => [field, status?.[field as 'replicas'], count]);
}

/** Of Pods that cannot start, the first three are told, and how many more. */
function messageOf(taken: readonly string[], pods: readonly SeenPod[]): string {
  if (taken.length > 0) {
    const names = taken.join(', ');
    return `Pods that do not belong to this Redis have names of its Pods: ${names}; they are left alone: delete them to free the names`;
  }
  const all = pods.map(({ metadata }) => `${metadata.name}: ImagePullBackOff: Back-off pulling image`);
  const more = all.length > 3 ? [`and ${all.length - 3} more`] : [];
  return [...all.slice(0, 3), ...more].join('; ');
}

function differences(what: string, facts: readonly Fact[]): readonly string[] {
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
