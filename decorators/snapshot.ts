// One declared type, its shapes: what is read, what is written, what is sent as a patch.
import type { IsDefaulted, ServerFilled } from './defaulted.js';
import type { ClusterObjectMeta, KubernetesObject } from './object-meta.js';

type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/** What generic code can read of any object, whatever `T` turns out to be. */
type Head<T> = T extends KubernetesObject
  ? { readonly apiVersion: string; readonly kind: string; readonly metadata: Snapshot<ClusterObjectMeta> }
  : unknown;

/** An object as it is read: deeply read-only, with every `Defaulted` field present. */
export type Snapshot<T> = Head<T> & {
  readonly [K in keyof T as IsDefaulted<T[K]> extends true ? K : never]-?: Read<
    Exclude<T[K], ServerFilled | undefined>
  >;
} & { readonly [K in keyof T as IsDefaulted<T[K]> extends true ? never : K]: Read<T[K]> };

/** The read shape of a field. */
export type Read<V> = unknown extends V
  ? V
  : V extends Primitive
    ? V
    : V extends readonly (infer E)[]
      ? readonly Read<E>[]
      : Snapshot<V>;

/** An object as it is written. A `Snapshot` fits too, so `{ ...redis, spec: { ...redis.spec, replicas: 3 } }` works. */
export type Draft<T> = {
  readonly [K in keyof T]: Write<Exclude<T[K], ServerFilled>> | (undefined extends T[K] ? undefined : never);
};

/** The write shape of a field. */
export type Write<V> = unknown extends V
  ? V
  : V extends Primitive
    ? V
    : V extends readonly (infer E)[]
      ? readonly Write<E>[]
      : Draft<V>;
