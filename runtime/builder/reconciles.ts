// The decorators of reconcilers: which kind a class reconciles, and what else makes it run.
import type { Kind } from '../../decorators/kind.js';
import { declare, declared, declareInOrder, refuseStandardDecorators } from '../../decorators/metadata.js';
import type { ClusterObjectMeta, KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Lister } from '../cache/lister.js';
import type { ControllerOptions } from '../controller/controller-options.js';
import type { ExternalSource } from '../controller/external-source.js';
import type { Predicate } from '../controller/predicates.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import type { Result } from '../controller/result.js';
import type { KeyOf, ObjectKey } from '../meta/object-key.js';

type Runs<F, T, Name extends string> = F extends (object: Snapshot<T>, context: ReconcileContext) => infer R
  ? R extends Promise<Result>
    ? unknown
    : `${Name} must return Promise<Result>`
  : `${Name} must take (Snapshot<of this kind>, ReconcileContext)`;
type Reconciling<C, T> = 0 extends 1 & C
  ? unknown
  : C extends { reconcile: infer F }
    ? unknown extends Runs<F, T, 'reconcile'>
      ? C extends { finalize: infer G }
        ? Runs<G, T, 'finalize'>
        : unknown
      : Runs<F, T, 'reconcile'>
    : 'the class has no method reconcile';

type ReconcilerClass<C> = new (...args: any[]) => C;

/**
 * Makes a class the reconciler of a kind: it needs `reconcile(object: Snapshot<Kind>, context: ReconcileContext):
 * Promise<Result>`, and may have `finalize` of the same form. Implies the RBAC rules to read the kind, to patch it and its
 * status, and to set its finalizers.
 */
export function Reconciles<T extends KubernetesObject, C = any>(
  kind: Kind<T> & Reconciling<C, T>,
  options: ControllerOptions<NoInfer<T>> = {},
): (target: ReconcilerClass<C>) => void {
  return (target, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    if (declared(target, RECONCILES) !== undefined) {
      throw new TypeError(`${target.name} has @Reconciles twice; a class reconciles one kind`);
    }
    declare(target, RECONCILES, { kind, options } satisfies Declared);
  };
}

/** Which changes of a followed kind count. */
export interface FollowOptions<W extends KubernetesObject> {
  /** Default: all. */
  readonly when?: Predicate<W>;
}

export interface OwnsOptions<W extends KubernetesObject> extends FollowOptions<W> {
  /**
   * Objects count for all their owners of the reconciled kind, not for the managing controller alone: in events and in
   * `context.owned`. Default false.
   */
  readonly matchEveryOwner?: boolean;
  /**
   * `context.apply` may create, change and delete objects of the kind, and implies the RBAC rules for it: create, patch and
   * delete. Default false: it refuses them.
   */
  readonly apply?: boolean;
}

/**
 * Also runs for changes of objects of this kind that the reconciled object controls (by controller owner reference).
 * Implies the RBAC rules to get, list and watch the kind; with `apply: true`, which `context.apply` needs, also those to
 * create, patch and delete its objects.
 */
export function Owns<W extends KubernetesObject>(
  kind: Kind<W>,
  options: OwnsOptions<NoInfer<W>> = {},
): (target: ReconcilerClass<any>) => void {
  return (target, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    declareInOrder(target, OWNS, { kind, ...options });
  };
}

/**
 * The key of what `R` reconciles, which it takes as a `Snapshot`: the scope is read from the snapshot's metadata. Of a
 * reconciler that takes objects of all kinds it cannot be told.
 */
type KeyFor<R> = R extends { reconcile: (object: infer O, ...rest: never[]) => unknown }
  ? Snapshot<KubernetesObject> extends O
    ? ObjectKey
    : O extends { readonly metadata: infer M }
      ? KeyOf<{ metadata: M & ClusterObjectMeta }>
      : ObjectKey
  : ObjectKey;

/**
 * Also runs for changes of objects of this kind, for the keys that `map` answers. It is asked for the old and the new
 * state of a changed object, and can look in the cache for who is concerned: whoever is not there yet will be reconciled
 * when it comes. Implies the RBAC rules to get, list and watch the kind.
 */
export function Watches<W extends KubernetesObject, R = any>(
  kind: Kind<W>,
  map: (object: Snapshot<W>, reconciler: R, cache: Lister) => readonly KeyFor<R>[] | Promise<readonly KeyFor<R>[]>,
  options: FollowOptions<NoInfer<W>> = {},
): (target: ReconcilerClass<R>) => void {
  return (target, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    declareInOrder(target, WATCHES, { kind, map, ...options });
  };
}

/**
 * Also runs when something outside of the cluster says so: `@TriggeredBy(every(minutes(5)))`, `@TriggeredBy(httpPoll({ url,
 * every: minutes(1) }))`, or a source of one's own: `@TriggeredBy({ name: 'calls', open: ({ reconciler }) =>
 * reconciler.calls() })`, where `open` gives an async iterable of keys, objects, or lists of them.
 */
export function TriggeredBy<R = any>(source: ExternalSource<KeyFor<R>, R>): (target: ReconcilerClass<R>) => void {
  return (target, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    declareInOrder(target, SOURCES, source);
  };
}

const RECONCILES = 'reconciles';
const OWNS = 'owns';
const WATCHES = 'watches';
const SOURCES = 'sources';

interface Declared {
  readonly kind: Kind<KubernetesObject>;
  readonly options: ControllerOptions<never>;
}

/** What the decorators of a reconciler class say. */
export interface ReconcilerDeclaration extends Declared {
  readonly owns: readonly ({ readonly kind: Kind<KubernetesObject> } & OwnsOptions<never>)[];
  readonly watches: readonly ({
    readonly kind: Kind<KubernetesObject>;
    readonly map: (
      object: Snapshot<KubernetesObject>,
      reconciler: unknown,
      cache: Lister,
    ) => readonly ObjectKey[] | Promise<readonly ObjectKey[]>;
  } & FollowOptions<never>)[];
  readonly sources: readonly ExternalSource[];
}

/** @throws TypeError for a class without `@Reconciles` */
export function reconcilerDeclaration(target: { readonly name: string }): ReconcilerDeclaration {
  const reconciles = declared<Declared>(target, RECONCILES);
  if (reconciles === undefined) throw new TypeError(`${target.name} has no @Reconciles(Kind)`);
  return {
    ...reconciles,
    owns: declared(target, OWNS) ?? [],
    watches: declared(target, WATCHES) ?? [],
    sources: declared(target, SOURCES) ?? [],
  };
}
