// What a cache keeps of which kinds.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Labels } from '../meta/label-requirement.js';
import type { LabelSelector } from '../meta/label-selector.js';
import type { IndexFunctions } from './secondary-indexes.js';

/**
 * Changes an object before the cache keeps it, to save memory or to keep something out of it: either the given object
 * itself, or by answering another one. The name, the namespace, the uid and the resourceVersion must stay. When it throws,
 * that is logged, and the object is kept as it came.
 */
export type Transform<T extends KubernetesObject> = (object: T) => T | undefined;

/** Which objects are kept, and what of them. Managed fields never are. */
export interface CacheScopeOptions<T extends KubernetesObject> {
  /** As kubectl writes it, or as an object: the API server sends only what it selects. */
  readonly labelSelector?: string | LabelSelector | Labels | undefined;
  /** As kubectl writes it: `spec.nodeName=a`. The fields that can be asked for depend on the kind. */
  readonly fieldSelector?: string | undefined;
  readonly transform?: Transform<T> | undefined;
}

/** Namespaces alone, or with what is kept of each; `''` stands for all that are not named. */
export type CacheNamespaces<T extends KubernetesObject> =
  | readonly string[]
  | Readonly<Record<string, CacheScopeOptions<T>>>;

/** What is kept of one kind. */
export interface KindCacheOptions<T extends KubernetesObject> extends CacheScopeOptions<T> {
  /** Only these; refused for kinds that live in none. Default: those of the cache. */
  readonly namespaces?: CacheNamespaces<T> | undefined;
  /** By name; `list(kind, { index: { name, value } })` finds by them without looking at every object. */
  readonly indexes?: IndexFunctions<T> | undefined;
  /** How many objects are kept parsed, from 1; default: that of the cache. */
  readonly parsedObjects?: number | undefined;
}

/** What `cacheKind` makes. */
export interface CachedKind {
  readonly kind: Kind<KubernetesObject>;
  readonly options: KindCacheOptions<KubernetesObject>;
}

/**
 * Says what the cache keeps of a kind:
 * `cacheKind(Pod, { labelSelector: 'app=redis', indexes: { 'spec.nodeName': pod => pod.spec?.nodeName } })`.
 */
export function cacheKind<T extends KubernetesObject>(
  kind: Kind<T>,
  options: NoInfer<KindCacheOptions<T>>,
): CachedKind {
  return { kind, options: options as unknown as KindCacheOptions<KubernetesObject> };
}

/**
 * What a cache keeps. Each setting of a scope is looked for in this order, as controller-runtime does: the namespace in
 * the kind's `namespaces`, the kind, the namespace in `namespaces` here, and here. Where the kind names no namespaces, those
 * here are its own, and go before the kind's settings.
 */
export interface CacheOptions extends CacheScopeOptions<KubernetesObject> {
  /** Only these, for kinds that live in one; default: all. */
  readonly namespaces?: CacheNamespaces<KubernetesObject> | undefined;
  /** What is different for some kinds; each kind once. A kind need not be here to be kept. */
  readonly kinds?: readonly CachedKind[] | undefined;
  /**
   * Whether reads show what this process has written through `context.client`, before the watch has brought it; default true.
   * `false`: reads are as old as the watch is, as in controller-runtime.
   */
  readonly readYourWrites?: boolean | undefined;
  /**
   * How many objects of each kind are kept parsed, from 1; default 2048. What is read again and again should fit: reading
   * another object costs some 30 microseconds.
   */
  readonly parsedObjects?: number | undefined;
}
