// Sees the Redis and the Pods of some namespaces as they are on the server, and waits for what should become of them.
import { type Client, isConditionTrue, isControlledBy, type Snapshot } from 'kubewright';
import { Event, Pod } from 'kubewright/kinds';
import { Redis } from '../../../api/v1/redis.js';
import { Cache } from '../../../runtime/cache/cache.js';
import { isNewer } from '../../../runtime/meta/resource-version.js';
import { RecordedLog } from '../../recorded-log.js';

const LIMIT_MS = 90_000;

/** Waits are for changes, never for a number of seconds; the limit only ends a test that would wait for ever. */
export class Observer {
  /** The names of the Pods that went, in that order. */
  readonly deletedPods: string[] = [];
  readonly #deletedUids = new Set<string>();
  readonly #client: Client;
  readonly #cache: Cache;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  readonly #waiting = new Set<() => void>();

  readonly #limit: number;

  /** @param limit milliseconds after which a wait is in vain */
  constructor(client: Client, namespaces: readonly string[], limit = LIMIT_MS) {
    this.#client = client;
    this.#limit = limit;
    this.#cache = new Cache({ client, namespaces, log: new RecordedLog() });
    const look = (): void => {
      for (const check of this.#waiting) check();
    };
    const handler = { onAdd: look, onUpdate: look, onDelete: look };
    // Before those that look.
    this.#cache.informer(Pod).addHandler({
      onDelete: ({ name, object }) => {
        this.deletedPods.push(name);
        this.#deletedUids.add(object.metadata.uid);
      },
    });
    this.#cache.informer(Redis).addHandler(handler);
    this.#cache.informer(Pod).addHandler(handler);
    this.#cache.informer(Event).addHandler(handler);
    this.#running = this.#cache.run(this.#stopping.signal);
  }

  async start(): Promise<void> {
    await this.#cache.ready(AbortSignal.timeout(LIMIT_MS));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  redis(namespace: string, name: string): Snapshot<Redis> | undefined {
    return this.#cache.get(Redis, { namespace, name });
  }

  pods(namespace: string): readonly Snapshot<Pod>[] {
    return this.#cache.list(Pod, { namespace });
  }

  /** The Pods that a Redis controls, by name. */
  podsOf(redis: Snapshot<Redis>): readonly Snapshot<Pod>[] {
    return this.pods(redis.metadata.namespace).filter(pod => isControlledBy(pod, redis));
  }

  /** Resolves with the Event of this reason once it has happened so many times. */
  async event(namespace: string, reason: string, count = 1): Promise<Snapshot<Event>> {
    return await this.until(`an Event ${reason} in ${namespace}, ${count} times`, () =>
      this.#cache.list(Event, { namespace }).find(event => event.reason === reason && (event.count ?? 0) >= count),
    );
  }

  /** Calls after every change. */
  onChange(look: () => void): void {
    this.#waiting.add(look);
  }

  /** Resolves with the first answer that is neither undefined nor false; looks after every change. */
  async until<T>(what: string, look: () => T | undefined | false): Promise<T> {
    const first = look();
    if (first !== undefined && first !== false) return first;
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited in vain: ${what}; now there is ${this.#state()}`));
      }, this.#limit);
      const check = (): void => {
        const answer = look();
        if (answer === undefined || answer === false) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(answer);
      };
      this.#waiting.add(check);
    });
  }

  /** Resolves when the Redis has exactly these Pods, is held for exactly them, and says so in its status. */
  async settled(namespace: string, name: string, size: number): Promise<Snapshot<Redis>> {
    const podNames = Array.from({ length: size }, (_, ordinal) => `${name}-${ordinal}`);
    return await this.until(`${namespace}/${name} has exactly ${size} Pods`, () => {
      const redis = this.redis(namespace, name);
      if (redis === undefined || redis.spec.replicas !== size) return undefined;
      const pods = this.podsOf(redis);
      return (
        sameItems(
          redis.metadata.finalizers ?? [],
          podNames.map(pod => `myapp.tangx.in/${pod}`),
        ) &&
        sameItems(
          pods.map(pod => pod.metadata.name),
          podNames.toSorted(),
        ) &&
        pods.every(pod => pod.metadata.deletionTimestamp === undefined) &&
        redis.status?.observedGeneration === redis.metadata.generation &&
        redis.status?.replicas === size &&
        redis
      );
    });
  }

  /**
   * Resolves when every Pod that this Redis, as it is or as it has become since, wishes for is there, ready and as wished, and
   * the Pods are seen as they were then: they come by another watch.
   */
  async ready({ metadata }: Snapshot<Redis>): Promise<Snapshot<Redis>> {
    const { namespace, name, generation = 0 } = metadata;
    const ready = await this.until(`${namespace}/${name} is Ready`, () => {
      const redis = this.redis(namespace, name);
      const now = redis?.metadata.generation ?? 0;
      const isObserved = now >= generation && redis?.status?.observedGeneration === now;
      return isObserved && isConditionTrue(redis.status.conditions, 'Ready') && redis;
    });
    await this.#seePods(namespace);
    return ready;
  }

  /** Resolves when the Pods are seen as they are at this moment, or as they have become since. */
  async #seePods(namespace: string): Promise<void> {
    const { items, metadata } = await this.#client.list(Pod, { namespace });
    const there = new Set(items.map(pod => pod.metadata.uid));
    await this.until(`the Pods of ${namespace} are seen`, () => {
      const seen = new Map(this.pods(namespace).map(pod => [pod.metadata.uid, pod.metadata.resourceVersion]));
      const isSeen = ({ metadata: { uid, resourceVersion } }: Snapshot<Pod>): boolean => {
        const at = seen.get(uid);
        return this.#deletedUids.has(uid) || (at !== undefined && !isNewer(resourceVersion, at));
      };
      const isThere = ([uid, at]: [string, string]): boolean => there.has(uid) || isNewer(at, metadata.resourceVersion);
      return items.every(isSeen) && [...seen].every(isThere);
    });
  }

  /** Resolves when neither the Redis nor any of these Pods is there any more. */
  async gone(namespace: string, name: string): Promise<void> {
    await this.until(`${namespace}/${name} and its Pods are gone`, () => {
      const owned = this.pods(namespace).some(pod => pod.metadata.ownerReferences?.some(owner => owner.name === name));
      return this.redis(namespace, name) === undefined && !owned;
    });
  }

  #state(): string {
    const redis = this.#cache
      .list(Redis)
      .map(({ metadata, spec, status }) => ({ ...metadata, managedFields: [], spec, status }));
    const pods = this.#cache
      .list(Pod)
      .map(({ metadata }) => [metadata.namespace, metadata.name, metadata.deletionTimestamp]);
    return JSON.stringify({ redis, pods });
  }
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at]);
}
