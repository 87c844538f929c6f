// One informer for each kind, shared by all who read or follow that kind.
import { apiVersionOf, type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { aborted } from '../clock/aborted.js';
import type { KeyOf } from '../meta/object-key.js';
import { CacheSyncError } from './cache-sync-error.js';
import { Informer, type InformerOptions } from './informer.js';
import type { Lister } from './lister.js';

/**
 * A Runnable: keeps the kinds that informers were asked for, from the moment it runs. Reads throw for a kind without an
 * informer, for one that has not synced yet, and for a namespace that is not kept: an empty answer would be wrong, not
 * old.
 */
export class Cache implements Lister {
  readonly name = 'cache';
  readonly #options: InformerOptions;
  readonly #byName = new Map<string, Informer<KubernetesObject>>();
  /** The same by identity: reads are many, and a name is made of three strings. */
  readonly #byKind = new Map<Kind<KubernetesObject>, Informer<KubernetesObject>>();
  #start: ((informer: Informer<KubernetesObject>) => void) | undefined;

  constructor(options: InformerOptions) {
    if (options.namespaces?.length === 0) throw new RangeError('a cache of no namespaces: leave them out for all');
    this.#options = options;
  }

  /** The informer of the kind: always the same one. A new one is started at once where the cache runs. */
  informer<T extends KubernetesObject>(kind: Kind<T>): Informer<T> {
    return typed(this.#find(kind) ?? this.#add(kind), kind);
  }

  /** All informers, in the order in which they were asked for. */
  get informers(): readonly Informer<KubernetesObject>[] {
    return [...this.#byName.values()];
  }

  get<T extends KubernetesObject>(kind: Kind<T>, key: NoInfer<KeyOf<T>>): Snapshot<T> | undefined {
    return this.#synced(kind, key.namespace).store.get(key);
  }

  list<T extends KubernetesObject>(
    kind: Kind<T>,
    options?: { readonly namespace?: string | undefined },
  ): readonly Snapshot<T>[] {
    return this.#synced(kind, options?.namespace).store.list(options?.namespace);
  }

  ownedBy<T extends KubernetesObject>(
    kind: Kind<T>,
    owner: { readonly metadata: { readonly uid: string } },
  ): readonly Snapshot<T>[] {
    return this.#synced(kind).store.ownedBy(owner.metadata.uid);
  }

  /** Follows the server until the signal aborts; then ends soon, leaving no request and no timer behind. Runs once. */
  async run(signal: AbortSignal): Promise<void> {
    if (this.#start !== undefined) throw new Error('the cache runs already, or has run: make a new one');
    const running: Promise<void>[] = [];
    this.#start = informer => running.push(informer.run(signal));
    for (const informer of this.#byName.values()) this.#start(informer);
    await aborted(signal);
    await Promise.all(running);
  }

  /**
   * Resolves when every kind has synced, those added meanwhile included. Rejects with a `CacheSyncError` when the signal
   * aborts before: it names each kind that has not synced, and why.
   */
  async ready(signal: AbortSignal): Promise<void> {
    const stopped = aborted(signal);
    for (;;) {
      const unsynced = this.informers.filter(informer => !informer.hasSynced);
      if (unsynced.length === 0) return;
      if (signal.aborted) throw new CacheSyncError(unsynced, signal.reason);
      await Promise.race([stopped, Promise.all(unsynced.map(informer => informer.synced))]);
    }
  }

  #find(kind: Kind<KubernetesObject>): Informer<KubernetesObject> | undefined {
    const known = this.#byKind.get(kind) ?? this.#byName.get(nameOf(kindInfo(kind)));
    if (known !== undefined) this.#byKind.set(kind, known);
    return known;
  }

  #add(kind: Kind<KubernetesObject>): Informer<KubernetesObject> {
    const informer = new Informer(kind, this.#options);
    this.#byName.set(nameOf(kindInfo(kind)), informer);
    this.#byKind.set(kind, informer);
    this.#start?.(informer);
    return informer;
  }

  #synced<T extends KubernetesObject>(kind: Kind<T>, namespace?: string): Informer<T> {
    const informer = this.#find(kind);
    if (informer === undefined) {
      const name = nameOf(kindInfo(kind));
      throw new Error(
        `the cache has no ${name}: name the kind in @Reconciles, @Owns or @Watches, or read with the client`,
      );
    }
    if (!informer.hasSynced) {
      throw new Error(`the cache has not synced ${nameOf(kindInfo(kind))} yet: wait for ready()`);
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

/** `Pod (v1)`, `Redis (myapp.tangx.in/v1)`. */
function nameOf(info: KindInfo): string {
  return `${info.kind} (${apiVersionOf(info)})`;
}
