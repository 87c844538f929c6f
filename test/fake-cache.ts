// A cache for tests that holds what the test puts into it, and tells handlers at once.
import { apiVersionOf, type Kind, kindInfo } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import type { CachedObject } from '../runtime/cache/cached-object.js';
import type { InformerHandler } from '../runtime/cache/informer.js';
import type { CacheListOptions, Lister } from '../runtime/cache/lister.js';
import { type Change, Store } from '../runtime/cache/store.js';
import type { FollowedInformer } from '../runtime/controller/followed-kinds.js';
import type { ObjectKey } from '../runtime/meta/object-key.js';
import { labelMatcher } from '../runtime/meta/parse-label-selector.js';
import { arrival, textsOf } from './arrivals.js';
import { RecordedLog } from './recorded-log.js';

type AnyObject = Snapshot<KubernetesObject>;

export class FakeCache implements Lister {
  /** Thrown by the next reads, one each. */
  readonly failures: Error[] = [];
  /** What `hasSeenOwnCreate` answers. */
  seesOwnCreates = false;
  readonly #followed = new Map<string, Followed>();

  /** The kinds that somebody asked an informer for, in order. */
  get followed(): readonly string[] {
    return [...this.#followed.keys()];
  }

  /** How many handlers there are, of all kinds. */
  get handlers(): number {
    return [...this.#followed.values()].reduce((sum, { handlers }) => sum + handlers.size, 0);
  }

  informer<T extends KubernetesObject>(kind: Kind<T>): FollowedInformer<T> {
    const { store, handlers } = this.#follow(kind);
    return {
      synced: Promise.resolve(),
      hasSynced: true,
      store: store as unknown as Store<T>,
      addHandler: (given, caughtUp) => {
        const handler = given as unknown as InformerHandler<KubernetesObject>;
        handlers.add(handler);
        for (const object of store.list()) handler.onAdd?.(object, true);
        caughtUp?.();
        return () => void handlers.delete(handler);
      },
    };
  }

  /** Adds the object, or puts it in the place of the present one; the kind is that of the object. */
  put(object: AnyObject): void {
    const { store } = this.#byKind(object);
    this.#tell(object.kind, store.put(arrival(object)));
  }

  /** Deletes the object of this name and namespace; it need not be there. */
  remove(object: AnyObject): void {
    const { store } = this.#byKind(object);
    this.#tell(object.kind, store.remove(arrival(object)));
  }

  get<T extends KubernetesObject>(kind: Kind<T>, key: ObjectKey): Snapshot<T> | undefined {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    return this.#follow(kind).store.get(key)?.object as Snapshot<T> | undefined;
  }

  list<T extends KubernetesObject>(kind: Kind<T>, options: CacheListOptions = {}): readonly Snapshot<T>[] {
    return this.headers(kind, options).map(({ object }) => object);
  }

  headers<T extends KubernetesObject>(kind: Kind<T>, options: CacheListOptions = {}): readonly CachedObject<T>[] {
    const { namespace, labelSelector, index } = options;
    const labels = labelSelector === undefined ? undefined : labelMatcher(labelSelector);
    return this.#follow(kind).store.list({ namespace, labels, index }) as unknown as readonly CachedObject<T>[];
  }

  /** The test puts in what it wishes to be seen; nothing else says what others do. */
  hasSeenOwnCreate(): boolean {
    return this.seesOwnCreates;
  }

  ownedBy<T extends KubernetesObject>(
    kind: Kind<T>,
    owner: { readonly metadata: { readonly uid: string } },
  ): readonly Snapshot<T>[] {
    return this.#follow(kind)
      .store.ownedBy(owner.metadata.uid)
      .map(({ object }) => object as Snapshot<T>);
  }

  #tell(kind: string, changes: readonly Change<KubernetesObject>[]): void {
    for (const change of changes) {
      for (const handler of this.#followed.get(kind)?.handlers ?? []) {
        if (change.type === 'add') handler.onAdd?.(change.object, false);
        else if (change.type === 'update') handler.onUpdate?.(change.old, change.now);
        else handler.onDelete?.(change.object, change.finalStateUnknown);
      }
    }
  }

  #follow(kind: Kind<KubernetesObject>): Followed {
    const info = kindInfo(kind);
    return this.#byKind({ kind: info.kind, apiVersion: apiVersionOf(info) } as AnyObject);
  }

  #byKind(object: AnyObject): Followed {
    const known = this.#followed.get(object.kind);
    if (known !== undefined) return known;
    const made: Followed = {
      store: new Store(textsOf(object), {}, new RecordedLog()),
      handlers: new Set(),
    };
    this.#followed.set(object.kind, made);
    return made;
  }
}

interface Followed {
  readonly store: Store<KubernetesObject>;
  readonly handlers: Set<InformerHandler<KubernetesObject>>;
}
