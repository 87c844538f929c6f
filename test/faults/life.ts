// What may never be at any moment, held against every write to etcd.
import type { EtcdWrite } from './etcd.js';

/**
 * Follows the Redis and the Pods of a namespace: as long as a Pod is there its Redis has the finalizer for it, from the
 * moment at which the Pod is created, and no Redis goes before its Pods.
 */
export class Life {
  /**
   * How often each thing has happened. A Redis is taken away where the API server deletes it although a finalizer had been
   * stored: its DELETE looks for finalizers first and deletes then, whatever was written between the two (kubernetes#77988),
   * and who added one was told that it is there. Its Pods are nobody's fault; that they go in the end is left to the verdict.
   */
  readonly counts = { redisCreated: 0, redisDeleted: 0, podsCreated: 0, podsDeleted: 0, takenAway: 0 };
  /** What must not have been. */
  readonly violations: string[] = [];
  readonly #prefixes: { readonly redis: string; readonly pod: string };
  /** Those that are there, by name. */
  readonly #redis = new Map<string, StoredRedis>();
  /** The uids of those that were taken away. */
  readonly #takenAway = new Set<string>();
  /** The uid of the Redis of each Pod that is there, by the Pod's name. */
  readonly #pods = new Map<string, string>();

  constructor(namespace: string) {
    this.#prefixes = { redis: `/registry/myapp.tangx.in/redis/${namespace}/`, pod: `/registry/pods/${namespace}/` };
  }

  readonly take = ({ key, value, revision }: EtcdWrite): void => {
    if (key.startsWith(this.#prefixes.redis)) this.#takeRedis(key.slice(this.#prefixes.redis.length), value, revision);
    else if (key.startsWith(this.#prefixes.pod)) this.#takePod(key.slice(this.#prefixes.pod.length), value, revision);
  };

  #takeRedis(name: string, value: Buffer | undefined, revision: number): void {
    const before = this.#redis.get(name);
    if (value !== undefined) {
      const { metadata } = JSON.parse(value.toString()) as {
        readonly metadata: Partial<StoredRedis> & { readonly uid: string; readonly deletionTimestamp?: string };
      };
      const { uid, finalizers = [] } = metadata;
      this.#redis.set(name, { uid, finalizers, isGoing: metadata.deletionTimestamp !== undefined });
      if (before === undefined) this.counts.redisCreated += 1;
      for (const pod of this.#podsOf(metadata.uid)) {
        // Told of once: those that were lost before are not lost again.
        if (finalizers.includes(finalizerOf(pod)) || !before?.finalizers.includes(finalizerOf(pod))) continue;
        this.violations.push(
          `revision ${revision}: the Redis ${name} has lost its finalizer for the Pod ${pod}, which is there`,
        );
      }
      return;
    }
    this.#redis.delete(name);
    this.counts.redisDeleted += 1;
    if (before !== undefined && before.finalizers.length > 0 && !before.isGoing) {
      this.#takenAway.add(before.uid);
      this.counts.takenAway += 1;
      return;
    }
    const left = before === undefined ? [] : this.#podsOf(before.uid);
    if (left.length > 0) {
      this.violations.push(
        `revision ${revision}: the Redis ${name} went while there were Pods of it: ${left.join(', ')}`,
      );
    }
  }

  #takePod(name: string, value: Buffer | undefined, revision: number): void {
    if (value === undefined) {
      this.#pods.delete(name);
      this.counts.podsDeleted += 1;
      return;
    }
    if (this.#pods.has(name)) return;
    this.counts.podsCreated += 1;
    const of = name.slice(0, name.lastIndexOf('-'));
    const redis = this.#redis.get(of);
    const owner = [...this.#takenAway].find(uid => value.includes(uid));
    if (owner !== undefined) {
      this.#pods.set(name, owner);
      return;
    }
    // Pods are stored as protobuf, in which texts stand as they are.
    if (redis === undefined || !value.includes(redis.uid)) {
      this.violations.push(`revision ${revision}: the Pod ${name} was created for a Redis that is not there`);
    } else if (!redis.finalizers.includes(finalizerOf(name))) {
      this.violations.push(`revision ${revision}: the Pod ${name} was created while nothing held its Redis for it`);
    }
    this.#pods.set(name, redis?.uid ?? '');
  }

  #podsOf(uid: string): readonly string[] {
    return [...this.#pods].filter(([, owner]) => owner === uid).map(([pod]) => pod);
  }
}

interface StoredRedis {
  readonly uid: string;
  readonly finalizers: readonly string[];
  /** Its deletion has begun, and waits for the finalizers: without that nothing that has any is deleted. */
  readonly isGoing: boolean;
}

function finalizerOf(pod: string): string {
  return `myapp.tangx.in/${pod}`;
}
