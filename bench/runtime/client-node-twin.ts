// The Redis operator on plain @kubernetes/client-node, as people write it today: informers, and a queue made by hand. It does
// what is measured: it rolls no change of the image out, and has one condition of the three.
import { isDeepStrictEqual } from 'node:util';
import {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1Condition,
  type V1ObjectMeta,
  type V1Pod,
} from '@kubernetes/client-node';

interface Redis extends KubernetesObject {
  metadata: V1ObjectMeta & { name: string; namespace: string; uid: string };
  spec: { replicas: number; port: number; image: string };
  status?: {
    observedGeneration?: number;
    replicas: number;
    readyReplicas: number;
    selector: string;
    conditions: V1Condition[];
  };
}

const DOMAIN = 'myapp.tangx.in/';
const KIND = { group: 'myapp.tangx.in', version: 'v1', plural: 'redis' };
const WORKERS = 4;

const config = new KubeConfig();
config.loadFromFile(process.argv[2] ?? '');
const core = config.makeApiClient(CoreV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

// What a queue of client-go does: a key once while it waits, never twice at work, a back-off for each.
const waiting = new Set<string>();
const working = new Set<string>();
const again = new Set<string>();
const failures = new Map<string, number>();

function add(key: string): void {
  if (working.has(key)) again.add(key);
  else waiting.add(key);
  work();
}

function work(): void {
  for (const key of waiting) {
    if (working.size >= WORKERS) return;
    waiting.delete(key);
    working.add(key);
    reconcile(key)
      .then(
        () => failures.delete(key),
        (error: { code?: number }) => {
          const count = failures.get(key) ?? 0;
          failures.set(key, count + 1);
          setTimeout(() => add(key), Math.min(5 * 2 ** count, 1_000_000));
          if (error.code !== 404 && error.code !== 409) console.error(key, error);
        },
      )
      .finally(() => {
        working.delete(key);
        if (again.delete(key)) waiting.add(key);
        work();
      });
  }
}

const redisPath = `/apis/${KIND.group}/${KIND.version}/${KIND.plural}`;
const listRedis = () => custom.listClusterCustomObject(KIND) as Promise<KubernetesListObject<Redis>>;
const redisInformer = makeInformer<Redis>(config, redisPath, listRedis);
const podInformer = makeInformer<V1Pod>(config, '/api/v1/pods', () => core.listPodForAllNamespaces());
const podsOf = new Map<string, Map<string, V1Pod>>();

for (const event of ['add', 'update', 'delete'] as const) {
  redisInformer.on(event, redis => add(`${redis.metadata.namespace}/${redis.metadata.name}`));
  podInformer.on(event, pod => {
    const owner = pod.metadata?.ownerReferences?.find(({ controller, kind }) => controller && kind === 'Redis');
    if (owner === undefined || pod.metadata?.name === undefined) return;
    const pods = podsOf.get(owner.uid) ?? new Map<string, V1Pod>();
    if (event === 'delete') pods.delete(pod.metadata.name);
    else pods.set(pod.metadata.name, pod);
    if (pods.size === 0) podsOf.delete(owner.uid);
    else podsOf.set(owner.uid, pods);
    add(`${pod.metadata.namespace}/${owner.name}`);
  });
}
for (const informer of [redisInformer, podInformer]) {
  informer.on('error', () => setTimeout(() => void informer.start().catch(() => {}), 1000));
  await informer.start();
}

async function reconcile(key: string): Promise<void> {
  const [namespace = '', name = ''] = key.split('/');
  let redis = redisInformer.get(name, namespace);
  if (redis === undefined) return;
  const known = podsOf.get(redis.metadata.uid) ?? new Map<string, V1Pod>();
  const pods = new Map([...known].flatMap(([pod, object]) => ordinalEntry(name, pod, object)));
  const deleting = redis.metadata.deletionTimestamp !== undefined;
  const size = deleting ? 0 : redis.spec.replicas;
  const held = heldOrdinals(redis);
  const wished = Array.from({ length: size }, (_, ordinal) => ordinal);
  const added = wished.filter(ordinal => !held.includes(ordinal));
  if (added.length > 0) {
    redis = await storeFinalizers(redis, [...held, ...added]);
    event(redis, 'ScalingUp', `growing from ${held.length} to ${size} Pods`);
  }
  for (const ordinal of wished) {
    if (pods.has(ordinal)) continue;
    try {
      const pod = await core.createNamespacedPod({ namespace, body: podOf(redis, ordinal) });
      pods.set(ordinal, pod);
      if (held.includes(ordinal)) {
        event(redis, 'Recreated', `the Pod ${pod.metadata?.name} was missing and has been created`);
      }
    } catch (error) {
      if ((error as { code?: number }).code !== 409) throw error;
    }
  }
  const doomed = [...pods.keys()].filter(ordinal => ordinal >= size).sort((a, b) => b - a);
  let asked = 0;
  for (const ordinal of doomed) {
    const { metadata } = pods.get(ordinal) ?? {};
    if (metadata?.deletionTimestamp !== undefined) continue;
    const { uid = '', resourceVersion = '' } = metadata ?? {};
    const preconditions = { uid, resourceVersion };
    try {
      await core.deleteNamespacedPod({ namespace, name: `${name}-${ordinal}`, body: { preconditions } });
      asked += 1;
    } catch (error) {
      const { code } = error as { code?: number };
      if (code !== 404 && code !== 409) throw error;
    }
  }
  if (asked > 0) {
    event(redis, deleting ? 'Deleting' : 'ScalingDown', `shrinking from ${held.length} to ${size} Pods`);
  }
  if (doomed.length === 0 && held.some(ordinal => ordinal >= size)) {
    redis = await storeFinalizers(
      redis,
      heldOrdinals(redis).filter(ordinal => ordinal < size),
    );
    if (deleting) return;
  }
  const kept = deleting ? [] : [...pods].filter(([ordinal]) => ordinal < size).map(([, pod]) => pod);
  await report(redis, kept);
}

async function storeFinalizers(redis: Redis, ordinals: readonly number[]): Promise<Redis> {
  const { name, namespace, resourceVersion } = redis.metadata;
  const others = (redis.metadata.finalizers ?? []).filter(text => !text.startsWith(DOMAIN));
  const finalizers = [...others, ...ordinals.map(ordinal => `${DOMAIN}${name}-${ordinal}`)];
  const body = { metadata: { resourceVersion, finalizers } };
  return await custom.patchNamespacedCustomObject({ ...KIND, namespace, name, body }, mergePatch);
}

async function report(redis: Redis, pods: readonly V1Pod[]): Promise<void> {
  const { name, namespace, generation } = redis.metadata;
  const present = pods.filter(pod => pod.metadata?.deletionTimestamp === undefined);
  const ready = present.filter(pod =>
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
  const deleting = redis.metadata.deletionTimestamp !== undefined;
  const [reason, message] = deleting
    ? ['Deleting', 'the Pods are being deleted']
    : present.length !== redis.spec.replicas
      ? ['Scaling', `${present.length} of ${redis.spec.replicas} Pods exist`]
      : ['PodsNotReady', `${ready.length} of ${redis.spec.replicas} Pods are ready`];
  const former = redis.status?.conditions?.[0];
  const lastTransitionTime = (former?.lastTransitionTime ?? new Date().toISOString().replace(/\.\d+/, '')) as Date;
  const status = {
    observedGeneration: generation,
    replicas: present.length,
    readyReplicas: ready.length,
    selector: `app.kubernetes.io/instance=${name},app.kubernetes.io/name=redis`,
    conditions: [
      { type: 'Ready', status: 'False', observedGeneration: generation, reason, message, lastTransitionTime },
    ],
  };
  if (isDeepStrictEqual(status, redis.status)) return;
  await custom.patchNamespacedCustomObjectStatus({ ...KIND, namespace, name, body: { status } }, mergePatch);
}

/** Nobody waits for it: the recorders of the others write in the background as well. */
function event(redis: Redis, reason: string, message: string): void {
  const { name, namespace, uid } = redis.metadata;
  const now = new Date();
  const written = core.createNamespacedEvent({
    namespace,
    body: {
      metadata: { generateName: `${name}.` },
      involvedObject: { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', name, namespace, uid },
      reason,
      message,
      type: 'Normal',
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      source: { component: 'redis-operator' },
    },
  });
  written.catch(error => console.error(namespace, name, reason, error));
}

function podOf(redis: Redis, ordinal: number): V1Pod {
  const { name, namespace, uid } = redis.metadata;
  const { image, port } = redis.spec;
  return {
    metadata: {
      name: `${name}-${ordinal}`,
      namespace,
      labels: {
        'app.kubernetes.io/instance': name,
        'app.kubernetes.io/name': 'redis',
        'app.kubernetes.io/managed-by': 'redis-operator',
      },
      ownerReferences: [
        {
          apiVersion: 'myapp.tangx.in/v1',
          kind: 'Redis',
          name: name,
          uid: uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'redis',
          image,
          args: ['--port', String(port)],
          ports: [{ name: 'redis', containerPort: port, protocol: 'TCP' }],
          readinessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 5 },
          resources: { requests: { cpu: '100m', memory: '64Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

function heldOrdinals({ metadata }: Redis): number[] {
  const prefix = `${DOMAIN}${metadata.name}-`;
  const held = (metadata.finalizers ?? []).filter(text => text.startsWith(prefix));
  return held.map(text => Number(text.slice(prefix.length))).sort((a, b) => a - b);
}

function ordinalEntry(redis: string, pod: string, object: V1Pod): [number, V1Pod][] {
  const ordinal = Number(pod.slice(redis.length + 1));
  return pod === `${redis}-${ordinal}` ? [[ordinal, object]] : [];
}
