// What a controller follows in the cache: its own kind, those that it owns, and those that it watches.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { apiVersionOf, type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { CacheSyncError } from '../cache/cache-sync-error.js';
import type { CachedObject } from '../cache/cached-object.js';
import type { Informer, InformerHandler } from '../cache/informer.js';
import { unlessAborted } from '../cache/interruptible.js';
import type { ReadableStore } from '../cache/readable-store.js';
import { type Clock, sleep } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import type { ObjectKey } from '../meta/object-key.js';
import { type ControllerOptions, DEFAULT_SYNC_PERIOD } from './controller-options.js';
import { enqueueMapped, enqueueObject, enqueueOwner, enqueueWaiting, type KeyQueue } from './event-handlers.js';
import type { Predicate } from './predicates.js';
import { jittered } from './timer-source.js';

/** A kind whose changes run the reconciler for the owners of its objects. */
export interface OwnedKind {
  readonly kind: Kind<KubernetesObject>;
  readonly when?: Predicate<never> | undefined;
  /** All owners count, not the managing controller alone. */
  readonly matchEveryOwner?: boolean | undefined;
  /** `context.apply` takes objects of the kind. */
  readonly apply?: boolean | undefined;
}

/** A kind whose changes run the reconciler for the keys that `map` answers. */
export interface WatchedKind {
  readonly kind: Kind<KubernetesObject>;
  readonly map: (object: Snapshot<KubernetesObject>) => readonly ObjectKey[] | Promise<readonly ObjectKey[]>;
  readonly when?: Predicate<never> | undefined;
}

/** As much of an informer as a controller needs. */
export type FollowedInformer<T extends KubernetesObject> = Pick<Informer<T>, 'addHandler' | 'synced' | 'hasSynced'> & {
  readonly store: Pick<ReadableStore<T>, 'list'>;
};

/** As much of a cache as a controller needs beside its reads. */
export interface FollowingCache {
  informer<K extends KubernetesObject>(kind: Kind<K>): FollowedInformer<K>;
}

interface FollowedKindsParts<T extends KubernetesObject> {
  /** The name of the controller. */
  readonly name: string;
  readonly kind: Kind<T>;
  readonly owns: readonly OwnedKind[];
  readonly watches: readonly WatchedKind[];
  readonly options: ControllerOptions<never>;
  readonly cache: FollowingCache;
  readonly clock: Clock;
  readonly random: (() => number) | undefined;
  readonly queue: KeyQueue;
  readonly log: Logger;
  /** Nothing is known of an object of the controller's own kind any more: most often since it is not there. */
  readonly gone: (key: string) => void;
  /** The keys that wait for an object of a kind that is applied to go; default: none. */
  readonly waitingFor?: ((kind: Kind<KubernetesObject>, key: ObjectKey) => readonly string[]) | undefined;
}

interface Following {
  readonly informer: FollowedInformer<KubernetesObject>;
  readonly handler: InformerHandler<KubernetesObject>;
}

/** How many objects are resynced before others get a turn. */
const RESYNCED_A_TURN = 500;
/** The part by which each period between resyncs is longer or shorter, so that they do not fall together. */
const RESYNC_JITTER = 0.1;

/** Waits for the informers of a controller, then attaches its handlers to them. */
export class FollowedKinds<T extends KubernetesObject> {
  readonly #parts: FollowedKindsParts<T>;
  readonly #own: InformerHandler<KubernetesObject>;
  #following: readonly Following[] = [];
  #detach: (() => void)[] = [];

  constructor(parts: FollowedKindsParts<T>) {
    this.#parts = parts;
    const { kind, options, queue, log, gone } = parts;
    const endsAreOurs = options.finalizer !== undefined;
    const own = enqueueObject({ kind: kindInfo(kind).kind, when: options.when, endsAreOurs, queue, log });
    this.#own = {
      ...own,
      onDelete: (object, finalStateUnknown) => {
        own.onDelete?.(object, finalStateUnknown);
        gone(object.key);
      },
    };
    if (options.cacheSyncTimeout === undefined && options.optional !== true) this.#ask();
  }

  /**
   * Resolves once everything that was there at the start is in the cache: at once where the cache has waited for it. Keys
   * come from then on: while a replica waits for its election, or for a kind, nothing would take them, and those of objects
   * that have gone meanwhile would pile up.
   * @returns false when the signal aborted before
   * @throws CacheSyncError when it takes longer than the controller's own `cacheSyncTimeout`
   */
  async synced(signal: AbortSignal): Promise<boolean> {
    if (this.#following.length === 0) this.#ask();
    const isSynced = this.#unsynced().length === 0 || (await this.#wait(signal));
    return isSynced && ((await this.#attach(signal)) ?? false);
  }

  /** Resolves when the handlers have been told of what is there: workers that began before would do much of it twice. */
  #attach(signal: AbortSignal): Promise<true | undefined> {
    const catchUps = this.#following.map(({ informer, handler }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#detach.push(informer.addHandler(handler, resolve));
      return promise;
    });
    return unlessAborted(
      Promise.all(catchUps).then(() => true as const),
      signal,
    );
  }

  async #wait(signal: AbortSignal): Promise<boolean> {
    const { options, clock, name } = this.#parts;
    const { cacheSyncTimeout: limit = Number.POSITIVE_INFINITY, optional = false } = options;
    const all = Promise.all(this.#following.map(({ informer }) => informer.synced)).then(() => true as const);
    if (optional)
      this.#parts.log.info('waiting for its kinds; the rest of the operator does not', { kinds: this.#kinds() });
    if (optional || limit === Number.POSITIVE_INFINITY) return (await unlessAborted(all, signal)) ?? false;
    const waiting = linkedController(signal);
    const timer = clock.setTimer(limit, () =>
      waiting.abort(new ExplainedError(`controller ${name}: not ready within ${limit / 1000} s (cacheSyncTimeout)`)),
    );
    const isSynced = await unlessAborted(all, waiting.signal);
    timer.cancel();
    waiting.release();
    if (isSynced !== undefined) return true;
    if (signal.aborted) return false;
    throw new CacheSyncError(this.#unsynced() as unknown as Informer<KubernetesObject>[], waiting.signal.reason);
  }

  /** The keys of all objects of the controller's own kind. */
  allKeys(): readonly ObjectKey[] {
    return this.#ownObjects().map(({ namespace, name }) => (namespace === undefined ? { name } : { namespace, name }));
  }

  /** Reconciles every object again after each `syncPeriod`; resolves when the signal aborts. */
  async resync(signal: AbortSignal): Promise<void> {
    const { options, clock, random = Math.random } = this.#parts;
    const { syncPeriod: period = DEFAULT_SYNC_PERIOD } = options;
    if (period === Number.POSITIVE_INFINITY) return;
    while (await sleep(clock, jittered(period, RESYNC_JITTER, random), signal)) {
      for (const [i, object] of this.#ownObjects().entries()) {
        if (i % RESYNCED_A_TURN === RESYNCED_A_TURN - 1) await nextTurn();
        if (signal.aborted) return;
        // As client-go does it: an update from a state to the same one, which predicates see as such.
        this.#own.onUpdate?.(object, object);
      }
    }
  }

  /**
   * What is there of the controller's own kind, and is meant, is reconciled behind all that is new, as at the start: nothing is
   * known of it any more. Resolves when all is told, or the signal aborts.
   */
  async listAnew(isMeant: (key: string) => boolean, signal: AbortSignal): Promise<void> {
    for (const [i, object] of this.#ownObjects().entries()) {
      if (i % RESYNCED_A_TURN === RESYNCED_A_TURN - 1) await nextTurn();
      if (signal.aborted) return;
      if (!isMeant(object.key)) continue;
      this.#parts.gone(object.key);
      this.#own.onAdd?.(object, true);
    }
  }

  /** Ends to follow. */
  detach(): void {
    for (const detach of this.#detach) detach();
    this.#detach = [];
  }

  /** From here on, a cache that runs or will run keeps the kinds. */
  #ask(): void {
    const { cache, kind, owns, watches, queue, log, waitingFor } = this.#parts;
    const info = kindInfo(kind);
    const follow = (followed: Kind<KubernetesObject>, handler: InformerHandler<KubernetesObject>): Following => ({
      informer: cache.informer(followed),
      handler,
    });
    this.#following = [
      follow(kind as Kind<KubernetesObject>, this.#own),
      ...owns.map(({ kind: owned, when, matchEveryOwner, apply }) => {
        const handler = enqueueOwner(info, { kind: kindInfo(owned).kind, when, queue, log }, matchEveryOwner);
        if (!apply || waitingFor === undefined) return follow(owned, handler);
        const waiting = (object: ObjectKey) => waitingFor(owned, object);
        return follow(owned, enqueueWaiting({ kind: kindInfo(owned).kind, queue, log }, handler, waiting));
      }),
      ...watches.map(({ kind: watched, when, map }) =>
        follow(watched, enqueueMapped(info, map, { kind: kindInfo(watched).kind, when, queue, log })),
      ),
    ];
  }

  #unsynced(): readonly FollowedInformer<KubernetesObject>[] {
    return this.#following.map(({ informer }) => informer).filter(({ hasSynced }) => !hasSynced);
  }

  #ownObjects(): readonly CachedObject<KubernetesObject>[] {
    return this.#following[0]?.informer.store.list() ?? [];
  }

  #kinds(): string {
    const { kind, owns, watches } = this.#parts;
    const all = [kind, ...owns.map(({ kind }) => kind), ...watches.map(({ kind }) => kind)].map(kindInfo);
    return [...new Set(all.map(info => `${info.kind} (${apiVersionOf(info)})`))].join(', ');
  }
}
