// What the core kinds take and refuse; compiled, never run.
import type { Draft, Int32, IntOrString, Kind, Quantity, Snapshot, Time } from 'kubewright';
import {
  ClusterRole,
  type Container,
  type CustomResourceDefinition,
  type Deployment,
  type DiscoveryV1EndpointPort,
  type HorizontalPodAutoscaler,
  type Lease,
  type Node,
  Pod,
  type PodSpec,
  type Secret,
} from 'kubewright/kinds';
import type { Apply, MergePatch, New, StatusOf } from '../../runtime/client/shapes.js';

export const podKind: Kind<Pod> = Pod;
export const names: readonly ['', 'v1', 'Pod', 'pods', 'Namespaced'] = [
  Pod.info.group,
  Pod.info.version,
  Pod.info.kind,
  Pod.info.plural,
  Pod.info.scope,
];
export const scope: 'Cluster' = ClusterRole.info.scope;
// @ts-expect-error a Pod is no Deployment
export const wrongKind: Kind<Deployment> = Pod;

export function reads(pod: Snapshot<Pod>, node: Snapshot<Node>, secret: Snapshot<Secret>): unknown {
  const name: string = pod.metadata.name;
  const namespace: string = pod.metadata.namespace;
  const apiVersion: string = pod.apiVersion;
  const images: (string | undefined)[] | undefined = pod.spec?.containers.map(({ image }) => image);
  const restarts: Int32 | undefined = pod.status?.containerStatuses?.[0]?.restartCount;
  const memory: Quantity | undefined = pod.spec?.containers[0]?.resources?.limits?.memory;
  const started: Time | undefined = pod.status?.startTime;
  const password: string | undefined = secret.data?.password;
  // @ts-expect-error a Pod may be without a status
  pod.status.phase;
  // @ts-expect-error a snapshot is read-only
  pod.metadata.labels = {};
  // @ts-expect-error down to the items of lists
  pod.spec?.containers.push({ name: 'a' });
  // @ts-expect-error a Node is not in a namespace
  node.metadata.namespace;
  // @ts-expect-error a misspelled field
  pod.spec?.container;
  return [name, namespace, apiVersion, images, restarts, memory, started, password];
}

const container: Container = {
  name: 'redis',
  image: 'redis:7-alpine',
  resources: { limits: { cpu: '500m', memory: 1024 } },
  livenessProbe: { tcpSocket: { port: 6379 } },
  readinessProbe: { tcpSocket: { port: 'redis' } },
};
const port: IntOrString = '80%';

const metadata = { name: 'a', namespace: 'b' };

export const writes: readonly [New<Pod>, New<Pod>, New<Lease>, Apply<Deployment>, MergePatch<Pod>, Draft<PodSpec>] = [
  { metadata, spec: { containers: [container] } },
  { metadata: { namespace: 'b', generateName: 'a-' }, spec: { containers: [], restartPolicy: 'Never' } },
  { metadata, spec: { holderIdentity: 'a', renewTime: '2026-01-31T12:00:00.123456Z' } },
  { metadata, spec: { strategy: { rollingUpdate: { maxSurge: port } } } },
  { spec: { nodeName: null } },
  { containers: [container] },
];

export const refusals: readonly New<Pod>[] = [
  // @ts-expect-error the spec of a Pod has containers
  { metadata, spec: {} },
  // @ts-expect-error a container has a name
  { metadata, spec: { containers: [{ image: 'redis' }] } },
  // @ts-expect-error a port is a number
  { metadata, spec: { containers: [{ name: 'a', ports: [{ containerPort: '80' }] }] } },
  // @ts-expect-error a misspelled field
  { metadata, spec: { containers: [], restartPolice: 'Never' } },
  // @ts-expect-error the status is not the creator's
  { metadata, spec: { containers: [] }, status: { phase: 'Running' } },
];

export const status: StatusOf<HorizontalPodAutoscaler> = { desiredReplicas: 1, currentMetrics: [] };
// @ts-expect-error a ClusterRole has no status
export const noStatus: StatusOf<ClusterRole> = {};

export const definition: New<CustomResourceDefinition> = {
  metadata: { name: 'redis.example.org' },
  spec: {
    group: 'example.org',
    scope: 'Namespaced',
    names: { kind: 'Redis', plural: 'redis' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', default: {}, 'x-kubernetes-preserve-unknown-fields': true } },
            additionalProperties: false,
          },
        },
      },
    ],
  },
};

// Two group versions have an EndpointPort; the door tells them apart.
export const endpointPort: DiscoveryV1EndpointPort = { name: 'http', port: 80, appProtocol: 'http' };
