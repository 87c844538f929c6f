// A kind as a value: a decorated class, or a constant for a kind that is not declared here.

import { declare, declared } from './metadata.js';
import type { KubernetesObject } from './object-meta.js';

/** Names the kind `T` to the client, the cache and the decorators: a class with `@Resource`, or a constant. */
export interface Kind<out T> {
  readonly name: string;
  readonly prototype: T;
}

/** Whether objects of a kind live in namespaces. */
export type Scope = 'Namespaced' | 'Cluster';

/** What the API server calls a kind, and where it serves it. */
export interface KindInfo {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The lower-case name in URLs and RBAC rules, such as `pods`. */
  readonly plural: string;
  readonly scope: Scope;
  /** Only the metadata of the objects is read, as `metadataOf` says; default false. */
  readonly metadataOnly?: boolean;
}

/** A constant for a kind; its names are in the type too, which is where codegen reads them. */
export interface KindConstant<T, Info extends KindInfo> extends Kind<T> {
  readonly info: Info;
}

const KIND = 'kind';

/** Makes the constant of a kind: `export const Pod = kindOf<Pod>()({ group: '', version: 'v1', kind: 'Pod', ... })`. */
export function kindOf<T extends KubernetesObject>() {
  return <const Info extends KindInfo>(info: Info): KindConstant<T, Info> => {
    const constant = { name: info.kind, info } as unknown as KindConstant<T, Info>;
    declare(constant, KIND, info);
    return Object.freeze(constant);
  };
}

/** Records what `@Resource` says of a class. */
export function declareKind(target: object, info: KindInfo): void {
  declare(target, KIND, info);
}

/**
 * The names of a kind.
 * @throws TypeError for a class without `@Resource`
 */
export function kindInfo(kind: Kind<unknown>): KindInfo {
  // What the compiler takes for a class is not there yet while modules that import each other are loaded.
  if (!kind) throw new TypeError(`a kind is wanted, not ${kind}: does its module import the one that names it here?`);
  const info = declared<KindInfo>(kind, KIND);
  if (info === undefined) {
    throw new TypeError(`${kind.name} is no kind: it has no @Resource({ group, version, kind })`);
  }
  return info;
}

/** `apps/v1`, or `v1` for the core group: the `apiVersion` of the kind's objects. */
export function apiVersionOf({ group, version }: KindInfo): string {
  return group === '' ? version : `${group}/${version}`;
}
