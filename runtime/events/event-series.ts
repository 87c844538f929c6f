// Tells which Event of events.k8s.io/v1 an occurrence belongs to.
import type { Clock } from '../clock/clock.js';
import type { InvolvedObject } from './event-kind.js';
import { cappedMessage } from './event-message.js';
import { eventNames } from './event-name.js';
import type { EventRules, Observation, ObservedEvent, Occurrence } from './event-rules.js';
import { LruMap } from './lru-map.js';

/** How many Events are remembered. */
const REMEMBERED = 4096;
/** An Event that has not occurred for so long is over: what occurs then is a new one. */
export const SERIES_ENDS_AFTER = 360_000;

/**
 * Makes series as the recorder of client-go's tools/events does, for one source of Events: what occurs again (same object,
 * related object, type, reason and action, whatever the message) is written at its second time, and counted from then on; the
 * count is written when the series is over, and now and then so that the API server does not forget it.
 */
export class EventSeries implements EventRules {
  readonly #clock: Clock;
  readonly #newName: (object: string) => string;
  readonly #events = new LruMap<ObservedEvent>(REMEMBERED);

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#newName = eventNames(clock, random);
  }

  observe(occurrence: Occurrence): Observation {
    const { object, related, type, reason, action } = occurrence;
    const key = JSON.stringify([type, reason, action, identity(object), related && identity(related)]);
    const now = this.#clock.now();
    const known = this.#events.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.last = now;
      return { event: known, isDue: known.count === 2 };
    }
    const message = cappedMessage(occurrence.message);
    const event = { ...occurrence, name: this.#newName(object.name), message, count: 1, first: now, last: now };
    this.#events.set(key, event);
    return { event, isDue: true };
  }

  /** The Events that have occurred more than once and are not over. */
  get series(): readonly ObservedEvent[] {
    return [...this.#events.entries()].map(([, event]) => event).filter(event => event.count > 1);
  }

  /** Forgets the Events that are over. */
  finish(): void {
    for (const [key, event] of [...this.#events.entries()]) if (this.isOver(event)) this.#events.delete(key);
  }

  isOver({ last }: ObservedEvent): boolean {
    return this.#clock.now() - last > SERIES_ENDS_AFTER;
  }
}

/** Without the resourceVersion, with which client-go makes a series of its own for every state of the object. */
function identity({ apiVersion, kind, namespace, name, uid }: InvolvedObject): readonly unknown[] {
  return [apiVersion, kind, namespace, name, uid];
}
