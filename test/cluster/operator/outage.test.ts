// The way to the API server breaks, in several ways, while the operator works: it goes on where it was.
import { readFile, writeFile } from 'node:fs/promises';
import { createClient } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../../../api/v1/redis.js';
import { CuttingProxy } from '../../cutting-proxy.js';
import { test } from '../fixture.js';
import { unless } from '../unless.js';
import { Observer } from './observer.js';
import { startOperator } from './running-operator.js';

const namespace = 'default';
test('an API server that crashes and comes back while Redis grow, shrink and go', async ({
  ownControlPlane,
  onTestFinished,
}) => {
  const kubeconfig = ownControlPlane.adminKubeconfig;
  const admin = await createClient('test', { kubeconfig });
  const observer = new Observer(admin, [namespace]);
  const operator = startOperator(kubeconfig, [namespace]);
  onTestFinished(async () => {
    await operator.stop();
    await observer.stop();
    await admin.close();
  });
  await observer.start();
  const create = (name: string, replicas: number) =>
    admin.create(Redis, { metadata: { namespace, name }, spec: { replicas } });
  await create('shrinking', 10);
  await create('deleted', 10);
  for (const name of ['shrinking', 'deleted']) await observer.settled(namespace, name, 10);

  await create('growing', 20);
  await admin.scale(Redis).set({ namespace, name: 'shrinking' }, 2);
  await admin.delete(Redis, { namespace, name: 'deleted' });
  // One crash only: with each the caches wait for longer before they ask again.
  await ownControlPlane.stopApiServer();
  await ownControlPlane.start();
  await observer.settled(namespace, 'growing', 20);
  await observer.settled(namespace, 'shrinking', 2);
  await observer.gone(namespace, 'deleted');
}, 180_000);

test('connections that are cut in the middle of what is said', async ({ ownControlPlane, onTestFinished }) => {
  const server = new URL(ownControlPlane.server);
  const proxy = await CuttingProxy.to(Number(server.port));
  const throughProxy = `${ownControlPlane.folder}/through-proxy.yaml`;
  const text = await readFile(ownControlPlane.adminKubeconfig, 'utf8');
  await writeFile(
    throughProxy,
    text.replaceAll(ownControlPlane.server, `${server.protocol}//${server.hostname}:${proxy.port}`),
  );
  const admin = await createClient('test', { kubeconfig: ownControlPlane.adminKubeconfig });
  const observer = new Observer(admin, [namespace]);
  const operator = startOperator(throughProxy, [namespace]);
  onTestFinished(async () => {
    await operator.stop();
    await observer.stop();
    await admin.close();
    await proxy.close();
  });
  const names = ['a', 'b', 'c'];
  await observer.start();
  for (const name of names) await admin.create(Redis, { metadata: { namespace, name }, spec: { replicas: 3 } });
  for (const name of names) await observer.settled(namespace, name, 3);

  // Long enough for a handshake and some answers, too short for a watch of what follows.
  proxy.bytesUntilCut = 20_000;
  proxy.cutAll();
  for (let round = 0; proxy.cuts < 3; round += 1) {
    for (const name of names) {
      await admin.delete(Pod, { namespace, name: `${name}-${round % 3}` }).catch(unless(() => true));
      await admin.scale(Redis).set({ namespace, name }, 3 + (round % 2));
    }
  }
  proxy.bytesUntilCut = Number.POSITIVE_INFINITY;
  proxy.cutAll();
  for (const name of names) {
    await admin.scale(Redis).set({ namespace, name }, 2);
    await observer.settled(namespace, name, 2);
  }
}, 180_000);
