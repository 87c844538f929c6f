// Replicas as processes on a real API server, and somebody who sees which of them acts.
import type { Client } from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import type { AnyControlPlane } from '../../../hack/control-plane/any-control-plane.js';
import {
  grantRights,
  type ProcessEnd,
  type ReplicaProcess,
  ReplicaProcesses,
  type Timing,
} from '../replica-processes.js';

export type { ReplicaProcess, Timing } from '../replica-processes.js';

export interface ReplicasOptions {
  readonly controlPlane: AnyControlPlane;
  readonly admin: Client;
  readonly namespace: string;
  readonly timing: Timing;
  /** For the logs of the replicas. */
  readonly folder: string;
}

/** One write that has reached the API server, as a watch tells of it. */
interface Act {
  readonly actor: string;
  /** On this process's clock. */
  readonly at: number;
}

export class Replicas {
  readonly #options: ReplicasOptions;
  readonly #processes: ReplicaProcesses;
  readonly #kubeconfig: string;
  readonly #stop = new AbortController();
  readonly #waiting = new Set<(act: Act) => void>();
  /** Whoever has acted, in order; each once, unless something is wrong. */
  readonly actors: string[] = [];
  readonly violations: string[] = [];
  acts = 0;

  private constructor(options: ReplicasOptions, processes: ReplicaProcesses, kubeconfig: string) {
    this.#options = options;
    this.#processes = processes;
    this.#kubeconfig = kubeconfig;
  }

  static async open(options: ReplicasOptions): Promise<Replicas> {
    const { admin, namespace, folder } = options;
    await admin.create(ConfigMap, { metadata: { namespace, name: 'acts' } });
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }];
    const kubeconfig = await grantRights({ ...options, user: `leaders-of-${namespace}`, rules });
    const processes = await ReplicaProcesses.open(new URL('./acting-replica.ts', import.meta.url), folder);
    const replicas = new Replicas(options, processes, kubeconfig);
    void replicas.#follow();
    return replicas;
  }

  /** Another process; resolves when its caches are warm and it stands for election. */
  start(): Promise<ReplicaProcess> {
    const { namespace, timing } = this.#options;
    return this.#processes.start({ kubeconfig: this.#kubeconfig, namespace, ...timing });
  }

  get processes(): readonly ReplicaProcess[] {
    return this.#processes.all;
  }

  get living(): readonly ReplicaProcess[] {
    return this.#processes.living;
  }

  /** Ends it, or lets it stand still. */
  end(replica: ReplicaProcess, end: ProcessEnd): void {
    this.#processes.end(replica, end);
  }

  /** @throws Error where one has ended although nothing was done to it */
  check(): void {
    this.#processes.check();
  }

  logOf(replica: ReplicaProcess): string {
    return this.#processes.logOf(replica);
  }

  /** The next act for which this holds. */
  act(isWanted: (actor: string) => boolean): Promise<Act> {
    return new Promise(resolve => {
      const look = (act: Act): void => {
        if (!isWanted(act.actor)) return;
        this.#waiting.delete(look);
        resolve(act);
      };
      this.#waiting.add(look);
    });
  }

  /** Who acts now. */
  async leader(): Promise<ReplicaProcess> {
    const { actor } = await this.act(() => true);
    const leader = this.living.find(({ identity }) => identity === actor);
    if (leader === undefined) throw new Error(`${actor} acts, and is no process that lives`);
    return leader;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#processes.close();
  }

  /** All writes of one object come in the order in which the server has carried them out. */
  async #follow(): Promise<void> {
    const { admin, namespace } = this.#options;
    const { signal } = this.#stop;
    let resourceVersion: string | undefined;
    while (!signal.aborted) {
      try {
        for await (const event of admin.watch(ConfigMap, { namespace, signal, resourceVersion })) {
          if (event.type === 'BOOKMARK') continue;
          resourceVersion = event.object.metadata.resourceVersion;
          const actor = event.object.data?.actor;
          if (event.object.metadata.name === 'acts' && actor !== undefined) this.#saw(actor);
        }
      } catch (error) {
        if (signal.aborted) return;
        this.violations.push(`the observer has missed something: ${error}`);
        this.#processes.killAll();
        console.error(this.violations.at(-1), error);
        return;
      }
    }
  }

  #saw(actor: string): void {
    this.acts += 1;
    if (this.actors.at(-1) !== actor) {
      if (this.actors.includes(actor)) this.violations.push(`${actor} has acted after ${this.actors.at(-1)}`);
      this.actors.push(actor);
    }
    for (const look of this.#waiting) look({ actor, at: performance.now() });
  }
}
