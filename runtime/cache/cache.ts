// One informer for each kind, shared by all who read or follow that kind.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { collectionPath, creationPath } from '../client/paths.js';
import { aborted } from '../clock/aborted.js';
import { linkedController } from '../clock/linked-controller.js';
import type { KeyOf } from '../meta/object-key.js';
import { labelMatcher } from '../meta/parse-label-selector.js';
import type { CacheOptions } from './cache-options.js';
import { CacheSyncError } from './cache-sync-error.js';
import type { CachedObject } from './cached-object.js';
import { passingObject } from './entry.js';
import { Informer, type InformerOptions } from './informer.js';
import { unlessAborted } from './interruptible.js';
import { CacheSettings, kindName, nameOf } from './kind-settings.js';
import type { CacheListOptions, Lister } from './lister.js';
import { livenessOf, type WatchLiveness } from './liveness.js';
import type { ObjectRange } from './object-range.js';
import type { KindWrites, WrittenKinds } from './own-writes/write-recorder.js';

/**
 * A Runnable: keeps the kinds that informers were asked for, from the moment it runs. Reads throw for a kind without an
 * informer, for one that has not synced yet, and for a namespace that is not kept: an empty answer would be wrong, not
 * old.
 */
export class Cache implements Lister, WrittenKinds {
  readonly name = 'cache';
  readonly #options: InformerOptions;
  readonly #settings: CacheSettings;
  readonly #byName = new Map<string, Informer<KubernetesObject>>();
  /** The same by identity: reads are many, and a name is made of three strings. */
  #byKind = new WeakMap<object, Informer<KubernetesObject>>();
  /** What ends the run of an informer, and resolves when it has ended. */
  readonly #running = new Map<Informer<KubernetesObject>, () => Promise<void>>();
  #signal: AbortSignal | undefined;
  #removed = Promise.withResolvers<void>();
  /** By the names of the kinds: what resolves when nothing is left of the informers that were removed. */
  readonly #removals = new Map<string, Promise<void>>();
  readonly #range: ObjectRange | undefined;
  /** The names of the kinds of which all objects are kept, whatever the range. */
  readonly #whole = new Set<string>();

  /** @throws RangeError, TypeError for options that cannot be, with their place */
  constructor({ range, ...options }: InformerOptions & CacheOptions & { readonly range?: ObjectRange | undefined }) {
    this.#options = options;
    this.#range = range;
    this.#settings = new CacheSettings(options);
    range?.onChange(() => Promise.all(this.#inRange().map(informer => informer.reselect())));
  }

  /**
   * The informer of the kind: the same one until the kind is removed. A new one is started at once where the cache runs.
   * @throws RangeError, TypeError for options that cannot be for a kind of this scope
   */
  informer<T extends KubernetesObject>(kind: Kind<T>): Informer<T> {
    return typed(this.#find(kind) ?? this.#add(kind), kind);
  }

  /** All informers, in the order in which they were asked for. */
  get informers(): readonly Informer<KubernetesObject>[] {
    return [...this.#byName.values()];
  }

  /** Of this kind all objects are kept, whatever the range of the cache is. To be said before the cache runs. */
  keepWhole(kind: Kind<KubernetesObject>): void {
    this.#whole.add(kindName(kind));
  }

  /** How the watches do: one entry for each kind and each scope of it. */
  liveness(): readonly WatchLiveness[] {
    return livenessOf(this.informers);
  }

  /**
   * Ends the informer of the kind, takes its handlers out without a word to them, and forgets its objects. Reads of the kind
   * are refused from now on, until an informer is asked for again. Nothing happens when there is none.
   * @returns what resolves when nothing of it is left, nor of one that is being removed already
   */
  async remove(kind: Kind<KubernetesObject>): Promise<void> {
    const name = kindName(kind);
    const informer = this.#find(kind);
    if (informer !== undefined) {
      this.#byName.delete(name);
      this.#byKind = new WeakMap();
      this.#removed.resolve();
      this.#removed = Promise.withResolvers();
      const removal = Promise.all([this.#removals.get(name), this.#end(informer)]).then(() => {
        if (this.#removals.get(name) === removal) this.#removals.delete(name);
      });
      this.#removals.set(name, removal);
    }
    await this.#removals.get(name);
  }

  get<T extends KubernetesObject>(kind: Kind<T>, key: NoInfer<KeyOf<T>>): Snapshot<T> | undefined {
    const found = this.#synced(kind, key.namespace).store.get(key);
    // Only here, since reads are many.
    if (found === undefined) creationPath(kindInfo(kind), key.namespace);
    return found?.object;
  }

  list<T extends KubernetesObject>(kind: Kind<T>, options?: CacheListOptions): readonly Snapshot<T>[] {
    return snapshots(this.headers(kind, options), this.informer(kind).parsedLimit);
  }

  headers<T extends KubernetesObject>(kind: Kind<T>, options: CacheListOptions = {}): readonly CachedObject<T>[] {
    const { namespace, labelSelector, index } = options;
    if (namespace !== undefined) collectionPath(kindInfo(kind), namespace);
    const informer = this.#synced(kind, namespace);
    const labels = labelSelector === undefined ? undefined : labelMatcher(labelSelector);
    return Object.freeze(informer.store.list({ namespace, labels, index }));
  }

  ownedBy<T extends KubernetesObject>(
    kind: Kind<T>,
    owner: { readonly metadata: { readonly uid: string } },
  ): readonly Snapshot<T>[] {
    const informer = this.#synced(kind);
    return snapshots(informer.store.ownedBy(owner.metadata.uid), informer.parsedLimit);
  }

  hasSeenOwnCreate(kind: Kind<KubernetesObject>, namespace?: string): boolean {
    return this.#synced(kind, namespace).ownWrites?.proofs.haveCome(namespace) ?? false;
  }

  kindWrites<T extends KubernetesObject>(kind: Kind<T>): readonly KindWrites<T>[] {
    const { metadataOnly: _, ...info } = kindInfo(kind);
    const informers = [info, { ...info, metadataOnly: true }].map(each => this.#byName.get(nameOf(each)));
    return informers.flatMap(informer => {
      if (informer?.ownWrites === undefined) return [];
      const { kind: kept, ownWrites } = typed(informer, kind);
      return ownWrites === undefined ? [] : [{ kind: kept, ownWrites }];
    });
  }

  /** Follows the server until the signal aborts; then ends soon, leaving no request and no timer behind. Runs once. */
  async run(signal: AbortSignal): Promise<void> {
    if (this.#signal !== undefined) throw new Error('the cache runs already, or has run: make a new one');
    this.#signal = signal;
    for (const informer of this.#byName.values()) this.#start(informer, signal);
    await aborted(signal);
    await Promise.all([...this.#running.values()].map(stop => stop()));
  }

  /**
   * Resolves when every kind has synced, those added meanwhile included and those removed left out. Rejects with a
   * `CacheSyncError` when the signal aborts before: it names each kind that has not synced, and why.
   */
  async ready(signal: AbortSignal): Promise<void> {
    for (;;) {
      const unsynced = this.informers.filter(informer => !informer.hasSynced);
      if (unsynced.length === 0) return;
      if (signal.aborted) throw new CacheSyncError(unsynced, signal.reason);
      const synced = Promise.all(unsynced.map(informer => informer.synced));
      await unlessAborted(Promise.race([synced, this.#removed.promise]), signal);
    }
  }

  #find(kind: Kind<KubernetesObject>): Informer<KubernetesObject> | undefined {
    const known = this.#byKind.get(kind) ?? this.#byName.get(kindName(kind));
    if (known !== undefined) this.#byKind.set(kind, known);
    return known;
  }

  #add(kind: Kind<KubernetesObject>): Informer<KubernetesObject> {
    const shardSelector = () => (this.#isWhole(kind) ? undefined : this.#range?.shardSelector);
    const informer = new Informer(kind, { ...this.#options, shardSelector }, this.#settings.of(kind));
    this.#byName.set(kindName(kind), informer);
    this.#byKind.set(kind, informer);
    if (this.#signal !== undefined) this.#start(informer, this.#signal);
    return informer;
  }

  #inRange(): readonly Informer<KubernetesObject>[] {
    return this.informers.filter(({ kind }) => !this.#isWhole(kind));
  }

  #isWhole(kind: Kind<KubernetesObject>): boolean {
    return this.#whole.has(kindName(kind)) || kindInfo(kind).scope === 'Cluster';
  }

  #start(informer: Informer<KubernetesObject>, signal: AbortSignal): void {
    const own = linkedController(signal);
    const ended = informer.run(own.signal).finally(() => {
      own.release();
      this.#running.delete(informer);
    });
    this.#running.set(informer, () => {
      own.abort();
      return ended;
    });
  }

  async #end(informer: Informer<KubernetesObject>): Promise<void> {
    informer.clear();
    await this.#running.get(informer)?.();
    informer.clear();
  }

  #synced<T extends KubernetesObject>(kind: Kind<T>, namespace?: string): Informer<T> {
    const informer = this.#find(kind);
    if (informer === undefined) {
      throw new Error(
        `the cache has no ${kindName(kind)}: name the kind in @Reconciles, @Owns or @Watches, or read with the client`,
      );
    }
    if (!informer.hasSynced) {
      throw new Error(`the cache has not synced ${kindName(kind)} yet: wait for ready()`);
    }
    if (namespace !== undefined && !informer.covers(namespace)) {
      throw new Error(
        `the cache does not keep namespace ${namespace}: add it to the namespaces, or read with the client`,
      );
    }
    return typed(informer, kind);
  }
}

/** The map holds each informer under its own kind, which the types of a map cannot say. */
function typed<T extends KubernetesObject>(informer: Informer<KubernetesObject>, _kind: Kind<T>): Informer<T> {
  return informer as unknown as Informer<T>;
}

/** More than are kept parsed would only displace each other, and what others read again and again. */
function snapshots<T extends KubernetesObject>(
  objects: readonly CachedObject<T>[],
  limit: number,
): readonly Snapshot<T>[] {
  const isScan = objects.length > limit;
  return Object.freeze(objects.map(object => (isScan ? passingObject(object) : object.object)));
}
