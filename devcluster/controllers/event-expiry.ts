// Removes Events an hour after they were last written.
import type { Timer } from '../clock/clock.js';
import type { Controller, ControllerOptions } from './controller.js';
import { identityOf, type ObjectIdentity } from './dependents.js';

export interface EventExpiryOptions extends ControllerOptions {
  /** In milliseconds; default an hour, as of kube-apiserver's `--event-ttl`. */
  readonly ttl?: number;
}

/** Events that were there at the start are taken to have been written then: when they really were is not stored. */
export class EventExpiry implements Controller {
  readonly #options: EventExpiryOptions;
  readonly #ttl: number;
  /** Those written first come first. Not the Events themselves: there may be very many. */
  readonly #byUid = new Map<string, { readonly event: ObjectIdentity; readonly due: number }>();
  #timer: Timer | undefined;
  #end = (): void => {};

  constructor(options: EventExpiryOptions) {
    this.#options = options;
    this.#ttl = options.ttl ?? 60 * 60 * 1000;
  }

  start(): void {
    this.#end = this.#options.cluster.observe(
      ({ type, storage, object }) => {
        const event = identityOf(storage, object);
        this.#byUid.delete(event.uid);
        if (type === 'DELETED') return;
        this.#byUid.set(event.uid, { event, due: this.#options.clock.now() + this.#ttl });
        this.#wait();
      },
      ({ storage }) => storage === EVENTS,
    );
  }

  stop(): void {
    this.#end();
    this.#timer?.cancel();
  }

  #wait(): void {
    const [first] = this.#byUid.values();
    if (this.#timer !== undefined || first === undefined) return;
    this.#timer = this.#options.clock.setTimer(first.due - this.#options.clock.now(), () => {
      this.#timer = undefined;
      this.#expire();
      this.#wait();
    });
  }

  #expire(): void {
    const { cluster, clock, report } = this.#options;
    const type = cluster.typeIn(EVENTS);
    for (const [uid, { event, due }] of this.#byUid) {
      if (due > clock.now()) return;
      this.#byUid.delete(uid);
      if (type !== undefined) cluster.drop(type, { metadata: event }).catch(report);
    }
  }
}

/** Of both groups: they are two views of one store. */
const EVENTS = '/events';
