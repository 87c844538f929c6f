// Keeps the objects of one kind as they are wished: takes keys from a queue and runs the reconciler for each.
import { randomUUID } from 'node:crypto';
import { apiVersionOf, type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { type Clock, systemClock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { guardStrayRejections } from '../log/stray-rejections.js';
import { type ObjectKey, parseKey } from '../meta/object-key.js';
import type { QueuedKey } from '../queue/queue-entry.js';
import type { QueueMetrics } from '../queue/queue-metrics.js';
import { Workqueue } from '../queue/workqueue.js';
import type { ReconcileSpan, ReconcileSpans } from '../tracing/tracing.js';
import { type ActiveReconcile, ActiveReconciles } from './active-reconciles.js';
import { CauseBook, releaseCauses } from './cause-book.js';
import { type Cause, CausesText, causeText } from './causes.js';
import { ControllerMetrics, type ReconcileOutcome } from './controller-metrics.js';
import { type ControllerOptions, checkControllerOptions } from './controller-options.js';
import type { ControllerParts } from './controller-parts.js';
import { Endings } from './endings.js';
import type { KeyQueue } from './event-handlers.js';
import { FollowedKinds } from './followed-kinds.js';
import { isInterruption } from './interruption.js';
import type { ReconcileStay } from './key-share.js';
import { type Occasion, Reconciliation } from './reconciliation.js';
import { done, type Result } from './result.js';
import { runSource } from './run-source.js';
import { observedBy } from './traced-queue.js';
import { TurnTaking } from './turn-taking.js';

/**
 * A Runnable. Its semantics are those of controller-runtime: changes of an object that come while it is queued are one
 * run, those that come while it is reconciled are one more run afterwards; an object is never reconciled twice at once.
 * What a reconcile throws is logged and tried again, 5 ms after the first failure and twice as long after each further
 * one, up to 1000 s; a `TerminalError` is not tried again. Success and `requeueAfter` end the series of failures.
 * Conflicts, which mean that the cache lags behind, are logged as errors only when they do not cease. What was there at
 * the start is reconciled behind what is new.
 */
export class Controller<T extends KubernetesObject> {
  readonly name: string;
  readonly metrics = new ControllerMetrics();
  readonly #parts: ControllerParts<T>;
  readonly #info: KindInfo;
  readonly #options: ControllerOptions<never>;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #queue: Workqueue;
  readonly #causes: CauseBook;
  readonly #active = new ActiveReconciles(this.metrics);
  readonly #spans: ReconcileSpans | undefined;
  readonly #endings: Endings;
  readonly #turns: TurnTaking;
  readonly #reconciliation: Reconciliation<T>;
  readonly #followed: FollowedKinds<T>;

  /**
   * Registers with the cache at once, so that the cache's sync includes the kinds of this controller; with
   * `cacheSyncTimeout` or `optional` when it runs, so that it does not.
   * @throws RangeError or TypeError for options that are out of range
   */
  constructor(parts: ControllerParts<T>) {
    const { kind, owns = [], watches = [], options = {}, cache, clock = systemClock, observer = {}, random } = parts;
    this.#parts = parts;
    this.#options = options;
    this.#clock = clock;
    this.#info = kindInfo(kind);
    this.name = options.name ?? this.#info.kind.toLowerCase();
    checkControllerOptions(this.name, options);
    this.#log = parts.log.with({ module: `controller/${this.name}`, controller: this.name });
    const rateLimiter = options.rateLimiter?.(clock);
    const apiVersion = apiVersionOf(this.#info);
    this.#spans = parts.tracing?.controller({ name: this.name, kind: this.#info.kind, apiVersion });
    const queueObserver = this.#spans === undefined ? observer : observedBy(observer, this.#spans);
    this.#queue = new Workqueue({ clock, observer: queueObserver, ...(rateLimiter && { rateLimiter }) });
    this.#causes = new CauseBook(clock);
    this.#endings = new Endings({ info: this.#info, queue: this.#queue, causes: this.#causes, metrics: this.metrics });
    this.#turns = new TurnTaking(clock);
    this.#reconciliation = new Reconciliation({
      ...parts,
      name: this.name,
      owns,
      options,
      clock,
      metrics: this.metrics,
    });
    const queue: KeyQueue = {
      enqueue: (key, event, priority) => {
        if (parts.share?.has(key) === false) return;
        this.#causes.event(key, event);
        this.#queue.add(key, priority);
      },
    };
    const { name } = this;
    this.#followed = new FollowedKinds({
      name,
      kind,
      owns,
      watches,
      options,
      cache,
      clock,
      random,
      queue,
      log: this.#log,
      gone: key => this.#gone(key),
      waitingFor: (owned, key) => this.#reconciliation.waitingFor(owned, key),
    });
  }

  /** What its queue counts. */
  get queueMetrics(): QueueMetrics {
    return this.#queue.metrics;
  }

  /** What waits in its queue, and what workers hold; to look at. */
  queued(): Iterable<QueuedKey> {
    return this.#queue.entries();
  }

  /** The reconciles that are under way, those that run for longest first. */
  get active(): readonly ActiveReconcile[] {
    return this.#active.all;
  }

  /**
   * Reconciles until the signal aborts; then ends as soon as the reconciles that are under way have ended. What is queued
   * by then is not started: the next start of the operator sees every object again.
   * @throws CacheSyncError when the kinds have not synced within the controller's own `cacheSyncTimeout`
   */
  async run(signal: AbortSignal): Promise<void> {
    const workers = this.#options.maxConcurrentReconciles ?? 1;
    const unguard = guardStrayRejections();
    signal.addEventListener('abort', () => this.#tellWhoIsWaitedFor(), { once: true });
    const unshare = this.#parts.share?.onGained(isIn => void this.#followed.listAnew(isIn, signal));
    try {
      if (!(await this.#followed.synced(signal))) return;
      this.#log.info('starting workers', { workers });
      const resyncs = this.#followed.resync(signal);
      const sources = this.#runSources(signal);
      await Promise.all(Array.from({ length: workers }, () => this.#work(signal)));
      await Promise.all([resyncs, sources]);
    } finally {
      this.#queue.shutDown();
      this.#followed.detach();
      unshare?.();
      unguard();
    }
    this.#log.info('all workers have ended');
  }

  async #runSources(signal: AbortSignal): Promise<void> {
    const { sources = [], kind, reconciler, client, cache } = this.#parts;
    const running = sources.map(source => {
      const log = this.#log.with({ source: source.name });
      const allKeys = (): readonly ObjectKey[] => this.#followed.allKeys();
      const context = { reconciler, client, cache, log, clock: this.#clock, signal, allKeys };
      const cause: Cause = { type: 'source', name: source.name };
      return runSource(source, kind, context, key => {
        if (this.#parts.share?.has(key) === false) return;
        this.#causes.add(key, cause);
        this.#queue.add(key);
      });
    });
    await Promise.all(running);
  }

  /** Who wonders why the operator does not stop finds the objects here. */
  #tellWhoIsWaitedFor(): void {
    const active = this.active;
    if (active.length === 0) return;
    const objects = active.slice(0, MOST_TOLD).map(({ key }) => key);
    this.#log.info('stopping: waiting for the reconciles under way', { count: active.length, objects });
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (;;) {
      const key = await this.#queue.get(signal);
      if (key === undefined) return;
      try {
        // The stop may have come between the handing out of the key and this turn.
        if (!signal.aborted) await this.#processShared(key, signal);
      } finally {
        this.#queue.done(key);
      }
      // Reconciles that find all as it should be wait for nothing: a long queue of them would let nobody else run.
      await this.#turns.step();
    }
  }

  /** What became another's while it waited in the queue, that one knows of. */
  #processShared(key: string, stopping: AbortSignal): Promise<void> | undefined {
    const { share } = this.#parts;
    if (share === undefined) return this.#process(key, stopping);
    const stay = share.enter(key);
    if (stay !== undefined) return this.#process(key, stay.signal, stay).finally(() => stay.leave());
    releaseCauses(this.#causes.take(key));
    this.#queue.forget(key);
    this.#spans?.forget(key);
    return undefined;
  }

  async #process(key: string, stopping: AbortSignal, stay?: ReconcileStay): Promise<void> {
    const objectKey = parseKey(key);
    // From here to the read of the object nothing is waited for: what comes later leads to another reconcile.
    this.#queue.begin(key);
    const causes = this.#causes.take(key);
    const reconcileId = randomUUID();
    const log = this.#logOf(objectKey, causes, reconcileId);
    const reconcile: ActiveReconcile = { key, causes, reconcileId, since: this.#clock.monotonic() };
    this.#active.begin(reconcile);
    const span = this.#spans === undefined ? undefined : beginSpan(this.#spans, objectKey, reconcile);
    let outcome: ReconcileOutcome | undefined;
    let failure: unknown;
    const occasion = { key: objectKey, causes, log, stopping };
    try {
      const object = this.#read(objectKey);
      if (object === undefined) this.#forget(key);
      const result =
        object === undefined
          ? done
          : await this.#run(object, { ...occasion, client: stay?.client, mayBegin: stay?.check }, span);
      outcome = this.#endings.settle(key, result);
      releaseCauses(causes);
    } catch (error) {
      failure = error;
      if (stopping.aborted && isInterruption(error, stopping.reason))
        log.debug('the reconcile was interrupted by the stop');
      else outcome = this.#endings.fail(key, causes, error, log);
    }
    span?.end(outcome ?? 'interrupted', failure);
    if (this.#active.end(key)) this.#forget(key);
    if (outcome === undefined) return;
    this.metrics.reconciles[outcome] += 1;
    this.#parts.observer?.reconciled?.(outcome, this.#clock.monotonic() - reconcile.since);
  }

  #run(object: Snapshot<T>, occasion: Occasion, span: ReconcileSpan | undefined): Promise<Result> {
    return span === undefined ? this.#reconciliation.run(object, occasion) : this.#runTraced(object, occasion, span);
  }

  /** Apart, so that nothing is made for it where nothing is traced. */
  #runTraced(object: Snapshot<T>, occasion: Occasion, span: ReconcileSpan): Promise<Result> {
    return span.run(() => this.#reconciliation.run(object, occasion));
  }

  /** Where a predicate keeps out deletions, no reconcile finds out that the object has gone. */
  #gone(key: string): void {
    if (!this.#active.gone(key)) this.#forget(key);
  }

  /** Of an object that is not there nothing is kept; else that of all that ever were would be. */
  #forget(key: string): void {
    this.#reconciliation.forget(parseKey(key));
    this.#queue.forget(key);
    this.#spans?.forget(key);
  }

  #read(key: ObjectKey): Snapshot<T> | undefined {
    const get = this.#parts.cache.get as (kind: Kind<T>, key: ObjectKey) => Snapshot<T> | undefined;
    return get.call(this.#parts.cache, this.#parts.kind, key);
  }

  #logOf({ namespace, name }: ObjectKey, causes: readonly Cause[], reconcileId: string): Logger {
    return this.#log.with({
      kind: this.#info.kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      causes: new CausesText(causes),
      // Spelt as controller-runtime spells it, so that searches of logs go on.
      reconcileID: reconcileId,
    });
  }
}

/** How many objects a log line names. */
const MOST_TOLD = 20;

function beginSpan(spans: ReconcileSpans, { namespace, name }: ObjectKey, reconcile: ActiveReconcile): ReconcileSpan {
  const { key, reconcileId, causes } = reconcile;
  return spans.begin({ key, namespace, name, reconcileId, causes: () => causes.map(causeText) });
}
