// The decorators of API classes.
import { type AnyResource, ClusterResource } from './custom-resource.js';
import { declareKind } from './kind.js';
import { refuseStandardDecorators } from './metadata.js';
import type { KubernetesObject } from './object-meta.js';
import type { CheckPath } from './path.js';

/** What `@Resource` says of a class. */
export interface ResourceOptions {
  /** The API group, a DNS subdomain with at least one dot, such as `myapp.tangx.in`. */
  readonly group: string;
  /** The version, such as `v1` or `v1alpha1`. */
  readonly version: string;
  /** The kind in CamelCase. Said rather than taken from the class, because minifiers rename classes. */
  readonly kind: string;
  /** The lower-case name in URLs and for kubectl; default: the English plural of the kind, in lower case. */
  readonly plural?: string;
  /** Default: the kind in lower case. */
  readonly singular?: string;
  /** Short names for kubectl, such as `rd`. */
  readonly shortNames?: readonly string[];
  /** Groups of resources that kubectl lists together, such as `all`. */
  readonly categories?: readonly string[];
}

type Constructor<T> = abstract new (...args: any[]) => T;
type OnResource<T, A> = T extends AnyResource ? A : '@Resource is for classes that extend CustomResource<Spec, Status>';

/** Makes a class that extends `CustomResource` or `ClusterResource` a kind of the API. */
export function Resource<T = KubernetesObject>(
  options: OnResource<T, ResourceOptions>,
): (target: Constructor<T>) => void {
  return (target: Constructor<T>, ...rest: unknown[]) => {
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

/** Paths of the scale subresource. */
export interface ScaleOptions<T, R extends string, S extends string, L extends string> {
  /** The wished number; default `.spec.replicas`. */
  readonly specReplicasPath?: CheckPath<NoInfer<T>, R, 'number'>;
  /** The observed number; default `.status.replicas`. */
  readonly statusReplicasPath?: CheckPath<NoInfer<T>, S, 'number'>;
  /** The label selector as text, which autoscalers read; default `.status.selector` where the type has it. */
  readonly labelSelectorPath?: CheckPath<NoInfer<T>, L, 'string'>;
}

type OnStatus<T, A> = T extends { status?: infer Status }
  ? [Exclude<Status, undefined>] extends [never]
    ? 'a subresource needs a Status: CustomResource<Spec, Status>'
    : A
  : 'a subresource needs a Status: CustomResource<Spec, Status>';
/** `scale`, or a sentence where a path that was not said is not in the type. */
type ScaleOf<T, R extends string, S extends string> = [R, CheckPath<T, R, 'number'>] extends ['.spec.replicas', infer P]
  ? P extends R
    ? ObservedScaleOf<T, S>
    : 'scale: .spec.replicas is not a number here; say specReplicasPath'
  : ObservedScaleOf<T, S>;
type ObservedScaleOf<T, S extends string> = [S, CheckPath<T, S, 'number'>] extends ['.status.replicas', infer P]
  ? P extends S
    ? 'scale'
    : 'scale: .status.replicas is not a number here; say statusReplicasPath'
  : 'scale';

/**
 * Adds a subresource. `scale` makes `kubectl scale` and autoscalers work. A status subresource needs no decorator:
 * a Status type means one.
 */
export function Subresource<
  T = KubernetesObject,
  const R extends string = '.spec.replicas',
  const S extends string = '.status.replicas',
  const L extends string = '.status.selector',
>(
  subresource: OnStatus<T, ScaleOf<NoInfer<T>, R, S>>,
  options?: ScaleOptions<T, R, S, L>,
): (target: Constructor<T>) => void {
  return classDecorator([subresource, options]);
}

/** How kubectl shows a column. */
export interface ColumnOptions {
  /** Shown by `kubectl explain` and by clients as help. */
  readonly description?: string;
  /** 0 (the default) is always shown; greater than 0 only with `kubectl get -o wide`. */
  readonly priority?: number;
}

/**
 * Adds a column to what `kubectl get` prints, after those before it in the source. The column's type follows from the
 * type of the field that the JSON path leads to.
 */
export function PrintColumn<T = KubernetesObject, const P extends string = string>(
  name: string,
  path: CheckPath<NoInfer<T>, P>,
  options?: ColumnOptions,
): (target: Constructor<T>) => void {
  return classDecorator([name, path, options]);
}

/** Read from the source by codegen; nothing happens when the program runs. */
function classDecorator(_arguments: readonly unknown[]): (target: Constructor<any>) => void {
  return (_target: Constructor<any>, ...rest: unknown[]) => refuseStandardDecorators(rest[0]);
}
