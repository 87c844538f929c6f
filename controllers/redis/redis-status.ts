// What a Redis reports of itself: a pure function of the Redis and its Pods.
import { type Condition, type Snapshot, selectorText, setCondition } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import type { PodFailure, Redis, RedisStatus } from '../../api/v1/redis.js';
import { isAvailable, isReady, isTerminating } from './pod-state.js';
import { outdatedPods } from './pod-template.js';
import { podLabels, podName, wishedOrdinals } from './pods.js';
import { LONGEST_NAME, type Problem, podsFailed, podsNotStarting } from './problems.js';

/** What the operator knows of the wished Pods. */
export interface KnownPods {
  /** Those that are there, also while they go. */
  readonly pods: readonly Snapshot<Pod>[];
  /** Default: none has failed. */
  readonly failures?: readonly Snapshot<PodFailure>[];
  /** What keeps the operator from making them; default: nothing. */
  readonly problem?: Problem | undefined;
}

/** A condition, but for its times. */
export type State = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** The status of a Redis that has these Pods. */
export function redisStatus(redis: Snapshot<Redis>, known: KnownPods, now: Date): Snapshot<RedisStatus> {
  const { states, ...status } = observedStatus(redis, known);
  const { observedGeneration } = status;
  const conditions = states.reduce(
    (former, state) => setCondition(former, { ...state, observedGeneration }, now),
    redis.status?.conditions ?? [],
  );
  return { ...status, conditions };
}

/** The same, with states in the place of conditions. */
export function observedStatus(redis: Snapshot<Redis>, known: KnownPods) {
  const { pods, failures = [] } = known;
  const { generation: observedGeneration = 0, name } = redis.metadata;
  const present = pods.filter(pod => !isTerminating(pod));
  const problem = known.problem ?? podsNotStarting(present) ?? podsFailed(failures, present);
  const readyReplicas = present.filter(isReady).length;
  const outdated = outdatedPods(redis, pods);
  const rollout = rolloutOf(redis, pods, outdated.length);
  const lack = lackOfPods(redis, present.length) ?? lackOfReadyPods(redis, readyReplicas) ?? rollout;
  const progress = deletion(redis) ?? rollout ?? lack;
  const states: readonly State[] = [
    { type: 'Ready', ...readiness(redis, problem ?? deletion(redis) ?? lack) },
    { type: 'Progressing', ...progression(progress, problem) },
    { type: 'Degraded', ...degradation(problem) },
  ];
  return {
    observedGeneration,
    replicas: present.length,
    readyReplicas,
    updatedReplicas: present.length - outdated.filter(pod => !isTerminating(pod)).length,
    ...(name.length <= LONGEST_NAME && { selector: selectorText(podLabels(redis)) }),
    ...(failures.length > 0 && { failures }),
    states,
  };
}

type Said = Omit<State, 'type'>;

function readiness({ spec }: Snapshot<Redis>, lack: Problem | undefined): Said {
  if (lack !== undefined) return { status: 'False', ...lack };
  return { status: 'True', reason: 'PodsReady', message: `${spec.replicas} of ${spec.replicas} Pods are ready` };
}

function progression(progress: Problem | undefined, problem: Problem | undefined): Said {
  if (progress === undefined) return { status: 'False', reason: 'UpToDate', message: 'all Pods are as wished' };
  if (problem === undefined) return { status: 'True', ...progress };
  return { status: 'False', reason: 'Stalled', message: progress.message };
}

function degradation(problem: Problem | undefined): Said {
  if (problem !== undefined) return { status: 'True', ...problem };
  return { status: 'False', reason: 'AsExpected', message: 'nothing is in the way' };
}

function deletion({ metadata }: Snapshot<Redis>): Problem | undefined {
  if (metadata.deletionTimestamp === undefined) return undefined;
  return { reason: 'Deleting', message: 'the Pods are being deleted' };
}

function lackOfPods({ spec }: Snapshot<Redis>, present: number): Problem | undefined {
  if (present === spec.replicas) return undefined;
  return { reason: 'Scaling', message: `${present} of ${spec.replicas} Pods exist` };
}

function lackOfReadyPods({ spec }: Snapshot<Redis>, ready: number): Problem | undefined {
  if (ready >= spec.replicas) return undefined;
  return { reason: 'PodsNotReady', message: `${ready} of ${spec.replicas} Pods are ready` };
}

/** While outdated Pods are there, also those that go. */
function rolloutOf(redis: Snapshot<Redis>, pods: readonly Snapshot<Pod>[], outdated: number): Problem | undefined {
  if (outdated === 0) return undefined;
  const available = new Set(pods.filter(isAvailable).map(({ metadata }) => metadata.name));
  const names = wishedOrdinals(redis).map(ordinal => podName(redis, ordinal));
  const awaited = names.findLast(name => !available.has(name));
  const waiting = awaited === undefined ? '' : `, waiting for ${awaited}`;
  const message = `${outdated} of ${redis.spec.replicas} Pods are still to be replaced${waiting}`;
  return { reason: 'RollingOut', message };
}
