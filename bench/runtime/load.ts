// What asks an operator for work, and sees when it is done.
import { type ConnectedClient, createClient, createLogger } from 'kubewright';
import { Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';
import { Cache } from '../../runtime/cache/cache.js';
import type { CachedObject } from '../../runtime/cache/cached-object.js';

/** What is seen of a Redis. */
interface SeenRedis {
  readonly finalizers: number;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly replicas: number;
}

export const NAMESPACE = 'default';
/** What the load asks for at the same time. */
const CALLERS = 16;
const LIMIT_MS = 900_000;

/** A client, and a watch that counts. */
export class Load {
  readonly client: ConnectedClient;
  readonly #redis = new Map<string, SeenRedis>();
  /** The owned Pods: key -> uid. */
  readonly #pods = new Map<string, string>();
  readonly #stopping = new AbortController();
  readonly #waiting = new Set<() => void>();
  #running: Promise<void> = Promise.resolve();
  /** Told of each Redis whose generation the operator has observed. */
  onObserved: ((name: string, generation: number) => void) | undefined;

  private constructor(client: ConnectedClient) {
    this.client = client;
  }

  static async start(kubeconfig: string): Promise<Load> {
    const load = new Load(await createClient('load', { kubeconfig }));
    const cache = new Cache({ client: load.client, log: createLogger({ level: 'error' }) });
    cache.informer(Redis).addHandler({
      onAdd: redis => load.#seeRedis(redis),
      onUpdate: (_, redis) => load.#seeRedis(redis),
      onDelete: redis => load.#changed(() => load.#redis.delete(redis.name)),
    });
    cache.informer(Pod).addHandler({
      onAdd: pod => load.#seePod(pod),
      onDelete: pod => load.#changed(() => load.#pods.delete(pod.key)),
    });
    load.#running = cache.run(load.#stopping.signal);
    await cache.ready(AbortSignal.timeout(60_000));
    return load;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.client.close();
  }

  get redisCount(): number {
    return this.#redis.size;
  }

  /** The uids of the Pods that somebody owns, whose names end so. */
  podsEndingIn(suffix: string): ReadonlySet<string> {
    return new Set([...this.#pods].filter(([key]) => key.endsWith(suffix)).map(([, uid]) => uid));
  }

  hasAnyPodOf(uids: ReadonlySet<string>): boolean {
    return [...this.#pods.values()].some(uid => uids.has(uid));
  }

  /** Every Redis has so many Pods, is held for so many, and says so. */
  haveAll(count: number, size: number): boolean {
    return (
      this.#redis.size === count &&
      this.#pods.size === count * size &&
      [...this.#redis.values()].every(
        redis => redis.finalizers === size && redis.replicas === size && redis.observedGeneration === redis.generation,
      )
    );
  }

  get isEmpty(): boolean {
    return this.#redis.size === 0 && this.#pods.size === 0;
  }

  /**
   * Resolves when it is so; looks when something has changed, and no more than ten times a second.
   * @throws Error after a quarter of an hour: the operator has ended, or will never get there
   */
  async until(reached: () => boolean): Promise<void> {
    let isDue = false;
    let check = (): void => {};
    let limit: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      limit = setTimeout(() => reject(new Error(`waited in vain; there are ${this.#summary}`)), LIMIT_MS);
      check = () => {
        if (isDue) return;
        isDue = true;
        setTimeout(() => {
          isDue = false;
          if (reached()) resolve();
        }, 100);
      };
      this.#waiting.add(check);
      check();
    }).finally(() => {
      clearTimeout(limit);
      this.#waiting.delete(check);
    });
  }

  get #summary(): string {
    return `${this.#redis.size} Redis and ${this.#pods.size} Pods of them`;
  }

  /** Calls for each item, some at once. */
  async each<V>(items: Iterable<V>, call: (item: V) => Promise<unknown>): Promise<void> {
    const rest = items[Symbol.iterator]();
    const caller = async (): Promise<void> => {
      for (let next = rest.next(); !next.done; next = rest.next()) await call(next.value);
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
  }

  #seeRedis(cached: CachedObject<Redis>): void {
    const { metadata, status } = cached.object;
    const generation = metadata.generation ?? 0;
    const observedGeneration = status?.observedGeneration ?? 0;
    const finalizers = metadata.finalizers?.length ?? 0;
    const seen = {
      finalizers,
      generation,
      observedGeneration,
      replicas: status?.replicas ?? (observedGeneration > 0 ? 0 : -1),
    };
    this.#changed(() => this.#redis.set(cached.name, seen));
    if (observedGeneration === generation) this.onObserved?.(cached.name, generation);
  }

  #seePod(pod: CachedObject<Pod>): void {
    if (pod.owners.length > 0) this.#changed(() => this.#pods.set(pod.key, pod.uid));
  }

  #changed(change: () => unknown): void {
    change();
    for (const check of this.#waiting) check();
  }
}
