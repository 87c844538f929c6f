// The command lines of the servers.
import { join } from 'node:path';
import { adminKubeconfigIn } from './access.js';
import type { Binaries } from './binaries.js';
import type { Keys } from './keys.js';
import type { ServerCommand } from './server-process.js';

/** The ports of one control plane. */
export interface Ports {
  readonly apiServer: number;
  readonly etcd: number;
  readonly etcdPeer: number;
}

/** The command line of each server. */
export interface ServerCommands {
  /** Where etcd answers, also plain HTTP. */
  readonly etcdUrl: string;
  readonly etcd: ServerCommand;
  readonly apiServer: ServerCommand;
  readonly controllerManager: ServerCommand;
}

/** What runs for the servers of a control plane in `folder`. */
export function serverCommands(
  folder: string,
  { paths }: Binaries,
  keys: Keys,
  ports: Ports,
  apiServerFlags: readonly string[],
): ServerCommands {
  const log = (name: string) => join(folder, 'logs', `${name}.log`);
  return {
    etcdUrl: etcdUrl(ports),
    etcd: { binary: paths.etcd, args: etcdArgs(folder, ports), logFile: log('etcd') },
    apiServer: {
      binary: paths['kube-apiserver'],
      args: [...apiServerArgs(folder, keys, ports), ...apiServerFlags],
      logFile: log('kube-apiserver'),
    },
    controllerManager: {
      binary: paths['kube-controller-manager'],
      args: controllerManagerArgs(folder, keys),
      logFile: log('kube-controller-manager'),
    },
  };
}

/** Where etcd keeps its data. */
export function etcdData(folder: string): string {
  return join(folder, 'etcd');
}

function etcdUrl(ports: Ports): string {
  return `http://127.0.0.1:${ports.etcd}`;
}

function etcdArgs(folder: string, ports: Ports): string[] {
  const client = etcdUrl(ports);
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    `--data-dir=${etcdData(folder)}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--log-level=error',
    // The data need not survive the machine.
    '--unsafe-no-fsync',
  ];
}

function apiServerArgs(folder: string, { files }: Keys, ports: Ports): string[] {
  return [
    `--etcd-servers=${etcdUrl(ports)}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.apiServer}`,
    `--cert-dir=${join(folder, 'pki')}`,
    `--tls-cert-file=${files.server}`,
    `--tls-private-key-file=${files.serverKey}`,
    `--client-ca-file=${files.authority}`,
    '--authorization-mode=RBAC',
    // As in all clusters that people have.
    '--allow-privileged=true',
    '--service-cluster-ip-range=10.0.0.0/24',
    // The Service `kubernetes` needs no endpoints here, and their reconciler delays the server's end.
    '--endpoint-reconciler-type=none',
    `--service-account-issuer=https://127.0.0.1:${ports.apiServer}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    `--service-account-key-file=${files.serviceAccountPublicKey}`,
    // Else a Pod is refused until its namespace's default service account is there.
    '--disable-admission-plugins=ServiceAccount',
  ];
}

function controllerManagerArgs(folder: string, { files }: Keys): string[] {
  return [
    `--kubeconfig=${adminKubeconfigIn(folder)}`,
    `--controllers=${CONTROLLERS.join(',')}`,
    `--service-account-private-key-file=${files.serviceAccountKey}`,
    '--leader-elect=false',
    '--secure-port=0',
    // The garbage collector writes one object at a time; the default of 20 a second would be what tests wait for.
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}

/** Those that make ownership, namespaces and scale real. Deployments and Jobs start no Pods: nothing would run them. */
const CONTROLLERS = [
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'horizontal-pod-autoscaler-controller',
  // Ends what a crash of the API server leaves of a Pod that was being deleted: there is no kubelet that would.
  'pod-garbage-collector-controller',
];
