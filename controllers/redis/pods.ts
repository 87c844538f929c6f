// The Pods of a Redis, as pure functions.
import type { New, Snapshot } from 'kubewright';
import type { Pod } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';

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
export function redisPod(redis: Snapshot<Redis>, ordinal: number): New<Pod> {
  const { image, port } = redis.spec;
  return {
    metadata: {
      name: podName(redis, ordinal),
      namespace: redis.metadata.namespace,
      labels: { ...podLabels(redis), 'app.kubernetes.io/managed-by': 'redis-operator' },
    },
    spec: {
      containers: [
        {
          name: 'redis',
          image,
          args: ['--port', String(port)],
          ports: [{ name: 'redis', containerPort: port, protocol: 'TCP' }],
        },
      ],
    },
  };
}

/** Whether the Pod takes requests, by its own condition. */
export function isReady(pod: Snapshot<Pod>): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** Whether the Pod will never run again: it was evicted or its node was lost, or its containers have ended for good. */
export function isFinished(pod: Snapshot<Pod>): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

/** Whether the Pod was asked to go, and has not gone yet. */
export function isTerminating(pod: Snapshot<Pod>): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}
