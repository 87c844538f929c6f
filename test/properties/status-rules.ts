// What a status must never say, given the one before. Pure.
import { isDeepStrictEqual } from 'node:util';
import type { Snapshot } from 'kubewright';
import type { PodFailure } from '../../api/v1/redis.js';
import type { Circumstances, Tracked } from './rules.js';
import { conditionText, isAvailable, isMadeOf, ownerOf, type SeenPod, type SeenRedis } from './seen.js';
import { partsOf, podName } from './world.js';

/** What is wrong with this status, in words. */
export function statusProblem(
  before: SeenRedis,
  now: SeenRedis,
  tracked: Tracked,
  circumstances: Circumstances,
): string | undefined {
  if (isDeepStrictEqual(before.status, now.status)) return undefined;
  return (
    backwards(before, now) ??
    claimProblem(now, tracked) ??
    transitionProblem(before, now, tracked, circumstances) ??
    failuresProblem(before, now, tracked, circumstances)
  );
}

/** When a Pod may be replaced of which this is noted, in milliseconds since the epoch: at once, after 10 s, 20 s ... 5 min. */
export function replacedFrom({ count, lastFailureTime }: Snapshot<PodFailure>): number {
  const delay = count === 1 ? 0 : Math.min(10_000 * 2 ** (count - 2), 300_000);
  return Date.parse(lastFailureTime) + delay;
}

/** A failure counts no more so long after it, at the earliest. */
const FORGOTTEN_AFTER = 600_000;
/** So much older than the status before may a time be that is new: reconciles take their time, and the clock is a fast one. */
const TOLERANCE = 20_000;

function backwards(before: SeenRedis, now: SeenRedis): string | undefined {
  const [former = 0, present = 0] = [before.status?.observedGeneration, now.status?.observedGeneration];
  return present < former ? `observedGeneration went from ${former} to ${present}` : undefined;
}

/** Whether it says that it is Ready, and never was since it was at rest. */
function claimProblem(now: SeenRedis, { specs, states, isUndisturbed }: Tracked): string | undefined {
  if (!conditionText(now, 'Ready').startsWith('True')) return undefined;
  const { spec } = specs.find(({ generation }) => generation === now.status?.observedGeneration) ?? {};
  if (spec === undefined) return undefined;
  const isTrue = (pods: ReadonlyMap<string, SeenPod>) =>
    Array.from({ length: spec.replicas }, (_, ordinal) => pods.get(podName(now.metadata.name, ordinal))).every(
      pod => isAvailable(pod) && ownerOf(pod) === now.metadata.uid && isMadeOf(pod, spec),
    );
  const relevant = isUndisturbed ? states.slice(-1) : states;
  return relevant.some(isTrue) ? undefined : 'it says that it is Ready, and not all wished Pods are there and ready';
}

/** A condition has another time exactly where it has another status. */
function transitionProblem(
  before: SeenRedis,
  now: SeenRedis,
  tracked: Tracked,
  circumstances: Circumstances,
): string | undefined {
  for (const { type, status, lastTransitionTime } of now.status?.conditions ?? []) {
    const former = before.status?.conditions?.find(each => each.type === type);
    const isSame = former?.status === status;
    if (isSame && former.lastTransitionTime !== lastTransitionTime) {
      return `the condition ${type} is ${status} as before, and has another lastTransitionTime`;
    }
    const problem = isSame ? undefined : timeProblem(lastTransitionTime, tracked, circumstances);
    if (problem !== undefined) return `the lastTransitionTime of the condition ${type} ${problem}`;
  }
  return undefined;
}

/** Each failure is noted once, with the number of those before, and stays for a while. */
function failuresProblem(
  before: SeenRedis,
  now: SeenRedis,
  tracked: Tracked,
  circumstances: Circumstances,
): string | undefined {
  const [former, present] = [before.status?.failures ?? [], now.status?.failures ?? []];
  const mayForget = (failure: Snapshot<PodFailure> | undefined) =>
    failure === undefined || circumstances.now >= Date.parse(failure.lastFailureTime) + FORGOTTEN_AFTER;
  for (const failure of present) {
    const { name, uid, count, lastFailureTime } = failure;
    const last = former.find(each => each.name === name);
    if (last?.uid === uid) {
      if (!isDeepStrictEqual(last, failure)) return `what is noted of the failure of ${name} was changed`;
      continue;
    }
    if (!circumstances.failed.has(uid)) return `a failure of ${name} is noted that was none`;
    const isNext = count === (last?.count ?? 0) + 1;
    if (!isNext && !(count === 1 && mayForget(last)))
      return `${count} failures of ${name} are noted after ${last?.count}`;
    const problem = timeProblem(lastFailureTime, tracked, circumstances);
    if (problem !== undefined) return `the lastFailureTime of ${name} ${problem}`;
  }
  if (now.metadata.deletionTimestamp !== undefined) return undefined;
  const lost = former.find(
    failure =>
      !present.some(({ name }) => name === failure.name) &&
      !mayForget(failure) &&
      tracked.specs.every(({ spec }) => partsOf(failure.name).ordinal < spec.replicas),
  );
  return lost === undefined ? undefined : `the failure of ${lost.name} was forgotten too early`;
}

/** What is wrong with a time that is new in this status. */
function timeProblem(time: string, { reportedAt }: Tracked, { now }: Circumstances): string | undefined {
  if (Date.parse(time) > now) return 'is to come';
  return Date.parse(time) < reportedAt - TOLERANCE ? 'is from before the former status' : undefined;
}
