// The cached objects of one kind, and those who want to hear of their changes.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Client } from '../client/client.js';
import { type Clock, systemClock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import type { CachedObject } from './cached-object.js';
import { Handlers } from './handlers.js';
import { InformerSink } from './informer-sink.js';
import { KeptTexts } from './kept-texts.js';
import { CacheSettings, type KindSettings } from './kind-settings.js';
import { OwnWrites } from './own-writes/own-writes.js';
import type { ReadableStore } from './readable-store.js';
import { Reflector } from './reflector.js';
import { covers, Store } from './store.js';

/**
 * Hears of the changes of a kind, one after the other, when the store shows them already. What it throws is logged and
 * stops neither the informer nor other handlers. It should be quick: the informer does not go on before it returns. The
 * labels, the owners, the key ... of the objects cost nothing; `object.object` is parsed when it is read.
 */
export interface InformerHandler<T extends KubernetesObject> {
  /** `isInInitialList`: the object was there when the informer, or this handler, began. */
  onAdd?(object: CachedObject<T>, isInInitialList: boolean): void;
  onUpdate?(old: CachedObject<T>, now: CachedObject<T>): void;
  /** `finalStateUnknown`: the deletion itself was missed, and this is an older state of the object. */
  onDelete?(object: CachedObject<T>, finalStateUnknown: boolean): void;
}

/** What an informer works with. */
export interface InformerOptions {
  readonly client: Pick<Client, 'list' | 'watch'>;
  readonly log: Logger;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1; default: Math.random. */
  readonly random?: (() => number) | undefined;
  /** As in the options of the cache; default true. */
  readonly readYourWrites?: boolean | undefined;
  /** Asked at each request; after a change `reselect` is to be called. Default: none. */
  readonly shardSelector?: (() => string | undefined) | undefined;
}

/** What an informer keeps, and how well it keeps it parsed. */
export interface InformerMetrics {
  readonly objects: number;
  /** What the texts of the objects take, in bytes. */
  readonly bytes: number;
  /** How many objects are kept parsed. */
  readonly parsedObjects: number;
  /** How often an object was read that was parsed already, and how often one that was not. */
  readonly parsedHits: number;
  readonly parsedMisses: number;
}

/** Keeps the objects of a kind as they are on the server, and tells handlers what changes. */
export class Informer<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  /** Resolves when every object that was there at the start has been taken in; never rejects. */
  readonly synced: Promise<void>;
  /** One for each namespace, or one for all: how each of them does. */
  readonly reflectors: readonly Reflector<T>[];
  /** How many objects are kept parsed. */
  readonly parsedLimit: number;
  /** The writes of this process that the watch has not brought yet; undefined where reads do not show them. */
  readonly ownWrites: OwnWrites<T> | undefined;
  readonly #stored: Store<T>;
  readonly #store: ReadableStore<T>;
  readonly #scopes: KindSettings<T>['scopes'];
  readonly #handlers: Handlers<T>;
  readonly #unlisted: Set<object>;

  /** @param settings default: everything of the kind */
  constructor(kind: Kind<T>, options: InformerOptions, settings: KindSettings<T> = new CacheSettings({}).of(kind)) {
    const { clock = systemClock } = options;
    const info = kindInfo(kind);
    const log = options.log.with({ kind: info.kind });
    this.kind = kind;
    this.parsedLimit = settings.parsedObjects;
    this.#scopes = settings.scopes;
    this.#stored = new Store(new KeptTexts(kind, settings.parsedObjects), settings.indexes, log);
    const overlay = new OwnWrites<T>({
      store: this.#stored,
      scopes: settings.scopes,
      indexValues: (name, object) => this.#stored.indexValues(name, object),
      lost: object => this.#tellLost(object),
    });
    this.ownWrites = options.readYourWrites === false ? undefined : overlay;
    this.#store = this.ownWrites ?? this.#stored;
    this.#handlers = new Handlers(this.#stored, clock, log);
    this.#unlisted = new Set(settings.scopes);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.synced = promise;
    const parts = { kind, store: this.#stored, handlers: this.#handlers, overlay: this.ownWrites, clock };
    this.reflectors = settings.scopes.map(scope => {
      const { namespace, labelSelector, fieldSelector } = scope;
      const scopedLog = namespace === undefined ? log : log.with({ namespace });
      const sink = new InformerSink(scope, parts, scopedLog, () => {
        if (this.#unlisted.delete(scope) && this.hasSynced) resolve();
      });
      const what = { namespace, labelSelector, fieldSelector, metadataOnly: info.metadataOnly };
      const { client, shardSelector, random = Math.random } = options;
      return new Reflector({ kind, client, shardSelector, sink, log: scopedLog, clock, random, ...what });
    });
  }

  /** Whether `synced` has resolved; stays true from then on. */
  get hasSynced(): boolean {
    return this.#unlisted.size === 0;
  }

  /** Whether the objects of this namespace are kept. */
  covers(namespace: string): boolean {
    return this.#scopes.some(scope => covers(scope, namespace));
  }

  /** What readers see. */
  get store(): ReadableStore<T> {
    return this.#store;
  }

  /** Counters for whoever exports them. */
  get metrics(): InformerMetrics {
    const { parsed, bytes } = this.#stored.texts;
    const parsedCounts = { parsedObjects: parsed.size, parsedHits: parsed.hits, parsedMisses: parsed.misses };
    return { objects: this.#stored.size, bytes, ...parsedCounts };
  }

  /**
   * Tells the handler of the present objects, the first ones before it returns and the others soon, in turns with other
   * work; and of every change from now on.
   * @param caughtUp called once it has been told of the present objects, or was taken out
   * @returns a function that takes the handler out again
   */
  addHandler(handler: InformerHandler<T>, caughtUp?: () => void): () => void {
    return this.#handlers.add(handler, caughtUp);
  }

  /** Of an object of ours that was gone before the watch brought it, the handlers hear what they would have heard. */
  #tellLost(object: CachedObject<T>): void {
    this.#handlers.tell(
      [
        { type: 'add', object },
        { type: 'delete', object, finalStateUnknown: true },
      ],
      false,
    );
  }

  /** Follows the server until the signal aborts; then ends soon, leaving nothing behind. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.reflectors.map(reflector => reflector.run(signal)));
  }

  /** The shard selector has changed. Resolves once everything that it selects is there, if there was a list before. */
  async reselect(): Promise<void> {
    await Promise.all(this.reflectors.map(reflector => reflector.reselect()));
  }

  /** Forgets the handlers and the objects. To be called when it runs no more. */
  clear(): void {
    this.#handlers.clear();
    this.#stored.clear();
  }
}
