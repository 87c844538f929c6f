// A reconciler as a pure function: from an object and what there is of its own, to what there should be.
import { apiVersionOf, type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Lister } from '../cache/lister.js';
import type { StatusOf } from '../client/shapes.js';
import type { ControllerOptions } from '../controller/controller-options.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import { done, type Result, requeueAfter } from '../controller/result.js';
import type { ApplySetOptions } from '../desired/apply-parts.js';
import type { DesiredObject } from '../desired/dependent.js';
import type { WishedStatus } from '../desired/next-status.js';
import { UnsteadyWishes } from '../desired/unsteady-wishes.js';
import type { ManagerPart } from '../manager/manager-context.js';
import { Bringing } from './bringing.js';
import { addController } from './controller.js';
import { sameObserved } from './same-observed.js';

/** What there is, from the cache. */
export interface Observed<Owned> {
  /** The objects of a kind that the object controls, by name. */
  owned<K extends Owned & Kind<KubernetesObject>>(kind: K): readonly Snapshot<ObjectOf<K>>[];
  /** For what else the function looks at; such kinds need `@Watches`. */
  readonly cache: Lister;
}

/** What there should be. */
export interface Desired<T extends KubernetesObject> {
  /** All objects of the object; what is not among them is deleted. */
  readonly objects: readonly DesiredObject[];
  /** The whole status; a field that is left out is removed. Without it the status stays as it is. */
  readonly status?: WishedStatus<StatusOf<T>>;
  /** Milliseconds after which to look again although nothing has changed, for what depends on the time. */
  readonly requeueAfter?: number;
}

export interface DesiredStateOptions<T extends KubernetesObject, Owned> {
  /** The kinds of `objects`. */
  readonly owns: readonly Owned[];
  /**
   * Pure: the same answer for the same object and the same observed ones. It runs whenever one of them changes, but not while
   * the object is being deleted: the garbage collector then takes away what it owns. After a write it is asked once more with
   * the same: fields that come out otherwise three times in a row are told in the log, and written less and less often.
   */
  readonly desired: (object: Snapshot<T>, observed: Observed<Owned>) => Desired<T>;
  /** As `Reconciler.finalize`, for what the garbage collector does not know; see `ControllerOptions.finalizer`. */
  readonly finalize?: (object: Snapshot<T>, context: ReconcileContext) => Promise<Result>;
  /** How the objects are applied. */
  readonly apply?: Omit<ApplySetOptions, 'prune'>;
  /** How the controller runs, where this is added to a manager itself. */
  readonly controller?: ControllerOptions<T>;
}

/** A reconciler, and a part of a manager. */
export interface DesiredState<T extends KubernetesObject> extends ManagerPart {
  readonly reconcile: (object: Snapshot<T>, context: ReconcileContext) => Promise<Result>;
  readonly finalize?: (object: Snapshot<T>, context: ReconcileContext) => Promise<Result>;
}

/** The objects of a kind. */
type ObjectOf<K> = K extends Kind<infer T> ? (T extends KubernetesObject ? T : never) : never;

/**
 * A reconciler of a pure function: its objects are applied and pruned as by `context.apply`, its status is patched when it
 * differs. Either `manager.add(desiredState(Redis, { owns: [Pod], desired: ... }))`, with roles that are written by hand; or
 * as the method of a decorated class, from which `kubewright generate` makes the roles:
 * `readonly reconcile = desiredState(Redis, { ... }).reconcile`.
 */
export function desiredState<T extends KubernetesObject, const Owned extends Kind<KubernetesObject> = never>(
  kind: Kind<T>,
  options: DesiredStateOptions<NoInfer<T>, Owned>,
): DesiredState<T> {
  const { desired, finalize } = options as DesiredStateOptions<T, Owned>;
  let wishes: UnsteadyWishes | undefined;
  const reconcile = async (object: Snapshot<T>, context: ReconcileContext): Promise<Result> => {
    wishes ??= new UnsteadyWishes(context.clock);
    const unsteady = wishes;
    const observed: Observed<Owned> = sameObserved(context);
    const wish = checked(kind, desired(object, observed));
    const holding = unsteady.holding(object);
    const bringing = new Bringing({ kind, object, context, holding });
    try {
      await bringing.bring(wish, options.apply);
    } finally {
      if (bringing.hasWritten && holding === undefined) tellUnsteady(() => desired(object, observed), wish);
    }
    const delays = [wish.requeueAfter, bringing.isStatusHeld ? holding?.delay : undefined].filter(isDelay);
    return delays.length === 0 ? done : requeueAfter(Math.min(...delays));

    function tellUnsteady(again: () => Desired<T>, first: Desired<T>): void {
      try {
        const fields = unsteady.judge(object, first, checked(kind, again()));
        if (fields !== undefined) context.log.warn(UNSTEADY, { fields });
      } catch (error) {
        context.log.debug('desired could not be asked once more', { error });
      }
    }
  };
  const reconciler = { reconcile, ...(finalize && { finalize }) };
  const owns = options.owns.map(owned => ({ kind: owned as Kind<KubernetesObject>, apply: true }));
  const declaration = { kind, owns, watches: [], sources: [], options: options.controller ?? {} };
  return { ...reconciler, addTo: manager => addController(manager, { ...declaration, reconciler } as never) };
}

/** TypeScript keeps to the type; a program that is not compiled, or has an `any` somewhere, may not. */
function checked<T extends KubernetesObject>(kind: Kind<T>, answer: Desired<T>): Desired<T> {
  if (Array.isArray((answer as Desired<T> | undefined)?.objects)) return answer;
  const problem = typeof (answer as { then?: unknown } | undefined)?.then === 'function' ? ', and not a promise' : '';
  throw new TypeError(`desired of desiredState(${kind.name}) has to answer { objects: [ ... ] }${problem}`);
}

/**
 * What a test lets a pure function observe: these objects, all of them owned.
 * @param cache for functions that look at more
 */
export function observedOf(objects: readonly Snapshot<KubernetesObject>[], cache: Partial<Lister> = {}): Observed<any> {
  return {
    owned: kind => {
      const info = kindInfo(kind as Kind<KubernetesObject>);
      const isOfKind = (object: Snapshot<KubernetesObject>) =>
        object.kind === info.kind && object.apiVersion === apiVersionOf(info);
      const named = objects.filter(isOfKind).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      return named as never;
    },
    cache: cache as Lister,
  };
}

const UNSTEADY =
  'desired answers something else each time, though nothing has changed: it is applied less and less often. Take times, random values and orders of chance out of it';

function isDelay(delay: number | undefined): delay is number {
  return delay !== undefined;
}
