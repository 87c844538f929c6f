// The `test` of what holds on every control plane: vitest's, with a control plane and a namespace of the test's own.
import { randomBytes } from 'node:crypto';
import { type ConnectedClient, createClient, isNotFound } from 'kubewright';
import { Namespace } from 'kubewright/kinds';
import { test as base, inject } from 'vitest';
import { ControlPlaneAccess } from '../../hack/control-plane/access.js';
import type { AnyControlPlane, OwnControlPlane } from '../../hack/control-plane/any-control-plane.js';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { type EmbeddedOptions, startEmbeddedControlPlane } from '../../hack/control-plane/embedded-control-plane.js';
import { definitionsIn, serveDefinition } from '../../hack/demo/custom-resource-definitions.js';
import { connect } from '../conformance/connect.js';
import { crds } from '../real/crds.js';
import '../real/provided.js';
import { target } from './target.js';
import { unless } from './unless.js';

/**
 * What a test may ask for by name in its first parameter:
 *
 * - `controlPlane`: the way into a control plane that other tests use too: all of the run on a real one, those of the file
 *   on an embedded one. What a test makes outside of its namespace has to bear a name that no other test uses.
 * - `admin`: a client that may do everything.
 * - `raw`: plain requests as the administrator.
 * - `namespace`: the name of a new namespace, which is deleted after the test.
 * - `ownControlPlane`: a control plane that the tests of this file alone have, for outages and for what would
 *   disturb others. An embedded one speaks HTTPS; those that are shared speak plain HTTP.
 *
 * They have the CustomResourceDefinitions of `config/crd/bases` from the start, and no node: Pods stay Pending. A file that
 * overrides `simulatePods` with true has Pods that come to life and take their time to go, on an embedded one.
 */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that are asked for, here none.
  .extend('simulatePods', { scope: 'file' }, async ({}): Promise<boolean> => false)
  .extend('controlPlane', { scope: 'file' }, async ({ simulatePods }, { onCleanup }): Promise<AnyControlPlane> => {
    if (target === 'real') return runningControlPlane();
    const controlPlane = await startEmbedded({ simulatePods });
    onCleanup(() => controlPlane.stop());
    return controlPlane;
  })
  .extend('admin', { scope: 'file' }, async ({ controlPlane }, { onCleanup }): Promise<ConnectedClient> => {
    const client = await createClient('test', { kubeconfig: controlPlane.adminKubeconfig });
    onCleanup(() => client.close());
    return client;
  })
  .extend('raw', { scope: 'file' }, async ({ controlPlane }, { onCleanup }) => {
    const raw = await connect(target, controlPlane.adminKubeconfig, async () => {});
    onCleanup(() => raw.stop());
    return raw;
  })
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  .extend('ownControlPlane', { scope: 'file' }, async ({}, { onCleanup }): Promise<OwnControlPlane> => {
    const controlPlane =
      target === 'real' ? await startControlPlane({ crds }) : await startEmbedded({ simulatePods: false, tls: true });
    onCleanup(() => controlPlane.stop());
    return controlPlane;
  })
  .extend('namespace', async ({ admin }, { onCleanup }) => {
    const name = `test-${randomBytes(5).toString('hex')}`;
    await admin.create(Namespace, { metadata: { name } });
    // A test may have deleted it itself.
    onCleanup(async () => void (await admin.delete(Namespace, { name }).catch(unless(isNotFound))));
    return name;
  });

function runningControlPlane(): AnyControlPlane {
  const provided = inject('controlPlane');
  if ('unavailable' in provided) throw new Error(provided.unavailable);
  return new ControlPlaneAccess(provided.location);
}

async function startEmbedded(options: EmbeddedOptions): Promise<OwnControlPlane> {
  const controlPlane = await startEmbeddedControlPlane(options);
  const client = await createClient('test', { kubeconfig: controlPlane.adminKubeconfig });
  for (const definition of crds.flatMap(definitionsIn)) await serveDefinition(client, definition);
  await client.close();
  return controlPlane;
}
