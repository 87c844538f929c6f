// What the Pods of a Redis are made of, and which of them are made of something else. Pure functions.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Draft, Snapshot } from 'kubewright';
import type { Container, Pod, PodSpec } from 'kubewright/kinds';
import type { Redis } from '../../api/v1/redis.js';

/** The label of a Pod that says what it was made of. */
export const REVISION_LABEL = 'myapp.tangx.in/revision';

/**
 * The spec of every Pod: as little as Redis needs, so that namespaces with the Pod Security standard `restricted` take it too.
 * An autoscaler reads a load in percent of what the Pods request, and a Pod is ready once Redis answers at its port.
 */
export function redisPodSpec(redis: Snapshot<Redis>): Draft<PodSpec> {
  return {
    // Redis asks no API server.
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: REDIS_USER, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        ...redisContainer(redis),
        readinessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 5 },
        resources: { requests: { cpu: '100m', memory: '64Mi' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
}

/** That of Redis in the official image, which would start as root to become it. */
const REDIS_USER = 999;

/** What runs in it. */
function redisContainer({ spec: { image, port } }: Snapshot<Redis>): Draft<Container> {
  return {
    name: 'redis',
    image,
    args: ['--port', String(port)],
    ports: [{ name: 'redis', containerPort: port, protocol: 'TCP' }],
  };
}

/** A short name for what the Pods are made of, another one as soon as anything of it differs. */
export function revisionOf(redis: Snapshot<Redis>): string {
  return createHash('sha256')
    .update(JSON.stringify(redisPodSpec(redis)))
    .digest('hex')
    .slice(0, 10);
}

/**
 * The Pods that are not made of what is wished now. What was asked for is compared, as the label tells it, not what has
 * become of it: where somebody else changes each Pod on its way into the cluster, it would be replaced for ever.
 */
export function outdatedPods(redis: Snapshot<Redis>, pods: readonly Snapshot<Pod>[]): readonly Snapshot<Pod>[] {
  const revision = revisionOf(redis);
  return pods.filter(pod => {
    const made = pod.metadata.labels?.[REVISION_LABEL];
    return made === undefined ? !hasContainer(pod, redisContainer(redis)) : made !== revision;
  });
}

/** Pods from before there was the label tell by their container alone. */
function hasContainer(pod: Snapshot<Pod>, wished: Draft<Container>): boolean {
  const container = pod.spec?.containers.find(({ name }) => name === wished.name);
  if (container === undefined) return false;
  const { name, image, args, ports } = container;
  return isDeepStrictEqual({ name, image, args, ports }, wished);
}
