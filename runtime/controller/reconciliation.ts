// One reconcile after the other of one controller: what they are given, how long they may take, what counts as their end.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Lister } from '../cache/lister.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import { Applier, type Applying } from '../desired/applier.js';
import type { EventRecorder } from '../events/event-recorder.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import { withStrayListener } from '../log/stray-rejections.js';
import type { ObjectKey } from '../meta/object-key.js';
import { isControlledBy } from '../meta/owner-references.js';
import type { Cause } from './causes.js';
import type { ControllerMetrics } from './controller-metrics.js';
import type { ControllerOptions } from './controller-options.js';
import { FinalizerKeeper } from './finalizer-keeper.js';
import type { OwnedKind } from './followed-kinds.js';
import type { ReconcileContext, Reconciler } from './reconciler.js';
import { done, type Result, requeueAfter, resultProblem, TerminalError } from './result.js';
import { watchForEnd } from './unended-log.js';

/** What reconciles work with. */
export interface ReconciliationParts<T extends KubernetesObject> {
  /** The name of the controller. */
  readonly name: string;
  readonly kind: Kind<T>;
  readonly reconciler: Reconciler<T>;
  readonly owns: readonly OwnedKind[];
  readonly options: ControllerOptions<never>;
  readonly client: Client;
  readonly cache: Lister;
  readonly events: EventRecorder;
  readonly clock: Clock;
  readonly metrics: ControllerMetrics;
  /** The manager's name. */
  readonly manager?: string | undefined;
  /** Throws where nothing may be begun. */
  readonly mayBegin?: (() => void) | undefined;
}

/** What is different for each of them. */
export interface Occasion {
  readonly key: ObjectKey;
  readonly causes: readonly Cause[];
  readonly log: Logger;
  /** Aborts when the controller stops, or the reconcile is to end for another reason. */
  readonly stopping: AbortSignal;
  /** For this reconcile; default: that of all. */
  readonly client?: Client | undefined;
  /** For this reconcile: throws where it may not be begun. */
  readonly mayBegin?: (() => void) | undefined;
}

/** Runs `reconcile`, or `finalize` while the object is being deleted. */
export class Reconciliation<T extends KubernetesObject> {
  readonly #parts: ReconciliationParts<T>;
  readonly #finalizers: FinalizerKeeper<T> | undefined;
  readonly #applier: Applier<T>;

  /** @throws TypeError for a finalizer that nothing would finalize */
  constructor(parts: ReconciliationParts<T>) {
    this.#parts = parts;
    const { name, kind, client, reconciler, cache, clock, manager = 'kubewright' } = parts;
    const owns = parts.owns.filter(({ apply }) => apply === true).map(owned => owned.kind);
    this.#applier = new Applier({ name: `${manager}/${name}`, kind, owns, client, cache, clock });
    const { finalizer } = parts.options;
    if (finalizer === undefined) return;
    if (reconciler.finalize === undefined) {
      throw new TypeError(`controller ${name}: with finalizer ${finalizer}, its reconciler needs a method finalize`);
    }
    this.#finalizers = new FinalizerKeeper(kind, finalizer, client);
  }

  /** The object is gone: nothing is kept of it. */
  forget(key: ObjectKey): void {
    this.#finalizers?.forget(key);
    this.#applier.forget(key);
  }

  /** The keys of the objects of which dependents wait for this object to go. */
  waitingFor(kind: Kind<KubernetesObject>, key: ObjectKey): readonly string[] {
    return this.#applier.waitingFor(kind, key);
  }

  /**
   * What the user's method has answered; `done` where there is nothing to run. An object that is being deleted is never
   * reconciled: creating anew what its deletion takes away helps nobody.
   * @throws what the method throws, and TypeError for an answer that is none
   */
  async run(object: Snapshot<T>, occasion: Occasion): Promise<Result> {
    const deleting = object.metadata.deletionTimestamp !== undefined;
    if (deleting && !this.#isToFinalize(object, occasion.key)) return done;
    const { clock, metrics, mayBegin } = this.#parts;
    (occasion.mayBegin ?? mayBegin)?.();
    const timeout = this.#timeout(occasion.stopping);
    const signal = timeout?.signal ?? occasion.stopping;
    const ended = watchForEnd(occasion.log, clock);
    const started = clock.monotonic();
    try {
      const result = await withStrayListener({ strayRejection: error => this.#tellStray(error, occasion) }, () =>
        deleting ? this.#finalize(object, occasion, signal) : this.#reconcile(object, occasion, signal),
      );
      const milliseconds = Math.round(clock.monotonic() - started);
      occasion.log.debug('reconciled', { milliseconds, result: result.kind });
      return result;
    } finally {
      ended();
      if (timeout?.end()) metrics.timeouts += 1;
    }
  }

  async #reconcile(object: Snapshot<T>, occasion: Occasion, signal: AbortSignal): Promise<Result> {
    const { reconciler } = this.#parts;
    const claimed = (await this.#finalizers?.claim(object, occasion.key, signal, occasion.client)) ?? object;
    const applying = this.#applier.begin(claimed, { ...this.#about(claimed, occasion), signal }, occasion.client);
    // Called as methods, because they are methods of the user's class.
    const answer = await reconciler.reconcile(claimed, this.#context(claimed, occasion, signal, applying));
    const result = this.#checked(answer, 'reconcile');
    // What was held back needs another turn; an earlier one that the reconciler wishes itself will do.
    const turn = applying.requeueAfter;
    if (turn === undefined) return result;
    if (result.kind === 'done') return requeueAfter(turn);
    return result.delay > turn ? { ...result, delay: turn } : result;
  }

  async #finalize(object: Snapshot<T>, occasion: Occasion, signal: AbortSignal): Promise<Result> {
    const { reconciler } = this.#parts;
    const applying = this.#applier.begin(object, { ...this.#about(object, occasion), signal }, occasion.client);
    const answer = await reconciler.finalize?.(object, this.#context(object, occasion, signal, applying));
    const result = this.#checked(answer, 'finalize');
    if (result.kind === 'done') await this.#finalizers?.release(object, occasion.key, occasion.client);
    return result;
  }

  #isToFinalize(object: Snapshot<T>, key: ObjectKey): boolean {
    return this.#parts.reconciler.finalize !== undefined && (this.#finalizers?.isHeld(object, key) ?? true);
  }

  /** TypeScript keeps to the type; a program that is not compiled, or has an `any` somewhere, may not. */
  #checked(result: unknown, method: 'reconcile' | 'finalize'): Result {
    const problem = resultProblem(result);
    if (problem === undefined) return result as Result;
    throw new TypeError(`${nameOf(this.#parts.reconciler)}.${method} of controller ${this.#parts.name}: ${problem}`);
  }

  #tellStray(error: unknown, { log }: Occasion): void {
    this.#parts.metrics.panics += 1;
    log.error('a promise of this reconcile was rejected, and nobody waited for it: await it, or catch its error', {
      error,
    });
  }

  #about(object: Snapshot<T>, { log }: Occasion): Pick<ReconcileContext, 'events' | 'log'> {
    return { events: this.#parts.events.about(object), log };
  }

  #context(object: Snapshot<T>, occasion: Occasion, signal: AbortSignal, applying: Applying): ReconcileContext {
    const { client, cache, clock } = this.#parts;
    const { key, causes } = occasion;
    return {
      key,
      causes,
      client: occasion.client ?? client,
      cache,
      clock,
      signal,
      ...this.#about(object, occasion),
      apply: (objects, options) => applying.apply(objects, options),
      owned: kind => {
        const owned = this.#owned(kind, object);
        applying.show(kind as Kind<KubernetesObject>, owned);
        return owned;
      },
    };
  }

  #owned<K extends KubernetesObject>(kind: Kind<K>, object: Snapshot<T>): readonly Snapshot<K>[] {
    const { name, owns, cache } = this.#parts;
    const owned = owns.find(({ kind: known }) => known === (kind as Kind<KubernetesObject>));
    if (owned === undefined) {
      throw new TerminalError(`${kind.name} is not owned by controller ${name}: add @Owns(${kind.name})`);
    }
    const dependents = cache.ownedBy(kind, object);
    return owned.matchEveryOwner ? dependents : dependents.filter(dependent => isControlledBy(dependent, object));
  }

  /** A signal that aborts with the stop too. Its `end` is to be called in the end, and says whether it took too long. */
  #timeout(stopping: AbortSignal): { readonly signal: AbortSignal; end(): boolean } | undefined {
    const limit = this.#parts.options.reconciliationTimeout;
    if (limit === undefined || limit === Number.POSITIVE_INFINITY) return undefined;
    // Not AbortSignal.any: in Node 22 each one leaves something on the signal of the stop, which lives on.
    const { signal, abort, release } = linkedController(stopping);
    let isOver = false;
    const timer = this.#parts.clock.setTimer(limit, () => {
      isOver = true;
      abort(new ExplainedError(`the reconcile took longer than reconciliationTimeout, ${limit} ms`));
    });
    const end = (): boolean => {
      timer.cancel();
      release();
      return isOver;
    };
    return { signal, end };
  }
}

/** The class of the user, as far as it has a name. */
function nameOf(reconciler: object): string {
  const name = reconciler.constructor?.name ?? '';
  return name === '' || name === 'Object' ? 'the reconciler' : name;
}
