// Where the reflector of a scope puts what it sees: into the store, the overlay and the ears of the handlers.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Clock } from '../clock/clock.js';
import type { EncodedObject } from '../encoded/encoded-object.js';
import type { Logger } from '../log/logger.js';
import { Arrivals } from './arrivals.js';
import type { Handlers, Notice } from './handlers.js';
import type { ScopeSettings } from './kind-settings.js';
import type { ReadOverlay } from './readable-store.js';
import type { Reach, ReflectorSink, SinkReplacement } from './reflector-sink.js';
import type { Store } from './store.js';
import { WorkPiece } from './work-piece.js';

/** What the sinks of an informer share. */
export interface SinkParts<T extends KubernetesObject> {
  readonly kind: Kind<T>;
  readonly store: Store<T>;
  readonly handlers: Handlers<T>;
  readonly overlay: ReadOverlay<T> | undefined;
  readonly clock: Clock;
}

/** How an object is taken in; `reach` is there for events of a watch, and not while a list comes in. */
type Taking =
  | { readonly how: 'put'; readonly seenBy: number; readonly reach?: Reach }
  | { readonly how: 'remove'; readonly reach?: Reach };

export class InformerSink<T extends KubernetesObject> implements ReflectorSink {
  readonly #scope: ScopeSettings<T>;
  readonly #parts: SinkParts<T>;
  readonly #arrivals: Arrivals<T>;
  readonly #onListed: () => void;
  #isListed = false;

  /** @param onListed called when the first list is complete */
  constructor(scope: ScopeSettings<T>, parts: SinkParts<T>, log: Logger, onListed: () => void) {
    this.#scope = scope;
    this.#parts = parts;
    this.#arrivals = new Arrivals(parts.kind, scope.transform, log);
    this.#onListed = onListed;
  }

  upsert(object: EncodedObject, reach: Reach): void {
    this.#take(object, { how: 'put', seenBy: 0, reach });
  }

  remove(object: EncodedObject, reach: Reach): void {
    this.#take(object, { how: 'remove', reach });
  }

  reached(resourceVersion: string): void {
    this.#parts.overlay?.reached(resourceVersion, this.#scope);
  }

  replace(): SinkReplacement {
    const seenBy = this.#parts.store.newReplacement();
    return {
      put: object => this.#take(object, { how: 'put', seenBy }),
      remove: object => this.#take(object, { how: 'remove' }),
      finish: resourceVersion => this.#finish(seenBy, resourceVersion),
    };
  }

  /** @returns the object's resourceVersion */
  #take(object: EncodedObject, taking: Taking): string {
    const { store, overlay, handlers } = this.#parts;
    const arrival = this.#arrivals.read(object);
    const { header } = arrival;
    taking.reach?.(header.resourceVersion);
    const changes = taking.how === 'put' ? store.put(arrival, taking.seenBy) : store.remove(arrival);
    if (taking.how === 'put') overlay?.taken(header, this.#scope);
    else overlay?.removed(header, this.#scope);
    if (taking.reach !== undefined) overlay?.reached(header.resourceVersion, this.#scope);
    handlers.tell(changes, taking.reach === undefined && taking.how === 'put' && !this.#isListed);
    return header.resourceVersion;
  }

  /**
   * First all that is gone leaves the store, then the overlay hears of the new state, and only then the handlers: what
   * they read must not be what the overlay is about to drop.
   */
  async #finish(replacement: number, resourceVersion: string): Promise<void> {
    const { store, overlay, handlers } = this.#parts;
    const notices: Notice<T>[] = [];
    overlay?.replacing(resourceVersion, this.#scope);
    await this.#inPieces(store.removeUnseen(replacement, this.#scope), change => {
      if (change !== undefined) notices.push(handlers.notice(change));
    });
    overlay?.replaced(resourceVersion, this.#scope);
    await this.#inPieces(notices, notice => handlers.deliver(notice, false));
    this.#isListed = true;
    this.#onListed();
  }

  async #inPieces<E>(work: Iterable<E>, take: (element: E) => void): Promise<void> {
    let piece = new WorkPiece(this.#parts.clock);
    for (const element of work) {
      take(element);
      piece.step();
      if (!piece.isOver) continue;
      await new Promise(resolve => setImmediate(resolve));
      piece = new WorkPiece(this.#parts.clock);
    }
  }
}
