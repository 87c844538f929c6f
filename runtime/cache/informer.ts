// The cached objects of one kind, and those who want to hear of their changes.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Client } from '../client/client.js';
import { type Clock, systemClock } from '../clock/clock.js';
import type { EncodedObject } from '../encoded/encoded-object.js';
import type { Logger } from '../log/logger.js';
import { keyOf, keyText } from '../meta/object-key.js';
import { Reflector } from './reflector.js';
import type { ReflectorSink } from './reflector-sink.js';
import { cacheSnapshot } from './snapshot.js';
import { type Change, type ReadableStore, Store } from './store.js';

/**
 * Hears of the changes of a kind, one after the other, when the store shows them already. What it throws is logged and
 * stops neither the informer nor other handlers. It should be quick: the informer does not go on before it returns.
 */
export interface InformerHandler<T extends KubernetesObject> {
  /** `isInInitialList`: the object was there when the informer, or this handler, began. */
  onAdd?(object: Snapshot<T>, isInInitialList: boolean): void;
  onUpdate?(old: Snapshot<T>, now: Snapshot<T>): void;
  /** `finalStateUnknown`: the deletion itself was missed, and this is an older state of the object. */
  onDelete?(object: Snapshot<T>, finalStateUnknown: boolean): void;
}

/** What an informer works with. */
export interface InformerOptions {
  readonly client: Pick<Client, 'list' | 'watch'>;
  readonly log: Logger;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** From 0 to below 1; default: Math.random. */
  readonly random?: () => number;
  /** Only these namespaces, for kinds that live in one; default: all. */
  readonly namespaces?: readonly string[] | undefined;
}

/** Keeps the objects of a kind as they are on the server, and tells handlers what changes. */
export class Informer<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  /** Resolves when every object that was there at the start has been taken in; never rejects. */
  readonly synced: Promise<void>;
  /** One for each namespace, or one for all: how each of them does. */
  readonly reflectors: readonly Reflector<T>[];
  readonly #store = new Store<T>();
  readonly #log: Logger;
  readonly #unlisted: Set<string | undefined>;
  #handlers: readonly Registration<T>[] = [];
  #setSynced = (): void => {};

  constructor(kind: Kind<T>, { client, log, clock = systemClock, random = Math.random, namespaces }: InformerOptions) {
    const info = kindInfo(kind);
    const scopes = new Set(info.scope === 'Namespaced' && namespaces !== undefined ? namespaces : [undefined]);
    this.kind = kind;
    this.#log = log.with({ kind: info.kind });
    this.#unlisted = new Set(scopes);
    this.synced = new Promise(resolve => {
      this.#setSynced = resolve;
    });
    this.reflectors = [...scopes].map(namespace => {
      const scopedLog = namespace === undefined ? this.#log : this.#log.with({ namespace });
      return new Reflector({ kind, client, sink: this.#sink(namespace), log: scopedLog, clock, random, namespace });
    });
  }

  /** Whether `synced` has resolved; stays true from then on. */
  get hasSynced(): boolean {
    return this.#unlisted.size === 0;
  }

  /** Whether the objects of this namespace are kept. */
  covers(namespace: string): boolean {
    return this.reflectors.some(reflector => reflector.namespace === undefined || reflector.namespace === namespace);
  }

  get store(): ReadableStore<T> {
    return this.#store;
  }

  /**
   * Tells the handler of the present objects before it returns, then of every change.
   * @returns a function that takes the handler out again
   */
  addHandler(handler: InformerHandler<T>): () => void {
    const registration = { handler, removed: false };
    const present = this.#store.list();
    this.#handlers = [...this.#handlers, registration];
    for (const object of present) this.#call(registration, { type: 'add', object }, true);
    return () => {
      registration.removed = true;
      this.#handlers = this.#handlers.filter(other => other !== registration);
    };
  }

  /** Follows the server until the signal aborts; then ends soon, leaving nothing behind. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.reflectors.map(reflector => reflector.run(signal)));
  }

  #sink(namespace: string | undefined): ReflectorSink {
    const store = this.#store;
    const take = (object: EncodedObject, change: (object: Snapshot<T>) => readonly Change<T>[]): string => {
      const snapshot = cacheSnapshot(kindInfo(this.kind), JSON.parse(DECODER.decode(object)) as Snapshot<T>);
      this.#tell(change(snapshot), false);
      return snapshot.metadata.resourceVersion;
    };
    return {
      upsert: object => take(object, snapshot => store.upsert(snapshot)),
      remove: object => take(object, snapshot => store.remove(snapshot)),
      reached: () => {},
      replace: () => {
        const replacement = store.replace(namespace);
        const isInitial = this.#unlisted.has(namespace);
        return {
          put: object => {
            const snapshot = cacheSnapshot(kindInfo(this.kind), JSON.parse(DECODER.decode(object)) as Snapshot<T>);
            this.#tell(replacement.put(snapshot), isInitial);
          },
          remove: object => void take(object, snapshot => store.remove(snapshot)),
          finish: async () => {
            this.#tell(replacement.finish(), isInitial);
            if (this.#unlisted.delete(namespace) && this.hasSynced) this.#setSynced();
          },
        };
      },
    };
  }

  /** Handlers that come in the course of these changes have been told of the store as it is after them. */
  #tell(changes: readonly Change<T>[], isInInitialList: boolean): void {
    const handlers = this.#handlers;
    for (const change of changes) {
      for (const registration of handlers) this.#call(registration, change, isInInitialList);
    }
  }

  #call({ handler, removed }: Registration<T>, change: Change<T>, isInInitialList: boolean): void {
    if (removed) return;
    const failed = (error: unknown): void => {
      const object = keyText(keyOf(change.type === 'update' ? change.now : change.object));
      this.#log.error('an event handler of the cache failed', { object, change: change.type, error });
    };
    try {
      // An async function is no handler, yet fits the type; its rejection must not end the process.
      const result: unknown = deliver(handler, change, isInInitialList);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}

const DECODER = new TextDecoder();

interface Registration<T extends KubernetesObject> {
  readonly handler: InformerHandler<T>;
  removed: boolean;
}

function deliver<T extends KubernetesObject>(
  handler: InformerHandler<T>,
  change: Change<T>,
  isInInitialList: boolean,
): unknown {
  switch (change.type) {
    case 'add':
      return handler.onAdd?.(change.object, isInInitialList);
    case 'update':
      return handler.onUpdate?.(change.old, change.now);
    case 'delete':
      return handler.onDelete?.(change.object, change.finalStateUnknown);
  }
}
