// What must never be, at no moment and whatever happens, held against single changes. Pure.
import { isDeepStrictEqual } from 'node:util';
import { nonsense } from './at-rest.js';
import {
  conditionText,
  contentOf,
  hasFailed,
  heldFor,
  isAvailable,
  isGoing,
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
import type { Style } from './style.js';
import { partsOf, podName } from './world.js';

/** What was known of a Redis before a change. */
export interface Tracked {
  /** Its specs since everything was at rest, that of then included, with their generations; the newest last. */
  readonly specs: readonly { readonly generation: number; readonly spec: SeenRedis['spec'] }[];
  /** The Pods of its namespace since then, by name, in all of their states. */
  readonly states: readonly ReadonlyMap<string, SeenPod>[];
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
}

/** What is wrong with this write of a Redis, in words. */
export function redisProblem(
  before: SeenRedis,
  now: SeenRedis | undefined,
  tracked: Tracked,
  { seen, style }: Circumstances,
): string | undefined {
  const { name } = before.metadata;
  const pods = podsOf(before, seen.pods.values());
  if (now === undefined) {
    if (!style.holds || pods.length === 0) return undefined;
    return `the Redis ${name} went before its Pods: ${namesOf(pods)}`;
  }
  const problem =
    (style.holds ? finalizerProblem(before, now, pods) : undefined) ??
    nonsense(now, style) ??
    backwards(before, now) ??
    claimProblem(before, now, tracked);
  if (problem !== undefined) return `the Redis ${name}: ${problem}`;
  if (!tracked.isCalm || !isDeepStrictEqual(before.metadata.annotations, now.metadata.annotations)) return undefined;
  // Failures are forgotten after a while.
  const { failures: _, ...formerStatus } = before.status ?? {};
  const { failures, ...status } = now.status ?? {};
  if (failures === undefined && before.status?.failures !== undefined && isDeepStrictEqual(status, formerStatus))
    return;
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

function backwards(before: SeenRedis, now: SeenRedis): string | undefined {
  const [former = 0, present = 0] = [before.status?.observedGeneration, now.status?.observedGeneration];
  return present < former ? `observedGeneration went from ${former} to ${present}` : undefined;
}

/** Whether it says that it is Ready, and never was since it was at rest. */
function claimProblem(
  before: SeenRedis,
  now: SeenRedis,
  { specs, states, isUndisturbed }: Tracked,
): string | undefined {
  if (!conditionText(now, 'Ready').startsWith('True') || isDeepStrictEqual(before.status, now.status)) return undefined;
  const { spec } = specs.find(({ generation }) => generation === now.status?.observedGeneration) ?? {};
  if (spec === undefined) return undefined;
  const isTrue = (pods: ReadonlyMap<string, SeenPod>) =>
    Array.from({ length: spec.replicas }, (_, ordinal) => pods.get(podName(now.metadata.name, ordinal))).every(
      pod => isAvailable(pod) && ownerOf(pod) === now.metadata.uid && isMadeOf(pod, spec),
    );
  const relevant = isUndisturbed ? states.slice(-1) : states;
  return relevant.some(isTrue) ? undefined : 'it says that it is Ready, and not all wished Pods are there and ready';
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
  const goes = !isGoing(before) && (now === undefined || isGoing(now));
  const isOurs = redis !== undefined && redis.metadata.uid === ownerOf(before) && tracked !== undefined;
  if (!isOurs || isGoing(redis) || circumstances.condemned.has(uid)) return undefined;
  if (goes && !hasFailed(before)) {
    const problem = endProblem(before, redis, tracked, circumstances);
    if (problem !== undefined) return `the Pod ${name} was deleted ${problem}`;
  }
  return tracked.isCalm ? `the Pod ${name} was written though its Redis was at rest` : undefined;
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
  const own = podsOf(redis, seen.pods.values()).filter(other => !isGoing(other));
  const higher = own.filter(other => ordinalOf(other) > ordinal);
  if (ordinal >= replicas) {
    return style.holds && higher.length > 0 ? `before higher ones: ${namesOf(higher)}` : undefined;
  }
  const outdated = higher.filter(other => ordinalOf(other) < replicas && !isMadeOf(other, redis.spec));
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
