// What may never be at any moment, held against every write to etcd.
import type { EtcdWrite } from './etcd.js';

/**
 * Follows the Redis and the Pods of a namespace: as long as a Pod is there its Redis has the finalizer for it, from the
 * moment at which the Pod is created, and no Redis goes before its Pods.
 */
export class Life {
  /** How often each thing has happened. */
  readonly counts = { redisCreated: 0, redisDeleted: 0, podsCreated: 0, podsDeleted: 0 };
  /** What must not have been. */
  readonly violations: string[] = [];
  readonly #prefixes: { readonly redis: string; readonly pod: string };
  /** Those that are there, by name. */
  readonly #redis = new Map<string, { readonly uid: string; readonly finalizers: readonly string[] }>();
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
      const { metadata } = JSON.parse(value.toString()) as { metadata: { uid: string; finalizers?: string[] } };
      const finalizers = metadata.finalizers ?? [];
      this.#redis.set(name, { uid: metadata.uid, finalizers });
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

function finalizerOf(pod: string): string {
  return `myapp.tangx.in/${pod}`;
}
