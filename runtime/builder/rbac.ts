// What a reconciler or webhook may do beyond what its other decorators imply.
import type { Kind } from '../../decorators/kind.js';
import { refuseStandardDecorators } from '../../decorators/metadata.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';

/** The verbs of RBAC rules. `bind`, `escalate`, `impersonate` and `use` are rights without a request of their own. */
export type RbacVerb =
  | 'get'
  | 'list'
  | 'watch'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'deletecollection'
  | 'bind'
  | 'escalate'
  | 'impersonate'
  | 'use'
  | '*';

/** Where a rule holds, and for which objects. */
export interface RbacScope {
  /** In this namespace only: the rule goes into a Role there. Default: everywhere, by a ClusterRole. */
  readonly namespace?: string;
  /** The role that the rule goes into; default: the operator's own, `manager-role`. */
  readonly roleName?: string;
}

/** What narrows a rule for a kind. */
export interface RbacKindOptions extends RbacScope {
  /** A subresource in place of the objects themselves, such as `eviction` of Pods: for several, write a rule for each. */
  readonly subresource?: string;
  /** Only the objects of these names. Of no use with `create`: the API server does not know the name then. */
  readonly resourceNames?: readonly string[];
}

/** A rule in full on resources, for what no kind describes. */
export interface RbacResourceRule extends RbacScope {
  /** Empty text, or `core`, is the core group. */
  readonly groups: readonly string[];
  /** Plural names, such as `pods` or `pods/eviction`. */
  readonly resources: readonly string[];
  readonly verbs: readonly (RbacVerb | (string & {}))[];
  /** Only the objects of these names. */
  readonly resourceNames?: readonly string[];
  readonly urls?: never;
}

/** A rule on paths that are no resources. It holds everywhere. */
export interface RbacUrlRule {
  /** Such as `/metrics`; a `*` at the end stands for all that begins so. */
  readonly urls: readonly string[];
  /** The methods of HTTP in lower case: `get`, `post`, `put` ... */
  readonly verbs: readonly string[];
  readonly roleName?: string;
  readonly namespace?: never;
  readonly groups?: never;
  readonly resources?: never;
  readonly resourceNames?: never;
}

/** A rule in full. */
export type RbacRuleOptions = RbacResourceRule | RbacUrlRule;

type RuleOption = keyof RbacResourceRule | keyof RbacUrlRule;
/** Nothing that the argument lacks, or a sentence. */
type OnlyRuleOptions<A> =
  A extends Kind<KubernetesObject>
    ? unknown
    : [Exclude<keyof A, RuleOption>] extends [never]
      ? unknown
      : `@Rbac has no option ${Exclude<keyof A, RuleOption> & string}`;

/**
 * What the class may do beyond what its other decorators imply: `@Rbac(Pod, ['create', 'delete'])`, or a rule in full such
 * as `@Rbac({ groups: [''], resources: ['pods/eviction'], verbs: ['create'] })` or `@Rbac({ urls: ['/metrics'], verbs:
 * ['get'] })`. On reconcilers and on classes with webhooks, as often as needed. Read from the source by `kubewright
 * generate`, which merges all rules; nothing happens when the program runs.
 */
export function Rbac<const A extends Kind<KubernetesObject> | RbacRuleOptions>(
  _kindOrRule: A & OnlyRuleOptions<A>,
  ..._verbsAndOptions: A extends RbacRuleOptions ? [] : [verbs: readonly RbacVerb[], options?: RbacKindOptions]
): (target: new (...args: any[]) => any) => void {
  return (_target, ...rest: unknown[]) => refuseStandardDecorators(rest[0]);
}
