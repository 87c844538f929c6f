// How an object is told from others of its kind.
import type { IsDefaulted } from '../../decorators/defaulted.js';
import type { ClusterObjectMeta, KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';

/** The name of an object of a known kind; without a namespace for cluster-scoped kinds. */
export interface ObjectKey {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** The key that the kind `T` needs: its namespace must be said exactly when it has one, where the type knows that. */
export type KeyOf<T extends KubernetesObject> = 'namespace' extends keyof T['metadata']
  ? IsOpen<T['metadata']['namespace']> extends true
    ? ObjectKey
    : { readonly name: string; readonly namespace: string }
  : { readonly name: string; readonly namespace?: undefined };

/** Whether a field may as well be missing when it is read. */
export type IsOpen<V> = IsDefaulted<V> extends true ? false : undefined extends V ? true : false;

/** `namespace/name`, or `name` for a cluster-scoped object, as logs and messages show it. */
export function keyText({ namespace, name }: ObjectKey): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The key of `namespace/name` or `name`. */
export function parseKey(text: string): ObjectKey {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

type Named = { readonly metadata: { readonly [K in keyof ClusterObjectMeta | keyof ObjectMeta]?: unknown } };

/** The key of an object with this metadata; where the type does not say whether there is a namespace, it stands for either key. */
export type KeyIn<Metadata> = Metadata extends { readonly namespace: string }
  ? { readonly name: string; readonly namespace: string }
  : 'namespace' extends keyof Metadata
    ? ObjectKey
    : { readonly name: string; readonly namespace?: any };

/** The key of an object that has a name: `cache.list(Redis).map(keyOf)`. */
export function keyOf<O extends Named>(object: O): KeyIn<O['metadata']> {
  // Without metadata there is no name, as whoever needs one will say.
  const { namespace, name } = (object.metadata ?? {}) as { namespace?: string; name: string };
  return (namespace === undefined || namespace === '' ? { name } : { namespace, name }) as KeyIn<O['metadata']>;
}
