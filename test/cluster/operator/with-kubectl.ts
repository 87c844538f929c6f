// The `test` of what people do to a Redis with kubectl.
import { join } from 'node:path';
import { findKubectl } from '../../../hack/control-plane/find-kubectl.js';
import { Kubectl } from '../../../hack/control-plane/kubectl.js';
import { test as base } from './fixture.js';

const found = await findKubectl();

/** Tests of kubectl are left out where there is none. */
export const noKubectl = found.binary === undefined;

/** Beside what tests of the operator have: `kubectl`, in the namespace of the test. */
export const test = base.extend('kubectl', async ({ controlPlane, namespace }) => {
  if (found.binary === undefined) throw new Error(found.reason);
  const kubectl = new Kubectl(found.binary, controlPlane.adminKubeconfig, join(controlPlane.folder, 'kubectl-cache'));
  return {
    run: (args: readonly string[], input = '') => kubectl.run(['-n', namespace, ...args], { input }),
    output: (args: readonly string[], input = '') => kubectl.output(['-n', namespace, ...args], { input }),
  };
});

/** The Redis `r`, as text for `kubectl apply -f -`. */
export function manifest(spec: object, name = 'r'): string {
  return JSON.stringify({ apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata: { name }, spec });
}
