// Those who want to hear of the changes of a kind.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import type { CachedObject } from './cached-object.js';
import type { InformerHandler } from './informer.js';
import { compareByKey } from './sorted-entries.js';
import type { Change, Store } from './store.js';
import { WorkPiece } from './work-piece.js';

/** A change, and who is to be told of it. */
export interface Notice<T extends KubernetesObject> {
  readonly change: Change<T>;
  readonly toTell: readonly Registration<T>[];
}

interface Registration<T extends KubernetesObject> {
  readonly handler: InformerHandler<T>;
  removed: boolean;
  /** Whether it still is told of the objects that were there before it. */
  catchesUp: boolean;
  /** The last object of these; changes of what comes after it are no news, since it will be told of the object. */
  toldTo: CachedObject<T> | undefined;
  readonly caughtUp: () => void;
}

/** Tells handlers of changes, and those that come late of what is there. */
export class Handlers<T extends KubernetesObject> {
  readonly #store: Store<T>;
  readonly #clock: Clock;
  readonly #log: Logger;
  #registrations: readonly Registration<T>[] = [];
  #catchingUp = 0;

  constructor(store: Store<T>, clock: Clock, log: Logger) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  get size(): number {
    return this.#registrations.length;
  }

  /**
   * Tells the handler of the present objects in order, the first ones before it returns, and of every change of those that
   * it knows of.
   * @param caughtUp called once it has been told of the present objects, or was taken out
   * @returns a function that takes the handler out again
   */
  add(handler: InformerHandler<T>, caughtUp: () => void = () => {}): () => void {
    const registration: Registration<T> = { handler, removed: false, catchesUp: true, toldTo: undefined, caughtUp };
    this.#registrations = [...this.#registrations, registration];
    this.#catchingUp += 1;
    this.#catchUp(registration);
    return () => {
      registration.removed = true;
      this.#registrations = this.#registrations.filter(other => other !== registration);
    };
  }

  /** Handlers that come in the course of these changes have been told of the store as it is after them. */
  tell(changes: readonly Change<T>[], isInInitialList: boolean): void {
    if (changes.length === 1) {
      this.deliver(this.notice(changes[0] as Change<T>), isInInitialList);
      return;
    }
    for (const notice of changes.map(change => this.notice(change))) this.deliver(notice, isInInitialList);
  }

  /** A change for those who have to hear of it as things are now; who comes before it is delivered knows it already. */
  notice(change: Change<T>): Notice<T> {
    const all = this.#registrations;
    const toTell = this.#catchingUp === 0 ? all : all.filter(registration => !isStillToCome(registration, change));
    return { change, toTell };
  }

  deliver({ change, toTell }: Notice<T>, isInInitialList: boolean): void {
    for (const registration of toTell) this.#call(registration, change, isInInitialList);
  }

  /** Takes all handlers out. */
  clear(): void {
    for (const registration of this.#registrations) registration.removed = true;
    this.#registrations = [];
  }

  #catchUp(registration: Registration<T>): void {
    const piece = new WorkPiece(this.#clock);
    for (;;) {
      const objects = registration.removed ? [] : this.#store.after(registration.toldTo, AT_ONCE);
      for (const object of objects) {
        registration.toldTo = object;
        this.#call(registration, { type: 'add', object }, true);
        piece.step();
      }
      if (objects.length < AT_ONCE) break;
      if (piece.isOver) {
        setImmediate(() => this.#catchUp(registration));
        return;
      }
    }
    this.#catchingUp -= 1;
    registration.catchesUp = false;
    registration.toldTo = undefined;
    registration.caughtUp();
  }

  #call({ handler, removed }: Registration<T>, change: Change<T>, isInInitialList: boolean): void {
    if (removed) return;
    const failed = (error: unknown): void => {
      const object = change.type === 'update' ? change.now.key : change.object.key;
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

/** How many objects a handler that comes late is told of before anybody looks at the time. */
const AT_ONCE = 32;

function isStillToCome<T extends KubernetesObject>(registration: Registration<T>, change: Change<T>): boolean {
  if (!registration.catchesUp) return false;
  const object = change.type === 'update' ? change.now : change.object;
  return registration.toldTo === undefined || compareByKey(object, registration.toldTo) > 0;
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
