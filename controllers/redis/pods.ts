// The Pods that a Redis asks for, as pure functions.
import type { New, Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';
import { REVISION_LABEL, redisPodSpec, revisionOf } from './pod-template.js';

/** The numbers of the Pods that the spec asks for, from 0. */
export function wishedOrdinals(redis: Snapshot<Redis>): number[] {
  return Array.from({ length: redis.spec.replicas }, (_, ordinal) => ordinal);
}

/** The name of a Pod ends in its number. */
export function podName(redis: Snapshot<Redis>, ordinal: number): string {
  return `${redis.metadata.name}-${ordinal}`;
}

/** The number of a Pod of this Redis; undefined for a name that is none of its. */
export function podOrdinal(redis: Snapshot<Redis>, name: string): number | undefined {
  const prefix = `${redis.metadata.name}-`;
  const digits = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^(0|[1-9]\d{0,8})$/.test(digits) ? Number(digits) : undefined;
}

/** The labels by which the Pods of a Redis are selected. */
export function podLabels(redis: Snapshot<Redis>): Record<string, string> {
  return { 'app.kubernetes.io/instance': redis.metadata.name, 'app.kubernetes.io/name': 'redis' };
}

/** The Pod of this number, without its owner. */
export function redisPod(redis: Snapshot<Redis>, ordinal: number) {
  const labels = {
    ...podLabels(redis),
    'app.kubernetes.io/managed-by': 'redis-operator',
    [REVISION_LABEL]: revisionOf(redis),
  };
  return {
    metadata: { name: podName(redis, ordinal), namespace: redis.metadata.namespace, labels },
    spec: redisPodSpec(redis),
  } satisfies New<Pod>;
}
