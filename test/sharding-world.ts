// Replicas that share objects over one simulated API server, in simulated time: their clocks run wrong, they are paused and
// killed, requests and answers come late or never. It sees when two could act in one shard at once.
import { sleep } from '../runtime/clock/clock.js';
import type { FakeClock } from '../runtime/clock/fake-clock.js';
import type { Stay } from '../runtime/sharding/shard-term.js';
import { Sharding } from '../runtime/sharding/sharding.js';
import { type ShardingOptions, shardingPlan } from '../runtime/sharding/sharding-options.js';
import { LeaseNetwork } from './lease-network.js';
import { ProcessClock } from './process-clock.js';
import { RecordedLog } from './recorded-log.js';

/** A replica, and work in its shards: some of it takes long, and some does not heed that it should end. */
export class ShardReplica {
  readonly sharding: Sharding;
  readonly log = new RecordedLog();
  /** How it has ended; undefined while it goes on. */
  end: 'stopped' | 'dead' | Error | undefined;
  isCutOff = false;
  hearsNothing = false;
  /** By keys: the work that goes on. */
  readonly stays = new Map<string, Stay>();
  readonly keys: readonly string[];
  /** It may take its time, and is still among the living then. */
  isAskedToStop = false;
  readonly #stop = new AbortController();
  readonly #world: ShardingWorld;

  constructor(
    world: ShardingWorld,
    readonly identity: string,
    readonly clock: ProcessClock,
    options: ShardingOptions,
  ) {
    this.#world = world;
    this.sharding = new Sharding({
      ...shardingPlan(options),
      client: world.clientOf(this),
      namespace: 'op',
      name: 'operator',
      identity,
      clock,
      log: this.log,
      random: world.random,
    });
    this.keys = this.#keyOfEachShard(shardingPlan(options).shards);
  }

  async run(): Promise<void> {
    const { signal } = this.#stop;
    const work = Promise.all(this.keys.map(key => this.#work(key, signal)));
    try {
      await this.sharding.run(signal);
      this.end ??= 'stopped';
    } catch (error) {
      this.end ??= error as Error;
    }
    this.#stop.abort();
    await work;
  }

  /** Asks it to stop, as the kubelet does. */
  stop(): void {
    this.isAskedToStop = true;
    this.clock.happens(() => this.#stop.abort());
  }

  /** What it does from now on reaches nobody, and nothing reaches it. */
  kill(): void {
    this.clock.die();
    this.end = 'dead';
  }

  /** Whether it could write for the key at this very moment, or begin to. */
  mayAct(key: string): boolean {
    if (this.end !== undefined) return false;
    if (this.stays.get(key)?.mayWrite) return true;
    const stay = this.sharding.enter(key);
    stay?.leave();
    return stay?.mayWrite ?? false;
  }

  /** Reconciles a key again and again, one at a time, as a controller does. */
  async #work(key: string, stopping: AbortSignal): Promise<void> {
    const { random } = this.#world;
    while (!stopping.aborted) {
      const stay = this.sharding.enter(key);
      if (stay !== undefined) {
        this.#world.began(this, key);
        this.stays.set(key, stay);
        // Most heed the signal, as `context.signal` asks; some go on for a while.
        const heeded = random() < 0.7 ? stay.signal : undefined;
        const writes = Math.floor(6 * random());
        try {
          for (let write = 0; write < writes && !heeded?.aborted; write += 1) {
            stay.check();
            this.#world.acted(this, key);
            await sleep(this.clock, 400 * random(), heeded);
          }
        } catch {
          this.#world.refusals += 1;
        }
        this.stays.delete(key);
        stay.leave();
      }
      await sleep(this.clock, 200 + 800 * random(), stopping);
    }
  }

  #keyOfEachShard(shards: number): readonly string[] {
    const keys = new Map<number, string>();
    for (let i = 0; keys.size < shards; i += 1) {
      const key = `space-${i}/object`;
      const shard = this.sharding.shardOf(key);
      if (!keys.has(shard)) keys.set(shard, key);
    }
    return [...keys.values()];
  }
}

export interface ShardingWorldOptions extends ShardingOptions {
  readonly clock: FakeClock;
  readonly random: () => number;
}

export class ShardingWorld extends LeaseNetwork {
  readonly replicas: ShardReplica[] = [];
  acts = 0;
  /** How often work was refused. */
  refusals = 0;
  /** How often work on a key began while other work on it had not ended; what is refused to write by then does no harm. */
  overlaps = 0;
  /** How often another replica has acted on a key than did before. */
  moves = 0;
  readonly #options: ShardingOptions;
  readonly #last = new Map<string, string>();

  constructor({ clock, random, ...options }: ShardingWorldOptions) {
    super({ clock, random });
    this.#options = options;
  }

  get shards(): number {
    return shardingPlan(this.#options).shards;
  }

  /** A new process; it runs at once. */
  start(
    time: { readonly rate: number; readonly offset: number } = { rate: 1, offset: 0 },
    options: ShardingOptions = {},
  ): ShardReplica {
    const identity = `replica-${this.replicas.length + 1}`;
    const clock = new ProcessClock(this.clock, time);
    const replica = new ShardReplica(this, identity, clock, { ...this.#options, ...options });
    this.replicas.push(replica);
    void replica.run();
    return replica;
  }

  get living(): readonly ShardReplica[] {
    return this.replicas.filter(({ end }) => end === undefined);
  }

  /** Who could begin to act in each shard at this moment. */
  get holders(): readonly (readonly string[])[] {
    return Array.from({ length: this.shards }, (_, shard) =>
      this.living.filter(({ sharding }) => sharding.held.includes(shard)).map(({ identity }) => identity),
    );
  }

  began(replica: ShardReplica, key: string): void {
    if (this.living.some(other => other !== replica && other.stays.has(key))) this.overlaps += 1;
  }

  acted(replica: ShardReplica, key: string): void {
    this.acts += 1;
    const before = this.#last.get(key);
    if (before !== undefined && before !== replica.identity) this.moves += 1;
    this.#last.set(key, replica.identity);
    this.look();
  }

  /** Notes where more than one could write for a key at this very moment. */
  look(): void {
    const keys = new Set(this.replicas.flatMap(replica => replica.keys));
    for (const key of keys) {
      const able = this.replicas.filter(replica => replica.mayAct(key)).map(({ identity }) => identity);
      if (able.length > 1) {
        this.violations.push(`at ${this.clock.monotonic()} ms ${able.join(' and ')} could act on ${key}`);
      }
    }
  }
}
