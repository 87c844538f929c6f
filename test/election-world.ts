// Replicas that elect a leader over one simulated API server, in simulated time: their clocks run wrong, they are paused and
// killed, requests and answers come late or never, and people tamper with the Lease. It sees when two could act at once.
import type { Snapshot } from '../decorators/snapshot.js';
import { ApiError } from '../runtime/client/api-error.js';
import type { CallOptions, Client, WatchEvent, WatchOptions } from '../runtime/client/client.js';
import { ConnectionError } from '../runtime/client/connection-error.js';
import { type Clock, sleep, type Timer } from '../runtime/clock/clock.js';
import type { FakeClock } from '../runtime/clock/fake-clock.js';
import { Lease } from '../runtime/kinds/coordination-v1.js';
import { electionTiming, type LeaderElectionOptions } from '../runtime/leader-election/leader-election-options.js';
import { LeaderElector } from '../runtime/leader-election/leader-elector.js';
import { RecordedLog } from './recorded-log.js';

export type SeenLease = Snapshot<Lease>;

/** What the network does to a request and its answer; milliseconds of true time. */
export interface Weather {
  /** The longest way of a request, and of an answer. */
  readonly slowest: number;
  /** Which part of the requests, and of the answers, gets lost. */
  readonly loss: number;
}

/** One Lease, with optimistic concurrency and watches. */
export class LeaseServer {
  lease: SeenLease | undefined;
  #version = 100;
  #uid = 0;
  readonly watchers = new Set<(event: WatchEvent<Lease>) => void>();

  get(): SeenLease {
    if (this.lease === undefined) throw refusal('get', 404, 'NotFound');
    return this.lease;
  }

  create(object: { readonly metadata: object; readonly spec?: object }): SeenLease {
    if (this.lease !== undefined) throw refusal('create', 409, 'AlreadyExists');
    this.#uid += 1;
    const metadata = { ...object.metadata, uid: `uid-${this.#uid}` };
    return this.#write('ADDED', { ...object, metadata } as unknown as SeenLease);
  }

  update(object: SeenLease): SeenLease {
    if (this.lease === undefined) throw refusal('update', 404, 'NotFound');
    if (object.metadata.resourceVersion !== this.lease.metadata.resourceVersion) {
      throw refusal('update', 409, 'Conflict');
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

/** A process's own time: as fast as it is told, set by hand, and with everything that happens held back while it is paused. */
export class ProcessClock implements Clock {
  readonly #true: FakeClock;
  readonly #rate: number;
  #offset: number;
  #held: (() => void)[] | undefined;
  #isDead = false;

  constructor(trueClock: FakeClock, { rate, offset }: { readonly rate: number; readonly offset: number }) {
    this.#true = trueClock;
    this.#rate = rate;
    this.#offset = offset;
  }

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#offset + this.monotonic();
  }

  monotonic(): number {
    return this.#true.monotonic() * this.#rate;
  }

  setTimer(delay: number, callback: () => void): Timer {
    let isCancelled = false;
    const fire = (): void => this.happens(() => isCancelled || callback());
    const timer = this.#true.setTimer(delay / this.#rate, fire);
    return {
      cancel: () => {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  /** Something reaches the process: now, after its pause, or never. */
  happens(what: () => void): void {
    if (this.#isDead) return;
    if (this.#held !== undefined) this.#held.push(what);
    else what();
  }

  get isPaused(): boolean {
    return this.#held !== undefined;
  }

  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const what of held) this.happens(what);
  }

  jump(milliseconds: number): void {
    this.#offset += milliseconds;
  }

  die(): void {
    this.#isDead = true;
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

export class ElectionWorld {
  readonly server = new LeaseServer();
  readonly clock: FakeClock;
  readonly random: () => number;
  weather: Weather = { slowest: 20, loss: 0 };
  /** The server answers nobody. */
  isAway = false;
  readonly replicas: Replica[] = [];
  readonly violations: string[] = [];
  /** How many requests were sent, watches and Events among them. */
  requests = 0;
  readonly events: { readonly reason: string; readonly text: string }[] = [];
  /** What the server answers in place of what was asked for; undefined: nothing. */
  refuse: ((verb: string, resource: string) => ApiError | undefined) | undefined;
  /** Who has acted, one entry for each change. */
  readonly terms: { readonly identity: string; readonly from: number }[] = [];
  acts = 0;
  readonly #options: LeaderElectionOptions;
  #started = 0;

  constructor({ clock, random, ...options }: ElectionWorldOptions) {
    this.clock = clock;
    this.random = random;
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

  /** What is sent may arrive although its sender has given up on it. */
  request<R>(replica: Replica, signal: AbortSignal | undefined, work: () => R): Promise<R> {
    this.requests += 1;
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      const broken = (): void => replica.clock.happens(() => reject(new ConnectionError('call', 'server', 'reset')));
      // Nothing comes of it before its deadline, or the connection is refused.
      const fails = (): void => void (this.random() < 0.5 && this.clock.setTimer(this.#way(), broken));
      if (this.isAway || replica.isCutOff || this.random() < this.weather.loss) {
        fails();
        return;
      }
      this.clock.setTimer(this.#way(), () => {
        const answer = attempt(work);
        this.look();
        if (this.isAway || replica.isCutOff || this.random() < this.weather.loss) {
          fails();
          return;
        }
        this.clock.setTimer(this.#way(), () => {
          replica.clock.happens(() => ('error' in answer ? reject(answer.error) : resolve(answer.value)));
        });
      });
    });
  }

  async *watch(replica: Replica, signal: AbortSignal | undefined): AsyncGenerator<WatchEvent<Lease>, void, undefined> {
    const waiting: WatchEvent<Lease>[] = [];
    let wake = (): void => {};
    let arrival = 0;
    const tell = (event: WatchEvent<Lease>): void => {
      if (this.isAway || replica.isCutOff || replica.hearsNothing) return;
      // Events of one watch stay in order.
      arrival = Math.max(arrival, this.clock.monotonic() + this.#way());
      this.clock.setTimer(arrival - this.clock.monotonic(), () => {
        replica.clock.happens(() => {
          waiting.push(event);
          wake();
        });
      });
    };
    signal?.addEventListener('abort', () => wake(), { once: true });
    try {
      const present = await this.request(replica, signal, () => {
        this.allowed('watch', 'leases', () => this.server.watchers.add(tell));
        return this.server.lease;
      });
      if (present !== undefined) yield { type: 'ADDED', object: present };
      while (!signal?.aborted) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else {
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        }
      }
    } finally {
      this.server.watchers.delete(tell);
    }
  }

  #way(): number {
    return Math.ceil(this.weather.slowest * this.random());
  }
}

function attempt<R>(work: () => R): { readonly value: R } | { readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function refusal(verb: string, code: number, reason: string): ApiError {
  const kind = {
    group: 'coordination.k8s.io',
    version: 'v1',
    kind: 'Lease',
    plural: 'leases',
    scope: 'Namespaced',
  } as const;
  const attempt = { verb, kind, key: { namespace: 'op', name: 'operator' } };
  const details = { name: 'operator', group: kind.group, kind: 'leases' };
  return new ApiError(attempt, code, { kind: 'Status', code, reason, message: `leases "operator" ${reason}`, details });
}
