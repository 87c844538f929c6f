// Starts and stops a real control plane: etcd, kube-apiserver and kube-controller-manager of one's own, without nodes.
import { cp, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { issueClientCertificate } from '../../devcluster/tls/certificates.js';
import { adminKubeconfigIn, ControlPlaneAccess, issueKubeconfig } from './access.js';
import type { OwnControlPlane } from './any-control-plane.js';
import { type Binaries, ensureBinaries } from './binaries.js';
import { Guard } from './guard.js';
import { createKeys } from './keys.js';
import { freePorts } from './ports.js';
import { type ProbeIdentity, probe } from './probe.js';
import { etcdData, type ServerCommands, serverCommands } from './server-commands.js';
import { ServerProcess } from './server-process.js';

/** How to start a control plane. */
export interface ControlPlaneOptions {
  /** The programs; found, or else built, when left out. */
  readonly binaries?: Binaries;
  /**
   * Files or folders of CustomResourceDefinitions that are applied before the controllers start, so that the garbage
   * collector knows their kinds from its first moment. Default: none.
   */
  readonly crds?: readonly string[];
  /** Feature gates of the API server that are on beyond its defaults, such as `ShardedListAndWatch`. Default: none. */
  readonly featureGates?: readonly string[];
  /** Further flags of the API server, such as `--storage-media-type=application/json`. Default: none. */
  readonly apiServerFlags?: readonly string[];
  /** Gets a line for each step that takes long. Default: standard error. */
  readonly log?: (line: string) => void;
  /** How long the servers may take until they are ready, in milliseconds. Default: 120000. */
  readonly startTimeout?: number;
}

/**
 * Starts a control plane on free ports of 127.0.0.1, with RBAC on, in a temporary folder.
 *
 * It is ready when this resolves: the API server answers, the namespace `default` is there, and controllers run (garbage
 * collector, namespaces, service accounts, horizontal pod autoscaler). There is no node, so Pods stay Pending until
 * somebody writes their status.
 *
 * The garbage collector looks for new kinds every 30 seconds. It does not delete the dependents of a custom resource
 * whose definition was applied later until it knows the kind, for up to 45 seconds; `crds` avoids that.
 *
 * Nothing outlives this process: when it ends without `stop()`, in whatever way, the servers are killed and the folder
 * is removed. No signal handlers are installed.
 *
 * @throws Error when the programs cannot be had, or with the end of a server's log when it does not start
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const { log = line => console.error(line), crds = [], featureGates = [], startTimeout = 120_000 } = options;
  const gates = featureGates.map(gate => `--feature-gates=${gate}=true`);
  const apiServerFlags = [...gates, ...(options.apiServerFlags ?? [])];
  const binaries = options.binaries ?? (await ensureBinaries(log));
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(binaries, { crds, apiServerFlags, startTimeout });
    } catch (error) {
      if (!(error instanceof ServerEnded && error.portTaken) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

/** A control plane that this process started, and has to stop. */
export class ControlPlane extends ControlPlaneAccess implements OwnControlPlane {
  readonly #commands: ServerCommands;
  readonly #identity: ProbeIdentity;
  readonly #crds: readonly string[];
  readonly #startTimeout: number;
  readonly #guard: Guard;
  #etcd: ServerProcess | undefined;
  #apiServer: ServerProcess | undefined;
  #controllerManager: ServerProcess | undefined;

  /** @internal `startControlPlane` makes it. */
  constructor(
    access: ControlPlaneAccess,
    parts: {
      guard: Guard;
      commands: ServerCommands;
      identity: ProbeIdentity;
      crds: readonly string[];
      startTimeout: number;
    },
  ) {
    super(access.location);
    this.#commands = parts.commands;
    this.#identity = parts.identity;
    this.#crds = parts.crds;
    this.#startTimeout = parts.startTimeout;
    this.#guard = parts.guard;
  }

  /** The ids of the servers' processes that run now. */
  get pids(): number[] {
    return this.#servers.flatMap(server => (server.running && server.pid !== undefined ? [server.pid] : []));
  }

  /** Starts what is not running, and resolves when it is ready; on a running control plane it does nothing. */
  async start(): Promise<void> {
    const deadline = performance.now() + this.#startTimeout;
    this.#etcd ??= new ServerProcess(this.#commands.etcd);
    if (this.#apiServer === undefined) {
      this.#apiServer = new ServerProcess(this.#commands.apiServer);
      this.#watchServers();
      await this.#answers('/readyz', deadline);
      if (this.#controllerManager === undefined) {
        await this.#applyCrds();
      }
      // The watches of a running one would come back, but with a backoff that grows to 30 seconds.
      await this.#controllerManager?.kill();
      this.#controllerManager = new ServerProcess(this.#commands.controllerManager);
      this.#watchServers();
    }
    // The controller manager makes it in each namespace, so its first one says that both are there.
    await this.#answers('/api/v1/namespaces/default/serviceaccounts/default', deadline);
  }

  /**
   * An outage: ends the API server at once, as a crash would. Connections to it are reset, and then refused.
   * `start()` brings it back under the same URL with the same data.
   */
  async stopApiServer(): Promise<void> {
    await this.#apiServer?.kill();
    this.#apiServer = undefined;
    this.#watchServers();
  }

  /**
   * Makes the servers forget all but the present state, as they do by themselves after some 5 to 10 minutes. The API server
   * ends and starts again, for it has a memory of its own.
   */
  async compact(): Promise<void> {
    await this.stopApiServer();
    const { header } = await this.#askEtcd<{ header: { revision: string } }>('range', { key: btoa('/') });
    await this.#askEtcd('compaction', { revision: header.revision, physical: true });
    await this.start();
  }

  /** What etcd holds below a key, in the order of the keys: objects of custom kinds as JSON. */
  async stored(prefix: string): Promise<readonly string[]> {
    // The end of a range: the prefix with its last character moved on.
    const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
    const range = { key: btoa(prefix), range_end: btoa(end) };
    const { kvs = [] } = await this.#askEtcd<{ kvs?: readonly { readonly value: string }[] }>('range', range);
    return kvs.map(({ value }) => Buffer.from(value, 'base64').toString());
  }

  async #askEtcd<Answer>(what: string, request: object): Promise<Answer> {
    const url = `${this.#commands.etcdUrl}/v3/kv/${what}`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
    if (!answer.ok) throw new Error(`etcd, asked for ${what}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  /** Ends the API server and etcd, copies the data of this moment, and starts both again. @returns where the copy is */
  async backUp(): Promise<string> {
    const backup = await mkdtemp(join(this.folder, 'backup-'));
    await this.#withoutEtcd(() => cp(etcdData(this.folder), backup, { recursive: true }));
    return backup;
  }

  /** Goes back to the data of that moment: for clients, versions run backwards. */
  async restore(backup: string): Promise<void> {
    await this.#withoutEtcd(async () => {
      await rm(etcdData(this.folder), { recursive: true });
      await cp(backup, etcdData(this.folder), { recursive: true });
    });
  }

  /** Ends all servers, the last one started first, and removes the folder with all data. May be called again. */
  async stop(): Promise<void> {
    // Nothing is kept, so nobody needs to write anything down: asked politely, the API server waits for its watches.
    for (const server of this.#servers) {
      await server.kill();
    }
    this.#controllerManager = this.#apiServer = this.#etcd = undefined;
    await this.#guard.dismiss();
  }

  async #withoutEtcd(work: () => Promise<void>): Promise<void> {
    await this.stopApiServer();
    await this.#etcd?.kill();
    this.#etcd = undefined;
    await work();
    await this.start();
  }

  get #servers(): ServerProcess[] {
    return [this.#controllerManager, this.#apiServer, this.#etcd].filter(server => server !== undefined);
  }

  #watchServers(): void {
    this.#guard.watch(this.pids);
  }

  async #applyCrds(): Promise<void> {
    if (this.#crds.length > 0) {
      const files = this.#crds.flatMap(path => ['-f', path]);
      await this.kubectl.output(['apply', ...files]);
      await this.kubectl.established(files);
    }
  }

  /** Resolves when a GET is answered with 200. */
  async #answers(path: string, deadline: number): Promise<void> {
    for (;;) {
      const status = await probe(`${this.server}${path}`, this.#identity);
      if (status === 200) {
        return;
      }
      const gone = this.#servers.find(server => !server.running);
      if (gone !== undefined) {
        throw new ServerEnded(gone, await gone.ended);
      }
      if (performance.now() > deadline) {
        const seconds = Math.round(this.#startTimeout / 1000);
        const logs = this.#servers.map(server => `--- ${server.name}\n${server.logTail()}`).join('\n');
        throw new Error(
          `GET ${path} answers ${status ?? 'nothing'} after ${seconds} s; the ends of the logs:\n${logs}`,
        );
      }
      await delay(POLL_MS);
    }
  }
}

const ATTEMPTS = 4;
const POLL_MS = 50;

/** A server that ended before it was ready. */
class ServerEnded extends Error {
  readonly portTaken: boolean;

  constructor(server: ServerProcess, how: string) {
    const tail = server.logTail();
    super(`${server.name} ${how} before the control plane was ready; the end of its log:\n${tail}`);
    this.portTaken = tail.includes('address already in use');
  }
}

async function startOnce(
  binaries: Binaries,
  {
    crds,
    apiServerFlags,
    startTimeout,
  }: Required<Pick<ControlPlaneOptions, 'crds' | 'apiServerFlags' | 'startTimeout'>>,
): Promise<ControlPlane> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kubewright-control-plane-'));
  const guard = new Guard(folder);
  await mkdir(join(folder, 'logs'));
  const [apiServer = 0, etcd = 0, etcdPeer = 0] = await freePorts(3);
  const server = `https://127.0.0.1:${apiServer}`;
  const keys = await createKeys(folder);
  const admin = { name: 'admin', groups: ['system:masters'] };
  await issueKubeconfig(adminKubeconfigIn(folder), server, keys.authority, admin);

  const access = new ControlPlaneAccess({ server, folder, kubectl: binaries.paths.kubectl });
  const controlPlane = new ControlPlane(access, {
    guard,
    commands: serverCommands(folder, binaries, keys, { apiServer, etcd, etcdPeer }, apiServerFlags),
    identity: { authority: keys.authority, user: await issueClientCertificate(keys.authority, admin, new Date()) },
    crds,
    startTimeout,
  });
  try {
    await controlPlane.start();
    return controlPlane;
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
}
