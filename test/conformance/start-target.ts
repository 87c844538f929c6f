// Starts the servers that the conformance suite asks.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevCluster } from '../../devcluster/server.js';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { connect } from './connect.js';
import type { Target, TargetName } from './target.js';

/**
 * None has a node, so Pods stay Pending. `embedded` and `real` are new and empty; of a cluster of a kubeconfig only what
 * the suite makes is touched.
 *
 * @param kubeconfig for `kubeconfig` alone; default: what `KUBECONFIG` names
 * @throws Error when the server does not start or does not answer
 */
export function startTarget(name: TargetName, kubeconfig = process.env.KUBECONFIG): Promise<Target> {
  switch (name) {
    case 'embedded':
      return embedded();
    case 'real':
      return real();
    case 'kubeconfig':
      if (kubeconfig === undefined || kubeconfig === '') throw new Error('No kubeconfig: KUBECONFIG is not set.');
      return connect(name, kubeconfig, async () => {});
  }
}

async function embedded(): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-conformance-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const failures: unknown[] = [];
  const cluster = await startDevCluster({
    kubeconfigPath: kubeconfig,
    simulatePods: false,
    report: error => failures.push(error),
  });
  return connect('embedded', kubeconfig, async () => {
    await cluster.stop();
    await rm(folder, { recursive: true });
    if (failures.length > 0) throw new AggregateError(failures, 'the server reported errors');
  });
}

async function real(): Promise<Target> {
  const controlPlane = await startControlPlane();
  return connect('real', controlPlane.adminKubeconfig, () => controlPlane.stop());
}
