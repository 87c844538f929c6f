// Runs the embedded control plane for people, and tells them how to use it.
import { dirname } from 'node:path';
import { styleText } from 'node:util';
import { refuseForeignFolder } from '../devcluster/data-folder.js';
import { makeFolder } from '../devcluster/files/whole-file.js';
import { lockKubeconfig, refuseForeignKubeconfig, writeKubeconfig } from '../devcluster/kubeconfig-file.js';
import { type DevCluster, type DevClusterOptions, startDevCluster } from '../devcluster/server.js';
import { printed } from './lost-output.js';
import { fromHere, quoted } from './wording.js';

export interface ServeOptions {
  /** Where to write it; absolute. */
  readonly kubeconfig: string;
  readonly options: Pick<DevClusterOptions, 'port' | 'tls' | 'dataFolder' | 'simulatePods'>;
  /** Ends it. */
  readonly stop: AbortSignal;
}

/**
 * Serves until it is stopped. The kubeconfig stays: with the same port or path it is good for the next time, too.
 * @throws ForeignKubeconfigError, ForeignFolderError, PortTakenError, LockedError for a data folder or a kubeconfig that another one uses
 */
export async function serve({ kubeconfig, options, stop }: ServeOptions): Promise<void> {
  // Before anything is written there.
  if (options.dataFolder !== undefined) refuseForeignFolder(options.dataFolder);
  await refuseForeignKubeconfig(kubeconfig);
  makeFolder(dirname(kubeconfig));
  const unlock = lockKubeconfig(kubeconfig, fromHere(kubeconfig));
  try {
    const cluster = await startDevCluster(options);
    try {
      await writeKubeconfig(kubeconfig, cluster.kubeconfig);
      // Where nobody can be told of it, as on a full disk, nobody can use it either.
      if (await printed(announcement(cluster, kubeconfig, options.dataFolder))) await aborted(stop);
    } finally {
      await cluster.stop();
    }
  } finally {
    unlock();
  }
}

function announcement({ url }: DevCluster, kubeconfig: string, dataFolder: string | undefined): string {
  const command = styleText('bold', `export KUBECONFIG=${quoted(kubeconfig)}`, { stream: process.stdout });
  const objects =
    dataFolder === undefined
      ? 'Ctrl-C stops it, and its objects are gone.'
      : `Ctrl-C stops it; its objects stay in ${fromHere(dataFolder)}.`;
  return `A Kubernetes API is ready at ${url}. In other terminals:

  ${command}
  kubectl get namespaces

It is for development: whoever reaches it, on this machine, may do everything.
What it does not do is listed at ${url}/kubewright/not-modelled. ${objects}
`;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
}
