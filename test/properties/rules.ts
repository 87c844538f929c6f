// What must never be, at no moment and whatever happens, held against single changes. Pure.
import { isDeepStrictEqual } from 'node:util';
import { nonsense } from './at-rest.js';
import {
  contentOf,
  hasFailed,
  heldFor,
  isAvailable,
  isGoing,
  isHeld,
  isMadeOf,
  labelsOf,
  ordinalOf,
  ownerOf,
  podsOf,
  type Seen,
  type SeenPod,
  type SeenRedis,
  wishedLabels,
} from './seen.js';
import { replacedFrom, statusProblem } from './status-rules.js';
import type { Style } from './style.js';
import { partsOf, podName } from './world.js';

/** What was known of a Redis before a change. */
export interface Tracked {
  /** Its specs since everything was at rest, that of then included, with their generations; the newest last. */
  readonly specs: readonly { readonly generation: number; readonly spec: SeenRedis['spec'] }[];
  /** The Pods of its namespace since then, by name, in all of their states. */
  readonly states: readonly ReadonlyMap<string, SeenPod>[];
  /** When its status was written last, or itself where it has none, in milliseconds since the epoch. */
  readonly reportedAt: number;
  /** Whether somebody who held it has let it go. */
  readonly isLetGo: boolean;
  /** Nothing has been done to it since it was at rest. */
  readonly isCalm: boolean;
  /** All was ready and up to date, and one thing has been done to it since. */
  readonly isUndisturbed: boolean;
}

/** What else counts. */
export interface Circumstances {
  /** The objects before the change. */
  readonly seen: Seen;
  readonly style: Style;
  /** The uids of Pods that somebody has asked to go. */
  readonly condemned: ReadonlySet<string>;
  /** The names of Pods that may lose their owner. */
  readonly released: ReadonlySet<string>;
  /** The uids of Pods that have failed. */
  readonly failed: ReadonlySet<string>;
  /** Whether the namespace is being deleted. */
  readonly isEnding: boolean;
  /** What time it is for the operator, in milliseconds since the epoch. */
  readonly now: number;
}

/** What is wrong with this write of a Redis, in words. */
export function redisProblem(
  before: SeenRedis,
  now: SeenRedis | undefined,
  tracked: Tracked,
  circumstances: Circumstances,
): string | undefined {
  const { seen, style } = circumstances;
  const { name } = before.metadata;
  const pods = podsOf(before, seen.pods.values());
  if (now === undefined) {
    if (!style.holds || pods.length === 0) return undefined;
    return `the Redis ${name} went before its Pods: ${namesOf(pods)}`;
  }
  const problem =
    (!tracked.isLetGo && isHeld(before) && !isHeld(now) ? 'the finalizer of somebody else was removed' : undefined) ??
    (style.holds ? finalizerProblem(before, now, pods) : undefined) ??
    nonsense(now, style) ??
    statusProblem(before, now, tracked, circumstances);
  if (problem !== undefined) return `the Redis ${name}: ${problem}`;
  if (!tracked.isCalm || !isDeepStrictEqual(before.metadata.annotations, now.metadata.annotations)) return undefined;
  // Failures are forgotten after a while.
  const { failures: former, ...formerStatus } = before.status ?? {};
  const { failures, ...status } = now.status ?? {};
  if (!isDeepStrictEqual(failures, former) && isDeepStrictEqual(status, formerStatus)) return undefined;
  return `the Redis ${name} was written though it was at rest`;
}

function finalizerProblem(before: SeenRedis, now: SeenRedis, pods: readonly SeenPod[]): string | undefined {
  const [former, present] = [heldFor(before), heldFor(now)];
  const { replicas } = now.spec;
  const added = present.filter(ordinal => !former.includes(ordinal));
  const removed = former.filter(ordinal => !present.includes(ordinal));
  if (added.length > 0 && isGoing(before)) return 'finalizers were added while it was being deleted';
  const surplus = added.filter(ordinal => ordinal >= replicas);
  if (surplus.length > 0) return `finalizers were added for Pods that are not wished: ${surplus}`;
  const early = removed.filter(ordinal => !isGoing(before) && ordinal < replicas);
  if (early.length > 0) return `finalizers were removed for Pods that are wished: ${early}`;
  const left = pods.filter(pod => removed.includes(ordinalOf(pod)));
  return left.length > 0 ? `finalizers were removed for Pods that are there: ${namesOf(left)}` : undefined;
}

/** What is wrong with a Pod that has come, in words. Those of nobody are no concern of these rules. */
export function newPodProblem(
  pod: SeenPod,
  tracked: Tracked | undefined,
  { seen, style }: Circumstances,
): string | undefined {
  const owner = ownerOf(pod);
  if (owner === undefined) return undefined;
  const { name, ownerReferences } = pod.metadata;
  const { redis: redisName, ordinal } = partsOf(name);
  const redis = seen.redis.get(redisName);
  if (redis?.metadata.uid !== owner || tracked === undefined) {
    return style.holds ? `the Pod ${name} was created for a Redis that is not there` : undefined;
  }
  const { apiVersion, kind, metadata } = redis;
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid };
  const wished = [{ ...reference, controller: true, blockOwnerDeletion: true }];
  const problem = (): string | undefined => {
    if (!isDeepStrictEqual(sorted(ownerReferences), sorted(wished))) return 'with other owners than its Redis';
    if (style.holds && !heldFor(redis).includes(ordinal)) return 'while nothing holds its Redis for it';
    if (!tracked.specs.some(({ spec }) => ordinal < spec.replicas)) return 'though it is not wished';
    if (!tracked.specs.some(({ spec }) => isMadeOf(pod, spec))) return 'and is not made of what is wished';
    if (!isDeepStrictEqual(sorted(labelsOf(pod)), sorted(wishedLabels(redisName)))) return 'with other labels';
    return tracked.isCalm ? 'though its Redis was at rest' : undefined;
  };
  const found = problem();
  return found === undefined ? undefined : `the Pod ${name} was created ${found}`;
}

/** What is wrong with this write of a Pod that somebody's Redis controls, or with its end. */
export function podProblem(
  before: SeenPod,
  now: SeenPod | undefined,
  tracked: Tracked | undefined,
  circumstances: Circumstances,
): string | undefined {
  const { name, uid } = before.metadata;
  const redis = circumstances.seen.redis.get(partsOf(name).redis);
  if (now !== undefined && !circumstances.released.has(name) && ownerOf(now) !== ownerOf(before)) {
    return `the owners of the Pod ${name} were changed`;
  }
  if (circumstances.condemned.has(uid)) return undefined;
  const goes = !isGoing(before) && (now === undefined || isGoing(now));
  if (goes && isCutShort(before, now)) return `the Pod ${name} was deleted without the time that it has to end`;
  const isOurs = redis !== undefined && redis.metadata.uid === ownerOf(before) && tracked !== undefined;
  if (!isOurs || circumstances.isEnding) return undefined;
  if (goes) {
    const rule = isGoing(redis) ? endingProblem : hasFailed(before) ? failedEndProblem : endProblem;
    const problem = rule(before, redis, tracked, circumstances);
    if (problem !== undefined) return `the Pod ${name} was deleted ${problem}`;
  }
  if (!tracked.isCalm || isGoing(redis) || isOnlyAnnotated(before, now)) return undefined;
  return `the Pod ${name} was written though its Redis was at rest`;
}

/** Whether it runs on a node, and is taken away at once. */
function isCutShort(before: SeenPod, now: SeenPod | undefined): boolean {
  if (!before.spec?.nodeName || hasFailed(before)) return false;
  return now === undefined || now.metadata.deletionGracePeriodSeconds === 0;
}

function isOnlyAnnotated(before: SeenPod, now: SeenPod | undefined): boolean {
  return (
    now !== undefined &&
    isDeepStrictEqual(sorted([contentOf(before), before.status]), sorted([contentOf(now), now.status]))
  );
}

/** Where a Redis goes, its Pods go from the highest to the lowest, unless the garbage collector takes them. */
function endingProblem(
  pod: SeenPod,
  redis: SeenRedis,
  { isUndisturbed }: Tracked,
  { seen, style }: Circumstances,
): string | undefined {
  const isCollected = redis.metadata.finalizers?.includes('foregroundDeletion') ?? false;
  return isUndisturbed && !isCollected ? orderProblem(pod, redis, seen, style) : undefined;
}

function orderProblem(pod: SeenPod, redis: SeenRedis, seen: Seen, style: Style): string | undefined {
  const own = podsOf(redis, seen.pods.values()).filter(other => !isGoing(other));
  const higher = own.filter(other => ordinalOf(other) > ordinalOf(pod));
  return style.holds && higher.length > 0 ? `before higher ones: ${namesOf(higher)}` : undefined;
}

/** A Pod that has failed goes once that is noted, and the later the more often it has; or for another reason. */
function failedEndProblem(
  pod: SeenPod,
  redis: SeenRedis,
  { specs }: Tracked,
  { style, now }: Circumstances,
): string | undefined {
  const isAsWished = specs.every(({ spec }) => ordinalOf(pod) < spec.replicas && isMadeOf(pod, spec));
  if (!style.backsOff || !isAsWished) return undefined;
  const noted = redis.status?.failures?.find(({ uid }) => uid === pod.metadata.uid);
  if (noted === undefined) return 'before it was noted that it has failed';
  return now < replacedFrom(noted) ? `too early after ${noted.count} failures` : undefined;
}

function endProblem(
  pod: SeenPod,
  redis: SeenRedis,
  { specs, states, isUndisturbed }: Tracked,
  { seen, style }: Circumstances,
): string | undefined {
  const ordinal = ordinalOf(pod);
  if (!specs.some(({ spec }) => ordinal >= spec.replicas || !isMadeOf(pod, spec))) return 'though it is as wished';
  if (!isUndisturbed) {
    const isSurplus = specs.some(({ spec }) => ordinal >= spec.replicas);
    const isTurn = specs.some(({ spec }) => states.some(pods => isNext(pod, redis, spec, pods)));
    return isSurplus || isTurn ? undefined : 'though it was not its turn at any time since its Redis was at rest';
  }
  const { replicas } = redis.spec;
  if (ordinal >= replicas) return orderProblem(pod, redis, seen, style);
  const own = podsOf(redis, seen.pods.values()).filter(other => !isGoing(other));
  const higher = own.filter(other => ordinalOf(other) > ordinal && ordinalOf(other) < replicas);
  const outdated = higher.filter(other => !isMadeOf(other, redis.spec));
  if (outdated.length > 0) return `before higher ones that are outdated too: ${namesOf(outdated)}`;
  const missing = Array.from({ length: replicas }, (_, each) => podName(redis.metadata.name, each)).filter(
    name => name !== pod.metadata.name && !isAvailable(seen.pods.get(name)),
  );
  return missing.length > 0 ? `while others were not available: ${missing.join(', ')}` : undefined;
}

/** Whether a rollout would take this Pod next, if this were wished and these were the Pods. One that does not work may go at any time. */
function isNext(
  { metadata: { name, uid } }: SeenPod,
  redis: SeenRedis,
  spec: SeenRedis['spec'],
  pods: ReadonlyMap<string, SeenPod>,
): boolean {
  const pod = pods.get(name);
  if (pod?.metadata.uid !== uid || isMadeOf(pod, spec)) return false;
  if (!isAvailable(pod)) return true;
  const others = Array.from({ length: spec.replicas }, (_, each) =>
    pods.get(podName(redis.metadata.name, each)),
  ).filter(other => other !== pod);
  return others.every(
    other =>
      isAvailable(other) &&
      ownerOf(other) === redis.metadata.uid &&
      (ordinalOf(other) < ordinalOf(pod) || isMadeOf(other, spec)),
  );
}

/** What is wrong with this write of a Pod that is nobody's, or with its end. */
export function foreignProblem(before: SeenPod, now: SeenPod | undefined, isCondemned: boolean): string | undefined {
  const { name } = before.metadata;
  if (isCondemned) return undefined;
  if (now === undefined) return `the Pod ${name} of somebody else was deleted`;
  return isDeepStrictEqual(sorted(contentOf(before)), sorted(contentOf(now)))
    ? undefined
    : `the Pod ${name} of somebody else was changed`;
}

/** The same, with the fields of objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}

function namesOf(pods: readonly SeenPod[]): string {
  return pods.map(({ metadata }) => metadata.name).join(', ');
}
