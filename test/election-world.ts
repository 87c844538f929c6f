// Replicas that elect a leader over one simulated API server, in simulated time: their clocks run wrong, they are paused and
// killed, requests and answers come late or never, and people tamper with the Lease. It sees when two could act at once.
import { sleep } from '../runtime/clock/clock.js';
import type { FakeClock } from '../runtime/clock/fake-clock.js';
import { electionTiming, type LeaderElectionOptions } from '../runtime/leader-election/leader-election-options.js';
import { LeaderElector } from '../runtime/leader-election/leader-elector.js';
import { LeaseNetwork } from './lease-network.js';
import type { SeenLease } from './lease-shelf.js';
import { ProcessClock } from './process-clock.js';
import { RecordedLog } from './recorded-log.js';

/** The Lease that they elect over. */
const NAME = 'operator';

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
      client: world.clientOf(this),
      namespace: 'op',
      name: NAME,
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
}

export interface ElectionWorldOptions extends LeaderElectionOptions {
  readonly clock: FakeClock;
  /** Numbers from 0 to below 1, the same in each run with the same seed. */
  readonly random: () => number;
}

export class ElectionWorld extends LeaseNetwork {
  readonly replicas: Replica[] = [];
  readonly events: { readonly reason: string; readonly text: string }[] = [];
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

  get lease(): SeenLease | undefined {
    return this.shelf.leases.get(NAME);
  }

  /** Somebody's hand. */
  edit(spec: Readonly<Record<string, unknown>>): void {
    this.shelf.edit(NAME, spec);
  }

  /** Somebody's hand. */
  deleteLease(): void {
    if (this.lease !== undefined) this.shelf.delete(NAME);
  }

  /** An Event of either API. */
  protected override created(event: object): object {
    const { reason = '', message, note } = event as { reason?: string; message?: string; note?: string };
    this.events.push({ reason, text: message ?? note ?? '' });
    return event;
  }
}
