// What may never be at any moment, held against every write to etcd.
import type { EtcdWrite } from './etcd.js';

/**
 * Follows the Redis and the Pods of a namespace: a Pod is never created without the finalizer that holds its Redis for it,
 * and no Redis goes while a Pod of it is there.
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
      this.#redis.set(name, { uid: metadata.uid, finalizers: metadata.finalizers ?? [] });
      if (before === undefined) this.counts.redisCreated += 1;
      return;
    }
    this.#redis.delete(name);
    this.counts.redisDeleted += 1;
    const left = [...this.#pods].filter(([, owner]) => owner === before?.uid).map(([pod]) => pod);
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
    } else if (!redis.finalizers.includes(`myapp.tangx.in/${name}`)) {
      this.violations.push(`revision ${revision}: the Pod ${name} was created while nothing held its Redis for it`);
    }
    this.#pods.set(name, redis?.uid ?? '');
  }
}
