// Replicas as processes on a real API server, and somebody who sees which of them acts.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { load } from 'js-yaml';
import type { Apply, Client } from 'kubewright';
import { ConfigMap, Role, RoleBinding } from 'kubewright/kinds';
import type { AnyControlPlane } from '../../../hack/control-plane/any-control-plane.js';
import { Guard } from '../../../hack/control-plane/guard.js';

/** Milliseconds. */
export interface Timing {
  readonly lease: number;
  readonly renew: number;
  readonly retry: number;
}

export interface ReplicasOptions {
  readonly controlPlane: AnyControlPlane;
  readonly admin: Client;
  readonly namespace: string;
  readonly timing: Timing;
  /** For the logs of the replicas. */
  readonly folder: string;
}

/** A process. */
export interface ReplicaProcess {
  readonly identity: string;
  readonly child: ChildProcess;
  readonly standsBy: Promise<unknown>;
  readonly exited: Promise<unknown>;
  /** How often it wanted to write and was not allowed to. */
  refusals: number;
}

/** One write that has reached the API server, as a watch tells of it. */
interface Act {
  readonly actor: string;
  /** On this process's clock. */
  readonly at: number;
}

export class Replicas {
  readonly #options: ReplicasOptions;
  readonly #program: string;
  readonly #kubeconfig: string;
  readonly #guards: readonly Guard[];
  readonly #stop = new AbortController();
  readonly #waiting = new Set<(act: Act) => void>();
  readonly processes: ReplicaProcess[] = [];
  /** Whoever has acted, in order; each once, unless something is wrong. */
  readonly actors: string[] = [];
  readonly violations: string[] = [];
  acts = 0;

  private constructor(options: ReplicasOptions, program: string, kubeconfig: string, guards: readonly Guard[]) {
    this.#options = options;
    this.#program = program;
    this.#kubeconfig = kubeconfig;
    this.#guards = guards;
  }

  static async open(options: ReplicasOptions): Promise<Replicas> {
    const { admin, namespace } = options;
    await admin.create(ConfigMap, { metadata: { namespace, name: 'acts' } });
    const kubeconfig = await grantRights(options);
    // Within the package, so that it finds the packages that it needs.
    const folder = await mkdtemp(fileURLToPath(new URL('../../../node_modules/.kubewright-leaders-', import.meta.url)));
    const program = `${folder}/replica.mjs`;
    await build({
      entryPoints: [fileURLToPath(new URL('./acting-replica.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      conditions: ['source'],
      external: ['undici', 'pino', 'js-yaml', 'socks', 'ts-morph'],
      logLevel: 'warning',
    });
    const replicas = new Replicas(options, program, kubeconfig, [new Guard(folder), new Guard()]);
    void replicas.#follow();
    return replicas;
  }

  /** Another process; resolves when its caches are warm and it stands for election. */
  async start(): Promise<ReplicaProcess> {
    const identity = `replica-${this.processes.length + 1}`;
    const { namespace, timing, folder } = this.#options;
    const flags = { kubeconfig: this.#kubeconfig, namespace, identity, ...timing };
    const log = openSync(`${folder}/${identity}.log`, 'a');
    const child = spawn(
      process.execPath,
      [this.#program, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])],
      { stdio: ['ignore', log, log, 'ipc'] },
    );
    closeSync(log);
    const replica: ReplicaProcess = {
      identity,
      child,
      standsBy: once(child, 'message'),
      exited: once(child, 'exit'),
      refusals: 0,
    };
    child.on('message', message => {
      if (message === 'refused') replica.refusals += 1;
    });
    this.processes.push(replica);
    this.#guards[1]?.watch(this.living.flatMap(({ child: { pid } }) => pid ?? []));
    const ended = replica.exited.then(() => {
      throw new Error(`${identity} has ended by itself:\n${this.logOf(replica)}`);
    });
    ended.catch(() => {});
    await Promise.race([replica.standsBy, ended]);
    return replica;
  }

  get living(): readonly ReplicaProcess[] {
    return this.processes.filter(({ child }) => child.exitCode === null && child.signalCode === null);
  }

  logOf({ identity }: ReplicaProcess): string {
    return readFileSync(`${this.#options.folder}/${identity}.log`, 'utf8');
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
    for (const { child } of this.living) child.kill('SIGKILL');
    await Promise.all(this.processes.map(({ exited }) => exited));
    this.#stop.abort();
    for (const guard of this.#guards) await guard.dismiss();
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
        this.violations.push(`the observer has missed something: ${error}`);
        for (const { child } of this.living) child.kill('SIGKILL');
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

/** The generated role of leader election, and what the acts need; nothing else. @returns the kubeconfig of its user */
async function grantRights({ controlPlane, admin, namespace }: ReplicasOptions): Promise<string> {
  const user = `leaders-of-${namespace}`;
  const generated = load(await readFile('config/rbac/leader_election_role.yaml', 'utf8')) as Apply<Role>;
  const roles: readonly (readonly [string, Role['rules']])[] = [
    ['leader-election', generated.rules as Role['rules']],
    ['acting', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }]],
  ];
  const apiGroup = 'rbac.authorization.k8s.io';
  for (const [name, rules] of roles) {
    await admin.create(Role, { metadata: { namespace, name }, ...(rules && { rules }) });
    await admin.create(RoleBinding, {
      metadata: { namespace, name },
      roleRef: { apiGroup, kind: 'Role', name },
      subjects: [{ apiGroup, kind: 'User', name: user }],
    });
  }
  return controlPlane.userKubeconfig(user);
}
