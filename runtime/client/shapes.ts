// The shapes that a client sends: whole objects, new ones, patches and apply configurations.
import type { ServerFilled } from '../../decorators/defaulted.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Write } from '../../decorators/snapshot.js';
import type { IsOpen } from '../meta/object-key.js';

type Primitive = string | number | boolean | bigint | symbol | null | undefined;
type Body<T> = Exclude<keyof T, 'apiVersion' | 'kind' | 'metadata' | 'status'>;
type MetaOf<T extends KubernetesObject> = T['metadata'];

/** What says where a namespaced object is. */
type Placed<T extends KubernetesObject> = 'namespace' extends keyof MetaOf<T>
  ? IsOpen<MetaOf<T>['namespace']> extends true
    ? unknown
    : { readonly namespace: string }
  : unknown;

/** What objects are called; a kind whose metadata has no name, such as a SubjectAccessReview, is asked and not kept. */
type Called<T extends KubernetesObject> = 'name' extends keyof MetaOf<T>
  ? { readonly name: string } | { readonly generateName: string }
  : unknown;

/**
 * A new object: apiVersion and kind follow from the kind, status is not the creator's; a name or generateName is there,
 * and the namespace of a namespaced one. A spec that may be undefined may be left out.
 */
export type New<T extends KubernetesObject> = {
  readonly [K in keyof T as undefined extends T[K] ? never : Extract<K, Body<T>>]: Draft<T>[K];
} & { readonly [K in keyof T as undefined extends T[K] ? Extract<K, Body<T>> : never]?: Draft<T>[K] } & {
  readonly metadata: Draft<MetaOf<T>> & Called<T> & Placed<T>;
};

/** An RFC 7386 merge patch: any field may be missing, `null` removes an optional field or a map entry, lists are whole. */
export type MergePatch<V> = {
  readonly [K in keyof V]?:
    | PatchOf<Exclude<V[K], ServerFilled>>
    | (undefined extends V[K] ? null : never)
    | (string extends K ? null : never);
};
type PatchOf<V> = unknown extends V
  ? V
  : V extends Primitive
    ? V
    : V extends readonly (infer E)[]
      ? readonly Write<E>[]
      : MergePatch<V>;

/** The fields that a field manager wants to own; any field may be missing, list items are whole. */
export type ApplyFields<V> = { readonly [K in keyof V]?: ApplyOf<Exclude<V[K], ServerFilled>> };
type ApplyOf<V> = unknown extends V
  ? V
  : V extends Primitive
    ? V
    : V extends readonly (infer E)[]
      ? readonly Write<E>[]
      : ApplyFields<V>;

/** An apply configuration of the kind `T`; its key is required, apiVersion and kind follow from the kind. */
export type Apply<T extends KubernetesObject> = { readonly [K in Body<T>]?: ApplyOf<Exclude<T[K], ServerFilled>> } & {
  readonly metadata: ApplyFields<MetaOf<T>> & { readonly name: string } & Placed<T>;
};

/** The type of a kind's status; never when it has none. */
export type StatusOf<T> = T extends { status?: infer Status } ? Exclude<Status, undefined> : never;

/** Refuses kinds without a status. */
export type WithStatus<T> = [StatusOf<T>] extends [never] ? 'this kind has no status' : unknown;

/** One operation of an RFC 6902 JSON patch; `path` is a JSON pointer. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };
