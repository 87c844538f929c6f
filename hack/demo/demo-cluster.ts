// The control plane that the demo runs on.
import { join } from 'node:path';
import { createClient } from 'kubewright';
import type { OwnControlPlane } from '../control-plane/any-control-plane.js';
import { ensureBinaries } from '../control-plane/binaries.js';
import { startControlPlane } from '../control-plane/control-plane.js';
import { startEmbeddedControlPlane } from '../control-plane/embedded-control-plane.js';
import { findKubectl } from '../control-plane/find-kubectl.js';
import { Guard } from '../control-plane/guard.js';
import { Kubectl } from '../control-plane/kubectl.js';
import type { CleanUp } from './clean-up.js';
import { ClientUser } from './client-user.js';
import type { ClusterUser } from './cluster-user.js';
import type { DemoOptions } from './demo-options.js';
import { KubectlUser } from './kubectl-user.js';
import type { Stage } from './stage.js';

/** A control plane, who uses it, and what it does not do. */
export interface DemoCluster {
  readonly controlPlane: OwnControlPlane;
  readonly user: ClusterUser;
  /** Whether it refuses users what their roles do not grant. */
  readonly authorizes: boolean;
  /** Whether Pods come to life by themselves. */
  readonly hasNode: boolean;
}

/** Starts it, and says what it is. What has to be undone goes to `cleanUp`. */
export async function startDemoCluster(stage: Stage, options: DemoOptions, cleanUp: CleanUp): Promise<DemoCluster> {
  const { controlPlane, kubectl } = options.real
    ? await startReal(stage, cleanUp)
    : await startEmbedded(stage, cleanUp);
  const authorizes = options.real;
  const chosen = options.kubectl ? (kubectl ?? (await anyKubectl(stage, controlPlane))) : undefined;
  if (!options.kubectl) stage.say("kubectl is not wanted: the library's own client is used.");
  if (chosen !== undefined) {
    stage.say('kubectl is used with the kubeconfig of the administrator.');
    return { controlPlane, user: new KubectlUser(stage, chosen, authorizes), authorizes, hasNode: !options.real };
  }
  const client = await createClient('demo', { kubeconfig: controlPlane.adminKubeconfig });
  cleanUp.push(() => client.close());
  return { controlPlane, user: new ClientUser(stage, client, authorizes), authorizes, hasNode: !options.real };
}

interface Started {
  readonly controlPlane: OwnControlPlane;
  /** The one that belongs to it. */
  readonly kubectl?: Kubectl;
}

async function startEmbedded(stage: Stage, cleanUp: CleanUp): Promise<Started> {
  const controlPlane = await startEmbeddedControlPlane();
  // The control plane goes with this process, however that ends; its folder would stay.
  const guard = new Guard(controlPlane.folder);
  cleanUp.push(() => guard.dismiss());
  cleanUp.push(() => controlPlane.stop());
  stage.say(`kubewright's embedded control plane, in this process, is ready at ${controlPlane.server}.`);
  stage.say('It plays the kubelet too: each Pod is soon said to be ready. No Redis server runs.');
  return { controlPlane };
}

async function startReal(stage: Stage, cleanUp: CleanUp): Promise<Started> {
  const binaries = await ensureBinaries(line => stage.say(line));
  stage.say('etcd, kube-apiserver and kube-controller-manager, in a temporary folder; a few seconds ...');
  const controlPlane = await stage.unlessStopped(startControlPlane({ binaries }));
  cleanUp.push(() => controlPlane.stop());
  stage.say(`ready at ${controlPlane.server}`);
  return { controlPlane, kubectl: controlPlane.kubectl };
}

async function anyKubectl(stage: Stage, controlPlane: OwnControlPlane): Promise<Kubectl | undefined> {
  const found = await findKubectl();
  if (found.binary !== undefined) {
    return new Kubectl(found.binary, controlPlane.adminKubeconfig, join(controlPlane.folder, 'kubectl-cache'));
  }
  stage.say(`${found.reason}: the library's own client is used.`);
  return undefined;
}
