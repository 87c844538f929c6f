// Starts the embedded control plane in this process, to be used like a real one.
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DevCluster, startDevCluster } from '../../devcluster/server.js';
import type { OwnControlPlane } from './any-control-plane.js';

/** How to start it. */
export interface EmbeddedOptions {
  /** Whether Pods come to life, in pretence; else they stay Pending, as on a real one without nodes. Default: true. */
  readonly simulatePods?: boolean;
  /** Whether it speaks HTTPS, and tells users apart by certificates, as a real one does. Default: false. */
  readonly tls?: boolean;
}

/** Starts it on a free port of 127.0.0.1. It is ready when this resolves, and has no definitions but its own. */
export async function startEmbeddedControlPlane(options: EmbeddedOptions = {}): Promise<EmbeddedControlPlane> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kubewright-embedded-'));
  const failures: unknown[] = [];
  const report = (error: unknown): void => void failures.push(error);
  try {
    const cluster = await startDevCluster({ ...options, kubeconfigPath: join(folder, ADMIN), report });
    return new EmbeddedControlPlane(cluster, folder, failures);
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

/** An API server with controllers in this process; its data is in memory. */
export class EmbeddedControlPlane implements OwnControlPlane {
  readonly folder: string;
  readonly #cluster: DevCluster;
  readonly #failures: unknown[];
  #users = 0;

  /** @internal `startEmbeddedControlPlane` makes it. */
  constructor(cluster: DevCluster, folder: string, failures: unknown[]) {
    this.#cluster = cluster;
    this.folder = folder;
    this.#failures = failures;
  }

  get server(): string {
    return this.#cluster.url;
  }

  get adminKubeconfig(): string {
    return join(this.folder, ADMIN);
  }

  /** Nobody is refused anything yet. Over plain HTTP the user is only named, since clients send no credentials there. */
  async userKubeconfig(name: string, groups: readonly string[] = []): Promise<string> {
    this.#users += 1;
    const path = join(this.folder, `user-${this.#users}.yaml`);
    // A kubeconfig that acts as groups is one that kubewright's client refuses to read.
    const user = this.server.startsWith('https:') ? { name, groups } : { name };
    await writeFile(path, await this.#cluster.kubeconfigOf(user), { mode: 0o600 });
    return path;
  }

  async stopApiServer(): Promise<void> {
    await this.#cluster.suspend();
  }

  async start(): Promise<void> {
    await this.#cluster.resume();
  }

  /** @throws AggregateError of what went wrong inside the server, after everything is ended and removed */
  async stop(): Promise<void> {
    await this.#cluster.stop();
    await rm(this.folder, { recursive: true, force: true });
    const failures = this.#failures.splice(0);
    if (failures.length > 0) throw new AggregateError(failures, 'errors inside the embedded control plane');
  }
}

const ADMIN = 'admin.yaml';
