// Replicas that share objects, as processes on a real API server; objects that change all the time; and somebody who sees each write.
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'kubewright';
import { ConfigMap, Lease, Secret } from 'kubewright/kinds';
import type { AnyControlPlane } from '../../../hack/control-plane/any-control-plane.js';
import { TurnObserver } from '../../turn-observer.js';
import {
  grantRights,
  type ProcessEnd,
  type ReplicaProcess,
  ReplicaProcesses,
  type Timing,
} from '../replica-processes.js';

/** A pause (SIGSTOP) is longer than Leases last; or one more comes, and a part is handed over to it. */
export type End = ProcessEnd | 'join';
export const ENDS: readonly End[] = ['kill', 'release', 'pause', 'join'];

export interface SharedWorkOptions {
  readonly controlPlane: AnyControlPlane;
  readonly admin: Client;
  readonly namespace: string;
  readonly timing: Timing;
  readonly shards: number;
  readonly objects: number;
  /** For the logs of the replicas. */
  readonly folder: string;
}

export class SharedWork {
  readonly observer: TurnObserver;
  readonly #options: SharedWorkOptions;
  readonly #processes: ReplicaProcesses;
  readonly #kubeconfig: string;
  readonly #names: readonly string[];
  readonly #stop = new AbortController();
  readonly #changing: Promise<void>;
  #value = 0;

  private constructor(
    options: SharedWorkOptions,
    processes: ReplicaProcesses,
    kubeconfig: string,
    names: readonly string[],
  ) {
    this.#options = options;
    this.#processes = processes;
    this.#kubeconfig = kubeconfig;
    this.#names = names;
    this.observer = new TurnObserver(options.admin, options.namespace);
    this.#changing = this.#change();
  }

  static async open(options: SharedWorkOptions): Promise<SharedWork> {
    const { admin, namespace, objects, folder } = options;
    const names = Array.from({ length: objects }, (_, i) => `object-${i}`);
    for (const name of names) {
      await admin.create(Secret, { metadata: { namespace, name } });
      await admin.create(ConfigMap, { metadata: { namespace, name }, data: { value: '0' } });
    }
    const rules = [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['patch'] },
    ];
    const kubeconfig = await grantRights({ ...options, user: `shards-of-${namespace}`, rules });
    const processes = await ReplicaProcesses.open(new URL('./sharing-replica.ts', import.meta.url), folder);
    return new SharedWork(options, processes, kubeconfig, names);
  }

  start(): Promise<ReplicaProcess> {
    const { namespace, timing, shards } = this.#options;
    return this.#processes.start({ kubeconfig: this.#kubeconfig, namespace, shards, ...timing });
  }

  get living(): readonly ReplicaProcess[] {
    return this.#processes.living;
  }

  get processes(): readonly ReplicaProcess[] {
    return this.#processes.all;
  }

  logOf(replica: ReplicaProcess): string {
    return this.#processes.logOf(replica);
  }

  /** Resolves when each shard is held by a replica that lives, and their shares differ by one at most. */
  balanced(): Promise<void> {
    return this.#held(() => this.living, 1);
  }

  /** Resolves when each shard is held by one of these, and their shares differ by no more. */
  async #held(by: () => readonly ReplicaProcess[], difference: number): Promise<void> {
    const { admin, namespace, shards } = this.#options;
    for (;;) {
      this.#processes.check();
      const { items } = await admin.list(Lease, { namespace, labelSelector: 'sharding.kubewright.dev/shard' });
      const holders = items.map(({ spec }) => spec?.holderIdentity ?? '');
      const shares = by().map(({ identity }) => holders.filter(holder => holder === identity).length);
      const held = shares.reduce((sum, share) => sum + share, 0);
      if (held === shards && Math.max(...shares) - Math.min(...shares) <= difference) return;
      await wait(50);
    }
  }

  /**
   * Something happens to a replica; resolves when all is as it should be again.
   * @returns milliseconds from then until the others hold all shards, and until they have worked on each object that was the
   * replica's (undefined where none was yet); of one that joins until it holds its share, and has worked on something
   */
  async happens(end: End): Promise<{ readonly held: number; readonly worked: number | undefined }> {
    const { timing } = this.#options;
    await this.balanced();
    if (end === 'join') return this.#join();
    const victim = this.living[Math.floor(this.living.length * Math.random())] as ReplicaProcess;
    // At any moment between two renewals.
    await wait(timing.retry * Math.random());
    const orphans = new Set(this.#names.filter(name => this.observer.replicasOf.get(name)?.at(-1) === victim.identity));
    const isNobodys = orphans.size === 0;
    const adopted = this.#allWorkedOn(orphans, victim.identity);
    const others = this.living.filter(replica => replica !== victim);
    if (end !== 'release') this.observer.excuse(victim.identity);
    const since = stopwatch();
    this.#processes.end(victim, end);
    const [held, worked] = await Promise.all([
      this.#held(() => others, Number.POSITIVE_INFINITY).then(since),
      adopted.then(() => (isNobodys ? undefined : since())),
    ]);
    if (end === 'pause') {
      await wait(Math.max(0, timing.lease - (worked ?? held)) + timing.retry);
      victim.child.kill('SIGCONT');
      // It has lost its shards, lives on, and has a share again.
      await this.balanced();
      return { held, worked };
    }
    await victim.exited;
    const { exitCode } = victim.child;
    if (end === 'release' && exitCode !== 0) {
      throw new Error(`${victim.identity} was asked to stop, and has ended with ${exitCode}:\n${this.logOf(victim)}`);
    }
    await this.start();
    return { held, worked };
  }

  /** One more comes. */
  async #join(): Promise<{ readonly held: number; readonly worked: number }> {
    const { identity } = await this.start();
    const since = stopwatch();
    await this.balanced();
    const held = since();
    // Whatever it works on from here on was another's.
    await new Promise<void>(resolve => {
      this.observer.onNote = (_name, { replica, phase }) => {
        if (replica === identity && phase === 'ends') resolve();
      };
    });
    return { held, worked: since() };
  }

  /** The newest one leaves again; resolves when it has ended. */
  async leave(): Promise<void> {
    const last = this.living.at(-1) as ReplicaProcess;
    this.#processes.end(last, 'release');
    await last.exited;
  }

  /** Resolves when the newest state of each object was seen by a reconcile that has ended. */
  async settled(): Promise<void> {
    this.#stop.abort();
    await this.#changing;
    const { admin, namespace } = this.#options;
    const last = 'the last one';
    for (const name of this.#names) await admin.patch(ConfigMap, { namespace, name }, { data: { value: last } });
    while (this.#names.some(name => this.observer.seen.get(name) !== last)) {
      this.#processes.check();
      await Promise.race([wait(50), this.observer.missed]);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#changing;
    this.observer.stop();
    await this.#processes.close();
  }

  #allWorkedOn(names: Set<string>, notBy: string): Promise<void> {
    const all = new Promise<void>(resolve => {
      if (names.size === 0) resolve();
      this.observer.onNote = (name, { replica, phase }) => {
        if (replica !== notBy && phase === 'ends') names.delete(name);
        if (names.size === 0) resolve();
      };
    });
    return Promise.race([all, this.observer.missed]);
  }

  async #change(): Promise<void> {
    const { admin, namespace } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const name = this.#names[this.#value % this.#names.length] ?? '';
      this.#value += 1;
      await admin.patch(ConfigMap, { namespace, name }, { data: { value: `${this.#value}` } });
      await wait(10);
    }
  }
}

/** @returns what tells the milliseconds since now */
function stopwatch(): () => number {
  const at = performance.now();
  return () => performance.now() - at;
}
