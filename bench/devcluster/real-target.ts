// etcd, kube-apiserver and kube-controller-manager.
import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';
import { Api, type TlsFiles } from './api.js';
import { residentMegabytes, type Target } from './target.js';

export async function startReal(): Promise<Target> {
  const began = performance.now();
  const controlPlane = await startControlPlane();
  const ready = performance.now() - began;
  const api = new Api(controlPlane.server, await credentials(controlPlane.adminKubeconfig));
  return {
    api,
    ready: { process: ready },
    megabytes: () => residentMegabytes(controlPlane.pids),
    longestDelay: async () => undefined,
    async stop() {
      await api.close();
      await controlPlane.stop();
    },
  };
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { readonly 'certificate-authority-data': string } }[];
  readonly users: readonly {
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  }[];
}

async function credentials(path: string): Promise<TlsFiles> {
  const { clusters, users } = load(await readFile(path, 'utf8')) as Kubeconfig;
  const text = (data = '') => Buffer.from(data, 'base64').toString();
  return {
    ca: text(clusters[0]?.cluster['certificate-authority-data']),
    cert: text(users[0]?.user['client-certificate-data']),
    key: text(users[0]?.user['client-key-data']),
  };
}
