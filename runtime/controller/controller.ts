// Keeps the objects of one kind as they are wished: takes keys from a queue and runs the reconciler for each.
import { randomUUID } from 'node:crypto';
import { type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Informer } from '../cache/informer.js';
import type { Lister } from '../cache/lister.js';
import type { ApiError } from '../client/api-error.js';
import { isConflict, isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import { type Clock, systemClock } from '../clock/clock.js';
import type { EventRecorder } from '../events/event-recorder.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import { type ObjectKey, parseKey } from '../meta/object-key.js';
import { isControlledBy } from '../meta/owner-references.js';
import { Workqueue } from '../queue/workqueue.js';
import { type ControllerOptions, checkControllerOptions } from './controller-options.js';
import { enqueueController, enqueueMapped, enqueueObject } from './event-handlers.js';
import type { ReconcileContext, Reconciler } from './reconciler.js';
import { done, type Result, TerminalError } from './result.js';

/** A kind whose changes run the reconciler for the keys that `map` answers. */
export interface WatchedKind {
  readonly kind: Kind<KubernetesObject>;
  readonly map: (object: Snapshot<KubernetesObject>) => readonly ObjectKey[] | Promise<readonly ObjectKey[]>;
}

/** What a controller is made of. */
export interface ControllerParts<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  readonly reconciler: Reconciler<T>;
  readonly owns?: readonly Kind<KubernetesObject>[];
  readonly watches?: readonly WatchedKind[];
  readonly options?: ControllerOptions;
  readonly client: Client;
  readonly cache: Lister & { informer<K extends KubernetesObject>(kind: Kind<K>): Pick<Informer<K>, 'addHandler'> };
  readonly events: EventRecorder;
  readonly log: Logger;
  readonly clock?: Clock;
}

/**
 * A Runnable. Its semantics are those of controller-runtime: changes of an object that come while it is queued are one
 * run, those that come while it is reconciled are one more run afterwards; an object is never reconciled twice at once.
 * What a reconcile throws is logged and tried again, 5 ms after the first failure and twice as long after each further
 * one, up to 1000 s; a `TerminalError` is not tried again. Success and `requeueAfter` end the series of failures.
 * Conflicts, which mean that the cache lags behind, are logged as errors only when they do not cease.
 */
export class Controller<T extends KubernetesObject> {
  readonly name: string;
  readonly #parts: ControllerParts<T>;
  readonly #info: KindInfo;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #queue: Workqueue;
  readonly #detach: (() => void)[];

  /**
   * Registers with the cache at once, so that the cache's sync includes the kinds of this controller.
   * @throws RangeError for options that are out of range
   */
  constructor(parts: ControllerParts<T>) {
    this.#parts = parts;
    this.#info = kindInfo(parts.kind);
    this.name = parts.options?.name ?? this.#info.kind.toLowerCase();
    checkControllerOptions(this.name, parts.options ?? {});
    this.#clock = parts.clock ?? systemClock;
    this.#log = parts.log.with({ controller: this.name });
    this.#queue = new Workqueue({ clock: this.#clock });
    this.#detach = this.#attach();
  }

  /**
   * Reconciles until the signal aborts; then ends as soon as the reconciles that are under way have ended. What is queued
   * by then is not started: the next start of the operator sees every object again.
   */
  async run(signal: AbortSignal): Promise<void> {
    const workers = this.#parts.options?.maxConcurrentReconciles ?? 1;
    this.#log.info('starting workers', { workers });
    try {
      await Promise.all(Array.from({ length: workers }, () => this.#work(signal)));
    } finally {
      this.#queue.shutDown();
      for (const detach of this.#detach) detach();
    }
    this.#log.info('all workers have ended');
  }

  #attach(): (() => void)[] {
    const { cache, kind, owns = [], watches = [] } = this.#parts;
    const enqueue = (key: string): void => this.#queue.add(key);
    return [
      cache.informer(kind as Kind<KubernetesObject>).addHandler(enqueueObject(enqueue)),
      ...owns.map(owned => cache.informer(owned).addHandler(enqueueController(this.#info, enqueue))),
      ...watches.map(({ kind: watched, map }) =>
        cache.informer(watched).addHandler(enqueueMapped(map, enqueue, this.#log)),
      ),
    ];
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (;;) {
      const key = await this.#queue.get(signal);
      if (key === undefined) return;
      try {
        // The stop may have come between the handing out of the key and this turn.
        if (!signal.aborted) await this.#process(key, signal);
      } finally {
        this.#queue.done(key);
      }
    }
  }

  async #process(key: string, signal: AbortSignal): Promise<void> {
    const objectKey = parseKey(key);
    const log = this.#logOf(objectKey);
    try {
      const object = this.#read(objectKey);
      this.#settle(key, object === undefined ? done : await this.#reconcile(object, objectKey, log, signal));
    } catch (error) {
      if (signal.aborted && error === signal.reason) log.debug('the reconcile was interrupted by the stop');
      else this.#fail(key, objectKey, error, log);
    }
  }

  #read(key: ObjectKey): Snapshot<T> | undefined {
    const get = this.#parts.cache.get as (kind: Kind<T>, key: ObjectKey) => Snapshot<T> | undefined;
    return get.call(this.#parts.cache, this.#parts.kind, key);
  }

  /** An object that is being deleted is never reconciled: creating anew what its deletion takes away helps nobody. */
  async #reconcile(object: Snapshot<T>, key: ObjectKey, log: Logger, stopping: AbortSignal): Promise<Result> {
    const { reconciler } = this.#parts;
    const deleting = object.metadata.deletionTimestamp !== undefined;
    if (deleting && reconciler.finalize === undefined) return done;
    const timeout = this.#timeout();
    const signal = timeout === undefined ? stopping : AbortSignal.any([stopping, timeout.signal]);
    const context = this.#context(object, key, log, signal);
    const started = this.#clock.monotonic();
    try {
      // Called as methods, because they are methods of the user's class.
      const result = deleting
        ? await reconciler.finalize?.(object, context)
        : await reconciler.reconcile(object, context);
      log.debug('reconciled', { milliseconds: Math.round(this.#clock.monotonic() - started), result: result?.kind });
      return result ?? done;
    } finally {
      timeout?.cancel();
    }
  }

  #settle(key: string, result: Result): void {
    this.#queue.forget(key);
    if (result.kind === 'requeueAfter') this.#queue.addAfter(key, result.delay);
  }

  #fail(key: string, objectKey: ObjectKey, error: unknown, log: Logger): void {
    if (error instanceof TerminalError) {
      log.error('reconcile failed for good; it runs again when the object changes', { error });
      return;
    }
    const attempt = this.#queue.retries(key) + 1;
    const quiet = attempt <= QUIET_ATTEMPTS && (isOutrun(error) || this.#isGone(objectKey, error));
    if (quiet) log.debug('the object has changed, or gone, meanwhile; trying again', { error, attempt });
    else log.error('reconcile failed; it will be tried again', { error, attempt });
    this.#queue.addRateLimited(key);
  }

  /** The object itself is not there any more, which the cache does not know yet. */
  #isGone({ namespace, name }: ObjectKey, error: unknown): boolean {
    if (!isNotFound(error)) return false;
    const { kind, key } = error;
    const sameKind = kind.group === this.#info.group && kind.kind === this.#info.kind;
    return sameKind && key?.namespace === namespace && key?.name === name;
  }

  #context(object: Snapshot<T>, key: ObjectKey, log: Logger, signal: AbortSignal): ReconcileContext {
    const { client, cache, events, owns = [] } = this.#parts;
    return {
      key,
      client,
      cache,
      log,
      signal,
      events: events.about(object),
      owned: kind => {
        if (!owns.includes(kind as Kind<KubernetesObject>)) {
          throw new TerminalError(`${kind.name} is not owned by controller ${this.name}: add @Owns(${kind.name})`);
        }
        return cache.ownedBy(kind, object).filter(dependent => isControlledBy(dependent, object));
      },
    };
  }

  #timeout(): { readonly signal: AbortSignal; cancel(): void } | undefined {
    const limit = this.#parts.options?.reconciliationTimeout;
    if (limit === undefined) return undefined;
    const controller = new AbortController();
    const timer = this.#clock.setTimer(limit, () =>
      controller.abort(new ExplainedError(`the reconcile took longer than reconciliationTimeout, ${limit} ms`)),
    );
    return { signal: controller.signal, cancel: () => timer.cancel() };
  }

  #logOf({ namespace, name }: ObjectKey): Logger {
    return this.#log.with({
      kind: this.#info.kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      reconcileId: randomUUID(),
    });
  }
}

/** By then the retries have waited for more than a second, and no cache should lag behind for so long. */
const QUIET_ATTEMPTS = 8;

/** Somebody else was faster: the cache will show the newer state. Fields that another manager owns stay a conflict. */
function isOutrun(error: unknown): boolean {
  return isConflict(error) && !isAboutFields(error);
}

function isAboutFields({ causes }: ApiError): boolean {
  return causes.some(({ reason }) => reason === 'FieldManagerConflict');
}
