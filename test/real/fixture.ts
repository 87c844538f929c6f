// The `test` of real tests: vitest's, with a control plane and a namespace of the test's own.
import { randomBytes } from 'node:crypto';
import { test as base, inject } from 'vitest';
import { ControlPlaneAccess } from '../../hack/control-plane/access.js';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { crds } from './crds.js';
import './provided.js';

/**
 * What a test may ask for by name in its first parameter:
 *
 * - `controlPlane`: the way into the control plane that all tests of a run share. What a test makes there outside of its
 *   namespace has to bear a name that no other test uses.
 * - `kubectl`: runs kubectl as the administrator.
 * - `namespace`: the name of a new namespace, which is deleted after the test.
 * - `ownControlPlane`: a control plane that the tests of this file alone have, for outages and for what would
 *   disturb others. It takes about four seconds.
 *
 * Both have the CustomResourceDefinitions of `config/crd/bases` from the start.
 */
export const test = base
  .extend('controlPlane', { scope: 'file' }, async () => {
    const provided = inject('controlPlane');
    if ('unavailable' in provided) {
      throw new Error(provided.unavailable);
    }
    return new ControlPlaneAccess(provided.location);
  })
  .extend('kubectl', { scope: 'file' }, async ({ controlPlane }) => controlPlane.kubectl)
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that are asked for, here none.
  .extend('ownControlPlane', { scope: 'file' }, async ({}, { onCleanup }) => {
    const controlPlane = await startControlPlane({ crds });
    onCleanup(() => controlPlane.stop());
    return controlPlane;
  })
  .extend('namespace', async ({ kubectl }, { onCleanup }) => {
    const name = `test-${randomBytes(5).toString('hex')}`;
    await kubectl.output(['create', 'namespace', name]);
    onCleanup(async () => {
      await kubectl.output(['delete', 'namespace', name, '--wait=false']);
    });
    return name;
  });
