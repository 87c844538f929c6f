// Replicas that elect a leader over one simulated API server, in simulated time: their clocks run wrong, they are paused and
// killed, requests and answers come late or never, and people tamper with the Lease. It sees when two could act at once.
import type { Snapshot } from '../decorators/snapshot.js';
import type { ApiError } from '../runtime/client/api-error.js';
import type { CallOptions, Client, WatchEvent, WatchOptions } from '../runtime/client/client.js';
import { sleep } from '../runtime/clock/clock.js';
import type { FakeClock } from '../runtime/clock/fake-clock.js';
import { Lease } from '../runtime/kinds/coordination-v1.js';
import { electionTiming, type LeaderElectionOptions } from '../runtime/leader-election/leader-election-options.js';
import { LeaderElector } from '../runtime/leader-election/leader-elector.js';
import { leaseRefusal } from './lease-refusal.js';
import { ProcessClock } from './process-clock.js';
import { RecordedLog } from './recorded-log.js';
import { SimulatedNetwork } from './simulated-network.js';

export type SeenLease = Snapshot<Lease>;

/** One Lease, with optimistic concurrency and watches. */
export class LeaseServer {
  lease: SeenLease | undefined;
  #version = 100;
  #uid = 0;
  readonly watchers = new Set<(event: WatchEvent<Lease>) => void>();

  get(): SeenLease {
    if (this.lease === undefined) throw leaseRefusal('get', 'operator', 404, 'NotFound');
    return this.lease;
  }

  create(object: { readonly metadata: object; readonly spec?: object }): SeenLease {
    if (this.lease !== undefined) throw leaseRefusal('create', 'operator', 409, 'AlreadyExists');
    this.#uid += 1;
    const metadata = { ...object.metadata, uid: `uid-${this.#uid}` };
    return this.#write('ADDED', { ...object, metadata } as unknown as SeenLease);
  }

  update(object: SeenLease): SeenLease {
    if (this.lease === undefined) throw leaseRefusal('update', 'operator', 404, 'NotFound');
    if (object.metadata.resourceVersion !== this.lease.metadata.resourceVersion) {
      throw leaseRefusal('update', 'operator', 409, 'Conflict');
    }
    return this.#write('MODIFIED', object);
  }

  /** Somebody's hand. */
  edit(spec: Record<string, unknown>): void {
    if (this.lease === undefined) return;
    const merged = Object.entries({ ...this.lease.spec, ...spec }).filter(([, value]) => value !== undefined);
    this.#write('MODIFIED', { ...this.lease, spec: Object.fromEntries(merged) } as SeenLease);
  }

  delete(): void {
    if (this.lease === undefined) return;
    const object = this.#write('MODIFIED', this.lease, false);
    this.lease = undefined;
    for (const tell of this.watchers) tell({ type: 'DELETED', object });
  }

  #write(type: 'ADDED' | 'MODIFIED', object: SeenLease, isTold = true): SeenLease {
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    const lease: SeenLease = { ...object, apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata };
    this.lease = lease;
    if (isTold) for (const tell of this.watchers) tell({ type, object: lease });
    return lease;
  }
}

/** A replica: an elector, and work that asks its fence before each act. */
export class Replica {
  readonly elector: LeaderElector;
  readonly log = new RecordedLog();
  /** How its election has ended; undefined while it goes on. */
  end: 'stopped' | 'dead' | Error | undefined;
  isCutOff = false;
  /** Its watch brings nothing; all else works. */
  hearsNothing = false;
  readonly #stop = new AbortController();
  readonly #world: ElectionWorld;
  isLeading = false;

  constructor(
    world: ElectionWorld,
    readonly identity: string,
    readonly clock: ProcessClock,
    options: LeaderElectionOptions,
  ) {
    this.#world = world;
    this.elector = new LeaderElector({
      ...electionTiming(options),
      client: this.#client(),
      namespace: 'op',
      name: 'operator',
      identity,
      labels: options.labels ?? {},
      releaseOnCancel: options.releaseOnCancel ?? true,
      clock,
      log: this.log,
      random: world.random,
    });
  }

  /** Takes part until it is stopped, dies, or has lost the lead. */
  async run(): Promise<void> {
    const { signal } = this.#stop;
    let acting: Promise<void> = Promise.resolve();
    const ended = new AbortController();
    try {
      const election = this.elector.run(ended.signal, () => {
        this.isLeading = true;
        acting = this.#act(signal);
      });
      // As a manager does: the lead is kept until everything has ended, then it is given up.
      await Promise.race([election, new Promise(resolve => signal.addEventListener('abort', resolve))]);
      await acting;
      ended.abort();
      await election;
      if (this.isLeading) await this.elector.release(new AbortController().signal).catch(() => {});
      this.end = 'stopped';
    } catch (error) {
      this.end = error as Error;
    }
    this.isLeading = false;
    this.#stop.abort();
  }

  /** Asks it to stop, as the kubelet does. */
  stop(): void {
    this.clock.happens(() => this.#stop.abort());
  }

  /** What it does from now on reaches nobody, and nothing reaches it. */
  kill(): void {
    this.clock.die();
    this.end = 'dead';
    this.isLeading = false;
  }

  /** Whether it could act at this very moment. */
  get mayAct(): boolean {
    return this.end === undefined && this.elector.fence.isOpen;
  }

  async #act(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.elector.fence.check();
        this.#world.acted(this);
      } catch {
        // Refused: that is what is tested.
      }
      await sleep(this.clock, 100 + 300 * this.#world.random(), signal);
    }
  }

  #client(): Client {
    const { server } = this.#world;
    const request = <R>(verb: string, options: CallOptions | undefined, work: () => R): Promise<R> =>
      this.#world.request(this, options?.signal, () => this.#world.allowed(verb, 'leases', work));
    const client: Pick<Client, 'get' | 'create' | 'update' | 'watch'> = {
      get: ((_kind: unknown, _key: unknown, options) => request('get', options, () => server.get())) as Client['get'],
      create: ((kind: unknown, object: SeenLease, options: CallOptions) =>
        kind === Lease
          ? request('create', options, () => server.create(object))
          : this.#world.request(this, options.signal, () => this.#world.tell(object))) as unknown as Client['create'],
      update: ((_kind: unknown, object: SeenLease, options: CallOptions) =>
        request('update', options, () => server.update(object))) as unknown as Client['update'],
      watch: ((_kind: unknown, options: WatchOptions) =>
        this.#world.watch(this, options.signal)) as unknown as Client['watch'],
    };
    return client as Client;
  }
}

export interface ElectionWorldOptions extends LeaderElectionOptions {
  readonly clock: FakeClock;
  /** Numbers from 0 to below 1, the same in each run with the same seed. */
  readonly random: () => number;
}

export class ElectionWorld extends SimulatedNetwork {
  readonly server = new LeaseServer();
  readonly replicas: Replica[] = [];
  readonly violations: string[] = [];
  readonly events: { readonly reason: string; readonly text: string }[] = [];
  /** What the server answers in place of what was asked for; undefined: nothing. */
  refuse: ((verb: string, resource: string) => ApiError | undefined) | undefined;
  /** Who has acted, one entry for each change. */
  readonly terms: { readonly identity: string; readonly from: number }[] = [];
  acts = 0;
  readonly #options: LeaderElectionOptions;
  #started = 0;

  constructor({ clock, random, ...options }: ElectionWorldOptions) {
    super({ clock, random });
    this.#options = options;
  }

  /** A new process; it runs at once. */
  start(time: { readonly rate: number; readonly offset: number } = { rate: 1, offset: 0 }): Replica {
    this.#started += 1;
    const replica = new Replica(this, `replica-${this.#started}`, new ProcessClock(this.clock, time), this.#options);
    this.replicas.push(replica);
    void replica.run();
    return replica;
  }

  get living(): readonly Replica[] {
    return this.replicas.filter(({ end }) => end === undefined);
  }

  get leader(): Replica | undefined {
    return this.living.find(({ isLeading, mayAct }) => isLeading && mayAct);
  }

  acted(replica: Replica): void {
    this.acts += 1;
    if (this.terms.at(-1)?.identity !== replica.identity) {
      this.terms.push({ identity: replica.identity, from: this.clock.monotonic() });
    }
    this.look();
  }

  /** Notes where more than one could act at this very moment. */
  look(): void {
    const able = this.replicas.filter(({ mayAct }) => mayAct);
    if (able.length < 2) return;
    const names = able.map(({ identity }) => identity).join(' and ');
    this.violations.push(`at ${this.clock.monotonic()} ms ${names} could act`);
  }

  allowed<R>(verb: string, resource: string, work: () => R): R {
    const error = this.refuse?.(verb, resource);
    if (error !== undefined) throw error;
    return work();
  }

  /** An Event of either API. */
  tell(event: object): object {
    const { reason = '', message, note } = event as { reason?: string; message?: string; note?: string };
    return this.allowed('create', 'events', () => {
      this.events.push({ reason, text: message ?? note ?? '' });
      return event;
    });
  }

  watch(replica: Replica, signal: AbortSignal | undefined): AsyncGenerator<WatchEvent<Lease>, void, undefined> {
    const { watchers } = this.server;
    return this.stream(replica, signal, {
      open: tell => {
        this.allowed('watch', 'leases', () => watchers.add(tell));
        const { lease } = this.server;
        return lease === undefined ? [] : [{ type: 'ADDED', object: lease }];
      },
      close: tell => watchers.delete(tell),
    });
  }
}
