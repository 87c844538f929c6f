// What becomes of the Pods when the image or the port of their Redis changes, and when they fail.
import { type Client, Defaults, type Draft, type Snapshot } from 'kubewright';
import { MutatingWebhookConfiguration, Pod } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import { startWebhooks } from '../../webhook-world.js';
import { test as base } from './fixture.js';
import { BROKEN_TAG, Kubelet } from './kubelet.js';
import type { Observer } from './observer.js';
import { startOperator } from './running-operator.js';

/** Beside what tests of the operator have: `kubelet`, which says of the Pods of the namespace that they are ready, or cannot be. */
const test = base.extend('kubelet', async ({ admin, namespace }, { onCleanup }) => {
  const kubelet = new Kubelet(admin, namespace);
  onCleanup(() => kubelet.stop());
  return kubelet;
});

describe('a change of the image', () => {
  test('replaces the Pods from the highest to the lowest, and never takes a second one', async ({
    operator,
    kubelet: _,
    observer,
    admin,
    namespace,
  }) => {
    const key = { namespace, name: 'r' };
    const made = await admin.create(Redis, { metadata: key, spec: { replicas: 4 } });
    const before = uids(observer, await observer.ready(made));
    const available = watchAvailable(observer, namespace);
    const changed = await admin.patch(Redis, key, { spec: { image: 'redis:8-alpine' } });
    const after = await observer.ready(changed);

    expect(observer.deletedPods).toEqual(['r-3', 'r-2', 'r-1', 'r-0']);
    expect(Math.min(...available)).toBe(3);
    expect(images(observer, after)).toEqual(Array.from({ length: 4 }, () => 'redis:8-alpine'));
    expect(uids(observer, after).filter(uid => before.includes(uid))).toEqual([]);
    expect(after.status).toMatchObject({
      replicas: 4,
      readyReplicas: 4,
      updatedReplicas: 4,
      conditions: [
        { type: 'Ready', status: 'True', reason: 'PodsReady' },
        { type: 'Progressing', status: 'False', reason: 'UpToDate' },
        { type: 'Degraded', status: 'False', reason: 'AsExpected' },
      ],
    });
    const event = await observer.event(namespace, 'RollingOut');
    expect(event.message).toMatch(/^replacing the Pod r-\d, for image redis:8-alpine and port 6379$/);
    expect(observer.pods(namespace)).toHaveLength(4);
    expect(operator.log.of('error')).toEqual([]);
  });

  test('waits for a Pod that takes its time to go', async ({
    operator: _,
    kubelet: __,
    observer,
    admin,
    namespace,
  }) => {
    const key = { namespace, name: 'r' };
    await observer.ready(await admin.create(Redis, { metadata: key, spec: { replicas: 2 } }));
    await admin.patch(Pod, { namespace, name: 'r-1' }, { metadata: { finalizers: ['example.com/hold'] } });
    await admin.patch(Redis, key, { spec: { port: 7000 } });
    const waiting = await observer.until('the rollout waits for r-1', () => {
      const redis = observer.redis(namespace, 'r');
      const isGoing = observer.pods(namespace).some(({ metadata }) => metadata.deletionTimestamp !== undefined);
      return isGoing && redis?.status?.updatedReplicas === 0 && redis.status.replicas === 1 && redis;
    });
    expect(waiting.status).toMatchObject({
      readyReplicas: 1,
      conditions: [
        { type: 'Ready', status: 'False', reason: 'Scaling' },
        {
          type: 'Progressing',
          status: 'True',
          reason: 'RollingOut',
          message: '2 of 2 Pods are still to be replaced, waiting for r-1',
        },
        { type: 'Degraded', status: 'False' },
      ],
    });
    await admin.patch(Pod, { namespace, name: 'r-1' }, { metadata: { finalizers: null } });
    const after = await observer.ready(waiting);
    expect(observer.podsOf(after).map(({ spec }) => spec?.containers[0]?.args)).toEqual([
      ['--port', '7000'],
      ['--port', '7000'],
    ]);
  });

  test('that cannot be pulled stops at the first Pod; a corrected one goes on from there', async ({
    operator: _,
    kubelet: __,
    observer,
    admin,
    namespace,
  }) => {
    const key = { namespace, name: 'r' };
    await observer.ready(await admin.create(Redis, { metadata: key, spec: { replicas: 3, image: 'redis:7' } }));
    const available = watchAvailable(observer, namespace);
    await admin.patch(Redis, key, { spec: { image: `redis:${BROKEN_TAG}` } });
    const stopped = await observer.until('it is Degraded', () => {
      const redis = observer.redis(namespace, 'r');
      return redis?.status?.conditions?.some(({ type, status }) => type === 'Degraded' && status === 'True') && redis;
    });
    expect(stopped.status).toMatchObject({
      replicas: 3,
      readyReplicas: 2,
      updatedReplicas: 1,
      conditions: [
        { type: 'Ready', status: 'False', reason: 'PodsNotStarting' },
        {
          type: 'Progressing',
          status: 'False',
          reason: 'Stalled',
          message: '2 of 3 Pods are still to be replaced, waiting for r-2',
        },
        {
          type: 'Degraded',
          status: 'True',
          reason: 'PodsNotStarting',
          message: 'r-2: ImagePullBackOff: Back-off pulling image',
        },
      ],
    });
    expect((await observer.event(namespace, 'PodsNotStarting')).type).toBe('Warning');

    const changed = await admin.patch(Redis, key, { spec: { image: 'redis:8' } });
    const after = await observer.ready(changed);
    expect(observer.deletedPods).toEqual(['r-2', 'r-2', 'r-1', 'r-0']);
    expect(images(observer, after)).toEqual(['redis:8', 'redis:8', 'redis:8']);
    expect(Math.min(...available)).toBe(2);
  });

  test('from one that never worked to one that does reaches all Pods', async ({
    operator: _,
    kubelet: __,
    observer,
    admin,
    namespace,
  }) => {
    const key = { namespace, name: 'r' };
    await admin.create(Redis, { metadata: key, spec: { replicas: 3, image: `redis:${BROKEN_TAG}` } });
    await observer.event(namespace, 'PodsNotStarting');
    const changed = await admin.patch(Redis, key, { spec: { image: 'redis:8' } });
    expect(images(observer, await observer.ready(changed))).toEqual(['redis:8', 'redis:8', 'redis:8']);
  });

  test('goes on under an operator that has come since', async ({
    operatorKubeconfig,
    kubelet,
    observer,
    admin,
    namespace,
  }) => {
    const key = { namespace, name: 'r' };
    const first = startOperator(operatorKubeconfig, [namespace]);
    await observer.ready(await admin.create(Redis, { metadata: key, spec: { replicas: 3 } }));
    await kubelet.stop();
    const changed = await admin.patch(Redis, key, { spec: { image: 'redis:8' } });
    await observer.until('one is replaced', () => observer.redis(namespace, 'r')?.status?.updatedReplicas === 1);
    await first.stop();

    const second = startOperator(operatorKubeconfig, [namespace]);
    const others = new Kubelet(admin, namespace);
    expect(images(observer, await observer.ready(changed))).toEqual(['redis:8', 'redis:8', 'redis:8']);
    expect(observer.deletedPods).toEqual(['r-2', 'r-1', 'r-0']);
    await others.stop();
    await second.stop();
  });

  test('is what counts, not what others make of a Pod', async ({
    operator: _,
    kubelet: __,
    observer,
    admin,
    namespace,
  }) => {
    const key = { namespace, name: 'r' };
    await observer.ready(await admin.create(Redis, { metadata: key, spec: { replicas: 2, image: 'redis:7' } }));
    // As a webhook of a mirror would; the second Pod is one from before there was the label.
    const mirrored = [{ name: 'redis', image: 'mirror.example.com/redis:7' }];
    await admin.patchStrategic(Pod, { namespace, name: 'r-0' }, { spec: { containers: mirrored } });
    const labels = { 'myapp.tangx.in/revision': null };
    await admin.patch(Pod, { namespace, name: 'r-1' }, { metadata: { labels } });
    await admin.scale(Redis).set(key, 3);
    const grown = await observer.settled(namespace, 'r', 3);
    expect(images(observer, await observer.ready(grown))).toEqual(['mirror.example.com/redis:7', 'redis:7', 'redis:7']);
    expect(observer.deletedPods).toEqual([]);

    const changed = await admin.patch(Redis, key, { spec: { image: 'redis:8' } });
    expect(images(observer, await observer.ready(changed))).toEqual(['redis:8', 'redis:8', 'redis:8']);
  });
});

/** Takes images from elsewhere, as clusters do that have a mirror. */
@Defaults(Pod, { path: '/mirror', operations: ['CREATE'] })
class Mirror {
  default(pod: Snapshot<Pod>): Draft<Pod> {
    const containers = pod.spec?.containers.map(each => ({ ...each, image: `mirror.example.com/${each.image}` })) ?? [];
    const labels = { ...pod.metadata.labels, mirrored: 'yes' };
    return { ...pod, metadata: { ...pod.metadata, labels }, spec: { ...pod.spec, containers } };
  }
}

test('a webhook of somebody that changes every Pod on its way into the cluster does not keep Pods from being up to date', async ({
  operator: _,
  kubelet: __,
  observer,
  admin,
  namespace,
  onTestFinished,
}) => {
  const server = await startWebhooks([new Mirror()]);
  const configuration = { name: `mirror-${namespace}` };
  onTestFinished(async () => {
    await admin.delete(MutatingWebhookConfiguration, configuration);
    await server.stop();
  });
  const caBundle = Buffer.from(server.authority.ca).toString('base64');
  await admin.create(MutatingWebhookConfiguration, {
    metadata: configuration,
    webhooks: [
      {
        name: 'mirror.example.com',
        clientConfig: { url: `https://127.0.0.1:${server.port}/mirror`, caBundle },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
      },
    ],
  });
  const probe = { metadata: { namespace, name: 'probe' }, spec: { containers: [{ name: 'a', image: 'a' }] } };
  const asked = async () => (await admin.create(Pod, probe, { dryRun: true })).metadata.labels?.mirrored;
  await expect.poll(asked, { timeout: 20_000 }).toBe('yes');

  const key = { namespace, name: 'r' };
  await observer.ready(await admin.create(Redis, { metadata: key, spec: { replicas: 2, image: 'redis:7' } }));
  await observer.ready(await admin.patch(Redis, key, { spec: { replicas: 3 } }));
  expect(observer.deletedPods).toEqual([]);
  const rolled = await observer.ready(await admin.patch(Redis, key, { spec: { image: 'redis:8' } }));
  expect(images(observer, rolled)).toEqual(Array.from({ length: 3 }, () => 'mirror.example.com/redis:8'));
  await observer.ready(await admin.patch(Redis, key, { spec: { replicas: 4 } }));
  expect(observer.deletedPods).toEqual(['r-2', 'r-1', 'r-0']);
});

describe('a Pod that fails', () => {
  test('is replaced at once, and the next one later, also by an operator that has come since', async ({
    operatorKubeconfig,
    kubelet: _,
    observer,
    admin,
    namespace,
  }) => {
    const first = startOperator(operatorKubeconfig, [namespace]);
    const made = await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 1 } });
    await observer.ready(made);
    await evict(admin, observer, namespace);
    await observer.event(namespace, 'ReplacingPods');
    await observer.ready(made);

    const uid = await evict(admin, observer, namespace);
    const noted = await observer.until('the second failure is noted', () => {
      const redis = observer.redis(namespace, 'r');
      return redis?.status?.failures?.[0]?.count === 2 && redis;
    });
    expect(noted.status?.failures).toMatchObject([{ name: 'r-0', uid, count: 2 }]);
    expect(noted.status?.conditions).toMatchObject([
      { type: 'Ready', status: 'False', reason: 'PodsFailed' },
      { type: 'Progressing', status: 'False', reason: 'Stalled' },
      {
        type: 'Degraded',
        status: 'True',
        message: expect.stringMatching(/^r-0 has failed 2 times in a row \(Evicted\), to be replaced at 20\S+Z$/),
      },
    ]);
    await first.stop();
    expect(observer.podsOf(noted).map(({ metadata }) => metadata.uid)).toEqual([uid]);

    const later = startOperator(operatorKubeconfig, [namespace], () => new Date(Date.now() + 11_000));
    const after = await observer.ready(noted);
    expect(observer.podsOf(after).map(({ metadata }) => metadata.uid)).not.toContain(uid);
    expect(after.status?.failures).toMatchObject([{ uid, count: 2 }]);
    await later.stop();
  });
});

/** @returns the uid of the Pod */
async function evict(admin: Client, observer: Observer, namespace: string): Promise<string> {
  const key = { namespace, name: 'r-0' };
  const { uid } = (await admin.get(Pod, key)).metadata;
  const conditions = [{ type: 'Ready', status: 'False' }];
  await admin.status(Pod).patch(key, { phase: 'Failed', reason: 'Evicted', conditions });
  await observer.until('the Redis is not Ready', () =>
    observer
      .redis(namespace, 'r')
      ?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'False'),
  );
  return uid;
}

/** How many Pods were ready and not asked to go, after each change from now on. */
function watchAvailable(observer: Observer, namespace: string): readonly number[] {
  const counts: number[] = [];
  observer.onChange(() => {
    const available = observer
      .pods(namespace)
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .filter(({ status }) => status?.conditions?.some(each => each.type === 'Ready' && each.status === 'True'));
    counts.push(available.length);
  });
  return counts;
}

function images(observer: Observer, redis: Snapshot<Redis>) {
  return observer.podsOf(redis).map(({ spec }) => spec?.containers[0]?.image);
}

function uids(observer: Observer, redis: Snapshot<Redis>) {
  return observer.podsOf(redis).map(({ metadata }) => metadata.uid);
}
