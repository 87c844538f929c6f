// Takes in what happens and writes it as Events in the background.
import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Client } from '../client/client.js';
import { type Clock, sleep, systemClock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { keyOf, keyText } from '../meta/object-key.js';
import { coreEvents, seriesEvents } from './event-apis.js';
import { EventCorrelator } from './event-correlator.js';
import type { InvolvedObject } from './event-kind.js';
import type { EventDetails, EventRecorder, EventType, ObjectEvents } from './event-recorder.js';
import type { EventRules, ObservedEvent, Occurrence } from './event-rules.js';
import { EventSeries, SERIES_ENDS_AFTER } from './event-series.js';
import { EventWriter, isNamespaceGone, isWorthAnotherTry } from './event-writer.js';

/** Which of the two APIs for Events. */
export type EventsApi = 'v1' | 'events.k8s.io/v1';

export interface EventBroadcasterOptions {
  /**
   * Default `v1`: alike Events are counted, similar ones are combined, too many about one object are left out.
   * `events.k8s.io/v1`: alike Events are series, with an action; kubectl sorts them behind the others.
   */
  readonly api?: EventsApi;
  /** Needs the verbs `create` and `patch` on `events` of the API's group, in every namespace with recorded objects. */
  readonly client: Client;
  /** Who writes the Events, such as `redis-operator`; the `From` of `kubectl describe`. */
  readonly component: string;
  readonly log: Logger;
  /** Which process of the component; default: the host's name, which is the Pod's name in a cluster. */
  readonly hostname?: string;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** A number from 0 to below 1; default `Math.random`. */
  readonly random?: () => number;
}

/** More Events than these do not wait for being written. */
const LONGEST_QUEUE = 1000;
const TRIES = 12;
const RETRY_DELAY = 10_000;
/** The API server keeps an Event for an hour after its last write. */
const REFRESH_INTERVAL = 1_800_000;

/**
 * Writes Events, one at a time, with the rules of client-go's recorders: what happens again counts up the Event that is
 * there (`x2 over 66s` in `kubectl describe`); with core/v1, what happens with ever other messages is combined, and too
 * much about one object is left out. While the API server cannot be reached up to 1000 Events wait; each is tried 12 times, about
 * 10 seconds apart. What occurs meanwhile to an Event that waits already is part of the same write.
 */
export class EventBroadcaster implements EventRecorder {
  readonly #writer: EventWriter;
  readonly #rules: EventRules;
  readonly #series: EventSeries | undefined;
  /** Those that have occurred since they were written, and are not due. */
  readonly #counted = new Set<ObservedEvent>();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #log: Logger;
  /** In the order in which they are written. */
  readonly #queue = new Set<ObservedEvent>();
  readonly #stopping = new AbortController();
  readonly #deadline = new AbortController();
  /** Settles when the queue is empty; undefined while nothing is written. Never rejects. */
  #writing: Promise<void> | undefined;
  /** Runs until the stop, from the first Event on. */
  #keeping: Promise<void> | undefined;
  #dropped = 0;
  /** Runs what goes on for longer than the reconcile that recorded first: it is no part of that, nor of its trace. */
  readonly #apart = AsyncLocalStorage.snapshot();

  constructor(options: EventBroadcasterOptions) {
    const { client, component, clock = systemClock, random = Math.random, api = 'v1' } = options;
    const source = { component, instance: options.hostname ?? hostname() };
    this.#writer = new EventWriter(api === 'v1' ? coreEvents(client, source) : seriesEvents(client, source));
    this.#series = api === 'v1' ? undefined : new EventSeries(clock, random);
    this.#rules = this.#series ?? new EventCorrelator(clock, random);
    this.#clock = clock;
    this.#random = random;
    this.#log = options.log;
  }

  /** How many occurrences were dropped because too many Events waited. */
  get dropped(): number {
    return this.#dropped;
  }

  about(object: Snapshot<KubernetesObject>): ObjectEvents {
    const record = (type: EventType, reason: string, message: string, details: EventDetails = {}): void => {
      try {
        const { action, related, annotations } = details;
        this.#record({
          object: involvedObject(object),
          type,
          reason,
          message,
          ...(action !== undefined && { action }),
          ...(related && { related: involvedObject(related) }),
          ...(annotations && { annotations: { ...annotations } }),
        });
      } catch (error) {
        this.#log.error('an Event could not be recorded', { reason, error });
      }
    };
    return {
      normal: (reason, message, details) => record('Normal', reason, message, details),
      warning: (reason, message, details) => record('Warning', reason, message, details),
    };
  }

  /**
   * Takes no more Events and resolves when those that wait are written. Each has one more try, without a delay. When
   * the deadline aborts, the rest is given up. Never rejects.
   */
  async stop(deadline?: AbortSignal): Promise<void> {
    this.#stopping.abort();
    for (const event of this.#counted) this.#enqueue(event);
    await settledOrAborted(this.#writing, deadline);
    this.#deadline.abort();
    if (this.#queue.size > 0) this.#log.warn('Events were not written before the stop', { count: this.#queue.size });
    this.#queue.clear();
  }

  #record(occurrence: Occurrence): void {
    const fields = fieldsOf(occurrence);
    if (this.#stopping.signal.aborted) {
      this.#log.debug('an Event came after the stop', fields);
      return;
    }
    const observed = this.#rules.observe(occurrence);
    if (observed === undefined) {
      this.#log.debug('an Event is left out: there are too many about this object', fields);
      return;
    }
    this.#log.debug('recorded an Event', fields);
    if (observed.isDue) this.#enqueue(observed.event);
    else this.#counted.add(observed.event);
    const series = this.#series;
    if (series !== undefined) this.#keeping ??= this.#apart(() => this.#keepSeries(series));
  }

  #enqueue(event: ObservedEvent): void {
    if (this.#queue.size >= LONGEST_QUEUE && !this.#queue.has(event)) {
      this.#dropped += 1;
      this.#log.warn('an Event is dropped: too many wait for being written', {
        ...fieldsOf(event),
        dropped: this.#dropped,
      });
      return;
    }
    this.#queue.add(event);
    this.#writing ??= this.#apart(() => this.#writeAll());
  }

  /** Writes the counts of series that are over, and from time to time those of the others. */
  async #keepSeries(series: EventSeries): Promise<void> {
    const { signal } = this.#stopping;
    let refreshed = this.#clock.monotonic();
    while (await sleep(this.#clock, SERIES_ENDS_AFTER, signal)) {
      series.finish();
      for (const event of this.#counted) if (series.isOver(event)) this.#enqueue(event);
      if (this.#clock.monotonic() - refreshed < REFRESH_INTERVAL) continue;
      refreshed = this.#clock.monotonic();
      for (const event of series.series) this.#enqueue(event);
    }
  }

  async #writeAll(): Promise<void> {
    // Not in the caller's turn: it does not pay for the request, and what it records next can be part of it.
    await Promise.resolve();
    for (const event of this.#queue) {
      if (this.#deadline.signal.aborted) break;
      await this.#writeWithRetries(event);
    }
    this.#writing = undefined;
  }

  async #writeWithRetries(event: ObservedEvent): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      // What occurs from here on needs another write.
      this.#queue.delete(event);
      this.#counted.delete(event);
      try {
        return await this.#writer.write(event, this.#deadline.signal);
      } catch (error) {
        if (!this.#mayRetry(event, error, tries)) return;
      }
      // First at any moment, then around a fixed delay: operators are not to come back all at once.
      const delay = RETRY_DELAY * (tries === 1 ? this.#random() : 0.75 + this.#random() / 2);
      await sleep(this.#clock, delay, this.#stopping.signal);
    }
  }

  #mayRetry(event: ObservedEvent, error: unknown, tries: number): boolean {
    const fields = { ...fieldsOf(event), error };
    if (this.#deadline.signal.aborted) {
      this.#log.warn('an Event was not written before the stop', fieldsOf(event));
      return false;
    }
    if (isNamespaceGone(error)) {
      this.#log.debug('an Event is dropped: its namespace is being deleted', fieldsOf(event));
      return false;
    }
    if (!isWorthAnotherTry(error)) {
      this.#log.error('an Event is dropped: it was refused', fields);
      return false;
    }
    if (tries >= TRIES || this.#stopping.signal.aborted) {
      this.#log.error('an Event is dropped: it could not be written', { ...fields, tries });
      return false;
    }
    this.#log.warn('an Event could not be written; it will be tried again', { ...fields, tries });
    return true;
  }
}

function involvedObject(object: Snapshot<KubernetesObject>): InvolvedObject {
  const { namespace, name } = keyOf(object);
  const { apiVersion, kind, metadata } = object;
  const { uid, resourceVersion } = metadata;
  return { apiVersion, kind, ...(namespace !== undefined && { namespace }), name, uid, resourceVersion };
}

function fieldsOf({ object, type, reason, message }: Occurrence): Record<string, unknown> {
  return { about: `${object.kind} ${keyText(object)}`, type, reason, message };
}

/** Waits until the work is done, or no longer than until the signal aborts. */
function settledOrAborted(work: Promise<void> | undefined, signal: AbortSignal | undefined): Promise<void> {
  if (work === undefined || signal?.aborted) return Promise.resolve();
  return new Promise(resolve => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
    void work.then(resolve);
  });
}
