// Replicas of an operator as processes of a program of ours, which say over their channel when they stand ready.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { load } from 'js-yaml';
import type { Apply, Client } from 'kubewright';
import { Role, RoleBinding } from 'kubewright/kinds';
import type { AnyControlPlane } from '../../hack/control-plane/any-control-plane.js';
import { Guard } from '../../hack/control-plane/guard.js';

/** Of Leases; milliseconds. */
export interface Timing {
  readonly lease: number;
  readonly renew: number;
  readonly retry: number;
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

const SIGNALS = { kill: 'SIGKILL', release: 'SIGTERM', pause: 'SIGSTOP' } as const;
/** Killed, asked to stop, or stood still until it goes on. */
export type ProcessEnd = keyof typeof SIGNALS;

export class ReplicaProcesses {
  readonly all: ReplicaProcess[] = [];
  /** Those that may end, whatever comes of it. */
  readonly #touched = new Set<ReplicaProcess>();
  readonly #program: string;
  readonly #folder: string;
  readonly #guards: readonly Guard[];

  private constructor(program: string, folder: string, guards: readonly Guard[]) {
    this.#program = program;
    this.#folder = folder;
    this.#guards = guards;
  }

  /**
   * @param entry the program, a URL
   * @param folder for the logs
   */
  static async open(entry: URL, folder: string): Promise<ReplicaProcesses> {
    // Within the package, so that it finds the packages that it needs.
    const home = await mkdtemp(fileURLToPath(new URL('../../node_modules/.kubewright-replicas-', import.meta.url)));
    const program = `${home}/replica.mjs`;
    await build({
      entryPoints: [fileURLToPath(entry)],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      conditions: ['source'],
      external: ['undici', 'pino', 'js-yaml', 'socks', 'ts-morph', '@opentelemetry/api'],
      logLevel: 'warning',
    });
    return new ReplicaProcesses(program, folder, [new Guard(home), new Guard()]);
  }

  /** Another one; resolves when it stands by. */
  async start(flags: Readonly<Record<string, string | number>>): Promise<ReplicaProcess> {
    const identity = `replica-${this.all.length + 1}`;
    const log = openSync(`${this.#folder}/${identity}.log`, 'a');
    const child = spawn(
      process.execPath,
      [
        this.#program,
        ...Object.entries({ ...flags, identity }).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ],
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
    this.all.push(replica);
    this.#guards[1]?.watch(this.living.flatMap(({ child: { pid } }) => pid ?? []));
    const ended = replica.exited.then(() => {
      throw new Error(`${identity} has ended by itself:\n${this.logOf(replica)}`);
    });
    ended.catch(() => {});
    await Promise.race([replica.standsBy, ended]);
    return replica;
  }

  /** Ends it, or lets it stand still. */
  end(replica: ReplicaProcess, end: ProcessEnd): void {
    this.#touched.add(replica);
    replica.child.kill(SIGNALS[end]);
  }

  /** @throws Error with the log of a replica that has ended although nothing was done to it */
  check(): void {
    const living = new Set(this.living);
    const stray = this.all.find(replica => !living.has(replica) && !this.#touched.has(replica));
    if (stray !== undefined) throw new Error(`${stray.identity} has ended by itself:\n${this.logOf(stray)}`);
  }

  get living(): readonly ReplicaProcess[] {
    return this.all.filter(({ child }) => child.exitCode === null && child.signalCode === null);
  }

  logOf({ identity }: ReplicaProcess): string {
    return readFileSync(`${this.#folder}/${identity}.log`, 'utf8');
  }

  killAll(): void {
    for (const { child } of this.living) child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.killAll();
    await Promise.all(this.all.map(({ exited }) => exited));
    for (const guard of this.#guards) await guard.dismiss();
  }
}

export interface Rights {
  readonly controlPlane: AnyControlPlane;
  readonly admin: Client;
  readonly namespace: string;
  readonly user: string;
  /** What the program does beyond. */
  readonly rules: NonNullable<Role['rules']>;
}

/** The generated role of leader election, and these rules; nothing else. @returns the kubeconfig of the user */
export async function grantRights({ controlPlane, admin, namespace, user, rules }: Rights): Promise<string> {
  const generated = load(await readFile('config/rbac/leader_election_role.yaml', 'utf8')) as Apply<Role>;
  const roles: readonly (readonly [string, Role['rules']])[] = [
    ['leader-election', generated.rules as Role['rules']],
    ['acting', rules],
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
