// `@Resource`: makes a class a kind of the API.
import { ClusterResource } from './custom-resource.js';
import { declareKind } from './kind.js';
import { refuseStandardDecorators } from './metadata.js';
import type { KubernetesObject } from './object-meta.js';
import type { OnResource, ResourceClass } from './resource-class.js';

/**
 * What `@Resource` says of a class, which is one version of one kind. Classes of the same group and kind become one
 * CustomResourceDefinition: its names, labels and annotations may be said at any one of them, except for the plural, which
 * each of them says.
 */
export interface ResourceOptions {
  /** The API group, a DNS subdomain with at least one dot, such as `myapp.tangx.in`. */
  readonly group: string;
  /** The version, such as `v1` or `v1alpha1`. Clients prefer v2 to v1, and v1 to v1beta1. */
  readonly version: string;
  /** The kind in CamelCase. Said rather than taken from the class, because minifiers rename classes. */
  readonly kind: string;
  /** The lower-case name in URLs and for kubectl; default: the English plural of the kind, in lower case. */
  readonly plural?: string;
  /** Default: the kind in lower case. */
  readonly singular?: string;
  /** The kind of lists; default: the kind with `List` behind it. */
  readonly listKind?: string;
  /** Short names for kubectl, such as `rd`. */
  readonly shortNames?: readonly string[];
  /** Groups of resources that kubectl lists together, such as `all`. */
  readonly categories?: readonly string[];
  /** Whether objects are stored in this version. Of several versions exactly one says true; a single one need not. */
  readonly storage?: boolean;
  /** Whether clients can use this version; default true. One that is not served can still be stored. */
  readonly served?: boolean;
  /**
   * Makes the API server warn whoever uses this version: with its own words for `true`, which name a newer version, or with
   * this text of at most 256 bytes.
   */
  readonly deprecated?: true | string;
  /** Whether this version is left out of the definition, such as one that is being prepared; default false. */
  readonly skip?: boolean;
  /** Labels of the definition itself. */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of the definition itself, such as `cert-manager.io/inject-ca-from`. For groups of the Kubernetes community
   * (`*.k8s.io`) it needs `api-approved.kubernetes.io`.
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** Makes a class that extends `CustomResource` or `ClusterResource` a kind of the API. */
export function Resource<T = KubernetesObject>(
  options: OnResource<'Resource', T, ResourceOptions>,
): (target: ResourceClass<T>) => void {
  return (target: ResourceClass<T>, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    const { group, version, kind, plural } = options as ResourceOptions;
    const scope = target.prototype instanceof ClusterResource ? 'Cluster' : 'Namespaced';
    declareKind(target, { group, version, kind, plural: plural ?? pluralOf(kind), scope });
  };
}

/** The English plural of a kind, in lower case: `Redis` to `redises`, `Policy` to `policies`, `Gateway` to `gateways`. */
export function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (/(s|x|z|ch|sh)$/.test(singular)) return `${singular}es`;
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return `${singular}s`;
}
