// The embedded control plane: an API server on the loopback interface, with its controllers, in this process.
import { writeFile } from 'node:fs/promises';
import type { ServedKind } from './api-server.js';
import { TokenIssuer } from './authentication/tokens.js';
import { type Clock, systemClock } from './clock/clock.js';
import { DataFolder } from './data-folder.js';
import { FaultInjector, type Faults } from './faults/fault-injector.js';
import { LOOPBACK } from './http/listener.js';
import { Lifecycle, type OpenStore } from './lifecycle.js';
import { MemoryStore } from './store/memory-store.js';
import type { Store } from './store/store.js';
import type { Subject } from './tls/certificates.js';
import { httpsTransport, PLAIN_HTTP, type Transport } from './transport.js';

/** How to start one. */
export interface DevClusterOptions {
  /** Default: any free one. */
  readonly port?: number;
  /**
   * Whether to speak HTTPS, with a certificate of an authority of its own, which a `dataFolder` keeps. Default: false. The
   * first certificates of a process take a tenth of a second or two.
   */
  readonly tls?: boolean;
  /** Writes the kubeconfig there. Default: it is only answered as text. */
  readonly kubeconfigPath?: string;
  /**
   * Keeps the objects in this folder: they are there again after a restart, even when the process was killed. One cluster
   * at a time; a new or an empty folder, or one that was used before. Default: they are kept in memory.
   */
  readonly dataFolder?: string;
  /** What the objects are kept in, in the place of `dataFolder`. Default: memory. */
  readonly store?: Store;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** At least 0 and less than 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Whether to run the controllers: garbage collection, namespaces, ... Default: true. */
  readonly controllers?: boolean;
  /** Whether the controllers bring Pods to life, in pretence. Default: true. */
  readonly simulatePods?: boolean;
  /** Clients, by what they call themselves, that are struck only by faults that name them. Default: none. */
  readonly sparedByFaults?: (userAgent: string) => boolean;
  /** Hears of errors that should not have happened. Default: standard error. */
  readonly report?: (error: unknown) => void;
}

export interface RestartOptions {
  /** Whether the objects are there again, as after a restart over the same etcd. Default: true. */
  readonly keepObjects?: boolean;
}

/** A control plane that runs in this process. */
export interface DevCluster {
  /** Such as `http://127.0.0.1:41234`; the same for as long as the cluster exists. */
  readonly url: string;
  /** For kubectl and client libraries; whoever has it is the administrator. */
  readonly kubeconfig: string;
  /** The text of a kubeconfig of somebody else. There is no list of users: this is who has it. */
  kubeconfigOf(user: Subject): Promise<string>;
  /** What clients see, from behind: for tests. A restart over a `dataFolder` opens another one. */
  readonly store: Store;
  /** What goes wrong between clients and the server: nothing, until it is asked for. */
  readonly faults: Faults;
  /** How a kind is served now, such as `apps/v1` `Deployment`; undefined when it is not. */
  served(apiVersion: string, kind: string): ServedKind | undefined;
  /**
   * An outage: cuts all connections in the middle of whatever they carry, and refuses new ones, until `resume`. The
   * controllers live with the server: they do nothing meanwhile. Does nothing while it is suspended.
   */
  suspend(): Promise<void>;
  /**
   * Answers again, on the same port and with the objects that were there. The controllers begin with what they find.
   * Does nothing unless it is suspended.
   * @throws Error when somebody else has taken the port meanwhile
   */
  resume(): Promise<void>;
  /**
   * `suspend` and `resume`, with the objects read anew from the `dataFolder` or lost in between.
   * @throws DamagedFileError, and stays suspended
   */
  restart(options?: RestartOptions): Promise<void>;
  /**
   * Begins anew with no objects but those that every cluster has, and without faults. Watches end, connections stay.
   * Revisions go on from where they were, and former ones are answered with 410: clients that live through it list anew.
   */
  reset(): Promise<void>;
  /** Forgets all changes so far: lists and watches at a revision before the present one are answered with 410. */
  compactHistory(): void;
  /** Ends watches, closes connections, the port and the files. Nothing is left behind. */
  stop(): Promise<void>;
}

/**
 * Starts an API server on the loopback interface. It answers when this resolves.
 * @throws PortTakenError; of the `dataFolder`: LockedError when another one uses it, ForeignFolderError when it holds
 * somebody else's files, DamagedFileError
 */
export async function startDevCluster(options: DevClusterOptions = {}): Promise<DevCluster> {
  const folder = options.dataFolder === undefined ? undefined : new DataFolder(options.dataFolder);
  try {
    return await started(options, folder);
  } catch (error) {
    folder?.close();
    throw error;
  }
}

async function started(options: DevClusterOptions, folder: DataFolder | undefined): Promise<DevCluster> {
  const { clock = systemClock, random = Math.random, report = error => console.error(error) } = options;
  const transport = options.tls === true ? await httpsTransport(folder?.authority) : PLAIN_HTTP;
  const url = (): string => `${transport.scheme}://${LOOPBACK}:${lifecycle.port}`;
  const faults = new FaultInjector({
    clock,
    touch: place => lifecycle.server?.touch(place),
    spares: options.sparedByFaults,
    report,
  });
  const lifecycle = new Lifecycle({
    port: options.port ?? 0,
    tls: transport.tls,
    faults,
    open: storeOpener(options.store, folder),
    clock,
    random,
    tokens: new TokenIssuer(() => clock.now(), url, folder?.tokenKey()),
    controllers: options.controllers ?? true,
    simulatePods: options.simulatePods ?? true,
    rootCertificate: transport.rootCertificate,
    report,
  });
  try {
    await lifecycle.up();
    const kubeconfig = transport.kubeconfig(url());
    if (options.kubeconfigPath !== undefined) await writeFile(options.kubeconfigPath, kubeconfig, { mode: 0o600 });
    return running({ lifecycle, faults, folder, transport, url: url(), kubeconfig });
  } catch (error) {
    await lifecycle.end();
    throw error;
  }
}

function running(parts: {
  readonly lifecycle: Lifecycle;
  readonly faults: Faults;
  readonly folder: DataFolder | undefined;
  readonly transport: Transport;
  readonly url: string;
  readonly kubeconfig: string;
}): DevCluster {
  const { lifecycle, faults, folder, transport, url, kubeconfig } = parts;
  return {
    url,
    kubeconfig,
    kubeconfigOf: user => transport.userKubeconfig(url, user),
    faults,
    served: (apiVersion, kind) => lifecycle.server?.served(apiVersion, kind),
    get store() {
      return lifecycle.store;
    },
    suspend: () => lifecycle.down(),
    resume: () => lifecycle.up(),
    restart: ({ keepObjects = true } = {}) => lifecycle.restart(keepObjects),
    reset() {
      faults.clear();
      return lifecycle.reset();
    },
    compactHistory: () => lifecycle.store.compact(lifecycle.store.revision),
    async stop() {
      try {
        await lifecycle.end();
      } finally {
        // Whatever they hold back has no connection any more.
        faults.clear();
        folder?.close();
      }
    },
  };
}

function storeOpener(store: Store | undefined, folder: DataFolder | undefined): () => OpenStore {
  if (store === undefined && folder !== undefined) return () => folder.openStore();
  const kept = { store: store ?? new MemoryStore(), close: () => {} };
  return () => kept;
}
