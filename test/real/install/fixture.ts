// The `test` of installations: a control plane without anything of ours, and what is installed there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControlPlane } from '../../../hack/control-plane/control-plane.js';
import type { Kubectl } from '../../../hack/control-plane/kubectl.js';
import { assembleImage } from '../../../hack/image/assemble.js';
import { test as base } from '../fixture.js';
import { Replica } from './replica.js';

export const NAMESPACE = 'redis-system';

/**
 * - `bare`: a control plane that the tests of this file alone have, and on which nothing is installed.
 * - `image`: what the operator's image has beside its base.
 * - `startReplica`: starts the operator that is installed in a namespace, once more; it ends with the file.
 */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that are asked for, here none.
  .extend('bare', { scope: 'file' }, async ({}, { onCleanup }) => {
    const controlPlane = await startControlPlane();
    onCleanup(() => controlPlane.stop());
    return controlPlane;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  .extend('image', { scope: 'file' }, async ({}, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'kubewright-image-'));
    onCleanup(() => rm(folder, { recursive: true }));
    return await assembleImage(folder);
  })
  .extend('startReplica', { scope: 'file' }, async ({ bare, image }, { onCleanup }) => {
    const started: Replica[] = [];
    onCleanup(async () => {
      await Promise.all(started.map(replica => replica.stop()));
    });
    return async (namespace = NAMESPACE): Promise<Replica> => {
      const replica = await Replica.start(bare, namespace, image);
      started.push(replica);
      return replica;
    };
  });

/** Leads the Service of the webhooks to a replica on this machine: there is no network of Pods here. */
export async function routeWebhooks(
  kubectl: Kubectl,
  { ports }: Replica,
  namespace = NAMESPACE,
  prefix = 'redis',
): Promise<void> {
  const service = { spec: { type: 'ExternalName', externalName: 'localhost' } };
  const name = `${prefix}-webhook-service`;
  await kubectl.output(['patch', 'service', name, '-n', namespace, '-p', JSON.stringify(service)]);
  const port = [{ op: 'add', path: '/webhooks/0/clientConfig/service/port', value: ports.webhooks }];
  for (const kind of ['mutating', 'validating']) {
    const configuration = `${prefix}-${kind}-webhook-configuration`;
    await kubectl.output([
      'patch',
      `${kind}webhookconfiguration`,
      configuration,
      '--type=json',
      '-p',
      JSON.stringify(port),
    ]);
  }
}
