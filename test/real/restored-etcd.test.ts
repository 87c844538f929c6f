// etcd is put back to a backup while a cache watches: versions run backwards, and a real API server says nothing of it.
import { expect, vi } from 'vitest';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { createClient } from '../../runtime/client/create-client.js';
import { ConfigMap } from '../../runtime/kinds/core-v1.js';
import { test } from '../cluster/fixture.js';
import { FlyingClock, isFresh, startFlyingCache } from '../flying-cache.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const namespace = 'default';

test('a cache comes to know the restored state, long before the old version is reached again', async ({
  onTestFinished,
}) => {
  const controlPlane = await startControlPlane();
  onTestFinished(() => controlPlane.stop());
  // A server that is asked for a version it does not have takes 3 s of its own time to say so.
  const clock = new FlyingClock(10);
  const kubeconfig = controlPlane.adminKubeconfig;
  const [admin, client] = [
    await createClient('admin', { kubeconfig }),
    await createClient('test', { kubeconfig, clock }),
  ];
  const write = (name: string, round: number) =>
    admin.apply(ConfigMap, { metadata: { namespace, name }, data: { round: String(round) } });
  await write('a', 0);
  await write('deleted', 0);
  const backup = await controlPlane.backUp();

  const { informer, stop } = startFlyingCache(ConfigMap, client, clock, [namespace]);
  onTestFinished(async () => {
    await stop();
    await client.close();
    await admin.close();
  });
  await informer.synced;
  for (let round = 1; round < 800; round++) await write('a', round);
  await write('created', 0);
  await admin.delete(ConfigMap, { namespace, name: 'deleted' });
  await isFresh(informer, admin, namespace);
  const reached = Number(informer.store.get({ namespace, name: 'created' })?.resourceVersion);

  await controlPlane.restore(backup);
  const { metadata } = await write('b', 0);
  expect(Number(metadata.resourceVersion)).toBeLessThan(reached);
  await isFresh(informer, admin, namespace);
  expect(informer.store.list().map(({ name }) => name)).toEqual(expect.arrayContaining(['a', 'b', 'deleted']));
  expect(informer.store.list().map(({ name }) => name)).not.toContain('created');
  const { metadata: later } = await write('b', 1);
  expect(Number(later.resourceVersion), 'the old version is still not reached').toBeLessThan(reached);
  await isFresh(informer, admin, namespace);
});
