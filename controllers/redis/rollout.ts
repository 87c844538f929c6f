// Which Pod is replaced next when image or port have changed. Pure.
import type { Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';
import { isAvailable, isTerminating } from './pod-state.js';
import { outdatedPods } from './pod-template.js';
import { podName, podOrdinal, wishedOrdinals } from './pods.js';

/**
 * The outdated Pod with the highest number, if it can be done without: never is more than one of the wished Pods missing, not
 * ready or terminating because of a rollout. Outdated Pods that do not work come before those that do, so that a broken image
 * can be put right; a Pod that does not work although it is up to date stops the rollout.
 */
export function nextToReplace(redis: Snapshot<Redis>, pods: readonly Snapshot<Pod>[]): Snapshot<Pod> | undefined {
  const ordinalOf = ({ metadata }: Snapshot<Pod>) => podOrdinal(redis, metadata.name) ?? Number.POSITIVE_INFINITY;
  const outdated = outdatedPods(redis, pods).filter(pod => ordinalOf(pod) < redis.spec.replicas && !isTerminating(pod));
  if (outdated.length === 0) return undefined;
  const wished = wishedOrdinals(redis).map(ordinal => podName(redis, ordinal));
  const available = new Set(pods.filter(isAvailable).map(({ metadata }) => metadata.name));
  const broken = outdated.filter(({ metadata }) => !available.has(metadata.name));
  const unavailable = wished.filter(name => !available.has(name));
  if (unavailable.length > broken.length) return undefined;
  return (broken.length > 0 ? broken : outdated).toSorted((a, b) => ordinalOf(b) - ordinalOf(a))[0];
}
