// Starts the embedded control plane in this process, to be used like a real one.
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { type DevCluster, startDevCluster } from '../../devcluster/server.js';
import type { OwnControlPlane } from './any-control-plane.js';

/** How to start it. */
export interface EmbeddedOptions {
  /** Whether Pods come to life, in pretence; else they stay Pending, as on a real one without nodes. Default: true. */
  readonly simulatePods?: boolean;
}

/** Starts it on a free port of 127.0.0.1. It is ready when this resolves, and has no definitions but its own. */
export async function startEmbeddedControlPlane({
  simulatePods = true,
}: EmbeddedOptions = {}): Promise<EmbeddedControlPlane> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kubewright-embedded-'));
  const failures: unknown[] = [];
  const report = (error: unknown): void => void failures.push(error);
  try {
    const cluster = await startDevCluster({ kubeconfigPath: join(folder, ADMIN), simulatePods, report });
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

  /** Nobody is refused anything yet, so the user is only named, and groups make no difference. */
  async userKubeconfig(name: string): Promise<string> {
    const config = load(await readFile(this.adminKubeconfig, 'utf8')) as { users: { user: object }[] };
    for (const each of config.users) each.user = { as: name };
    this.#users += 1;
    const path = join(this.folder, `user-${this.#users}.yaml`);
    await writeFile(path, dump(config), { mode: 0o600 });
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
