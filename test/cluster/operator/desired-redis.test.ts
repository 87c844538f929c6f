// The Redis operator in the desired-state style does what the other one does, but for what its guide says.
import { type Client, controller, isConditionTrue, Manager } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { expect, onTestFinished } from 'vitest';
import { Redis } from '../../../api/v1/redis.js';
import { DesiredRedisReconciler } from '../../desired-redis/desired-redis.js';
import { RecordedLog } from '../../recorded-log.js';
import { test } from './fixture.js';
import { BROKEN_TAG, Kubelet } from './kubelet.js';

test('keeps, scales, rolls out, mends and takes down', async ({ admin, namespace, observer }) => {
  const { log } = start(admin, namespace);
  const key = { namespace, name: 'r' };
  await observer.ready(await admin.create(Redis, { metadata: key, spec: { replicas: 3 } }));
  const lost = await admin.get(Pod, { namespace, name: 'r-1' });
  await admin.delete(Pod, lost.metadata);
  await observer.until('another r-1 is ready', () =>
    observer
      .pods(namespace)
      .some(
        ({ metadata, status }) =>
          metadata.name === 'r-1' && metadata.uid !== lost.metadata.uid && isConditionTrue(status?.conditions, 'Ready'),
      ),
  );

  const changed = await admin.patch(Redis, key, { spec: { image: 'redis:8' } });
  const rolled = await observer.ready(changed);
  expect(observer.deletedPods.slice(1)).toEqual(['r-2', 'r-1', 'r-0']);
  expect(observer.podsOf(rolled).map(({ spec }) => spec?.containers[0]?.image)).toEqual([
    'redis:8',
    'redis:8',
    'redis:8',
  ]);
  expect(rolled.status).toMatchObject({ replicas: 3, readyReplicas: 3, updatedReplicas: 3 });

  await observer.ready(await admin.patch(Redis, key, { spec: { replicas: 1 } }));
  expect(observer.pods(namespace).map(({ metadata }) => metadata.name)).toEqual(['r-0']);
  await admin.delete(Redis, key);
  await observer.gone(namespace, 'r');
  expect(log.of('error')).toEqual([]);
});

test('stops a rollout that does not work, and goes on with one that does', async ({ admin, namespace, observer }) => {
  start(admin, namespace);
  const key = { namespace, name: 'r' };
  await observer.ready(await admin.create(Redis, { metadata: key, spec: { replicas: 2, image: 'redis:7' } }));
  await admin.patch(Redis, key, { spec: { image: `redis:${BROKEN_TAG}` } });
  await observer.until('it is Degraded', () =>
    observer.redis(namespace, 'r')?.status?.conditions?.some(({ reason }) => reason === 'PodsNotStarting'),
  );
  expect(observer.deletedPods).toEqual(['r-1']);
  const after = await observer.ready(await admin.patch(Redis, key, { spec: { image: 'redis:8' } }));
  expect(observer.podsOf(after).map(({ spec }) => spec?.containers[0]?.image)).toEqual(['redis:8', 'redis:8']);
});

test('neither adopts nor deletes a Pod of somebody else, and has its own when that is gone', async ({
  admin,
  namespace,
  observer,
}) => {
  const foreign = { metadata: { namespace, name: 'r-0' }, spec: { containers: [{ name: 'main', image: 'busybox' }] } };
  const { metadata } = await admin.create(Pod, foreign);
  const { log } = start(admin, namespace);
  const made = await admin.create(Redis, { metadata: { namespace, name: 'r' }, spec: { replicas: 2 } });
  await observer.until('the status says it', () =>
    observer.redis(namespace, 'r')?.status?.conditions?.some(({ reason }) => reason === 'PodNameTaken'),
  );
  expect((await admin.get(Pod, { namespace, name: 'r-0' })).metadata.uid).toBe(metadata.uid);
  // Each Pod is on its way out for a moment, of which a run may come to know: it does not fail, and nobody tries it again.
  await admin.patch(Pod, metadata, { metadata: { finalizers: ['example.com/hold'] } });
  await admin.delete(Pod, metadata);
  const hasReconciled = () => log.of('debug').some(({ message }) => message === 'reconciled');
  await expect.poll(hasReconciled, { timeout: 40_000 }).toBe(true);
  await admin.patch(Pod, metadata, { metadata: { finalizers: null } });
  await observer.ready(made);
});

/** Runs the operator, and a kubelet, until the test ends. */
function start(admin: Client, namespace: string) {
  const log = new RecordedLog();
  const stopping = new AbortController();
  const manager = new Manager({
    name: 'desired-redis',
    client: admin,
    log,
    namespaces: [namespace],
    healthProbe: false,
  });
  manager.add(controller(new DesiredRedisReconciler()));
  const ended = manager.run(stopping.signal);
  const kubelet = new Kubelet(admin, namespace);
  onTestFinished(async () => {
    stopping.abort();
    await kubelet.stop();
    await ended;
  });
  return { log };
}
