// Tells which Event an occurrence belongs to: a new one, one that is there already, or none.
import type { Clock } from '../clock/clock.js';
import { cappedMessage } from './event-message.js';
import { eventNames } from './event-name.js';
import type { EventRules, Observation, ObservedEvent, Occurrence } from './event-rules.js';
import { LruMap } from './lru-map.js';
import { TokenBucket } from './token-bucket.js';

/** How many Events, groups and objects are remembered. */
const REMEMBERED = 4096;
/** From this many different messages on, what happens for one reason is combined. */
const COMBINED_FROM = 10;
/** A group without an occurrence for so long begins anew. */
const GROUP_ENDS_AFTER = 600_000;
const COMBINED = '(combined from similar events): ';
/** So many occurrences of one type about one object are written at once, and one more for each interval. */
const BURST = 25;
const REFILL_INTERVAL = 300_000;

interface Group {
  readonly messages: Set<string>;
  last: number;
}

/**
 * Correlates as client-go's EventCorrelator does, for one source of Events:
 *
 * - what occurs again (same object, type, reason and message) counts up its Event;
 * - what occurs with ever other messages is combined from the tenth message in ten minutes on;
 * - an object has 25 occurrences of a type at once and one each five minutes; more of them are counted and not written.
 */
export class EventCorrelator implements EventRules {
  readonly #clock: Clock;
  readonly #newName: (object: string) => string;
  readonly #events = new LruMap<ObservedEvent>(REMEMBERED);
  readonly #groups = new LruMap<Group>(REMEMBERED);
  readonly #buckets = new LruMap<TokenBucket>(REMEMBERED);

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#newName = eventNames(clock, random);
  }

  /** Undefined when there are too many about the object. */
  observe(occurrence: Occurrence): Observation | undefined {
    const { apiVersion, kind, namespace, name, uid } = occurrence.object;
    const about = keyOf(apiVersion, kind, namespace, name, uid, occurrence.type);
    const group = keyOf(about, occurrence.reason);
    const message = cappedMessage(occurrence.message);
    const event = this.#isCombined(group, message)
      ? this.#count(group, occurrence, cappedMessage(COMBINED + message))
      : this.#count(keyOf(group, message), occurrence, message);
    const bucket = this.#buckets.getOrMake(about, () => new TokenBucket(this.#clock, BURST, REFILL_INTERVAL));
    return bucket.take() ? { event, isDue: true } : undefined;
  }

  #count(key: string, occurrence: Occurrence, message: string): ObservedEvent {
    const now = this.#clock.now();
    const known = this.#events.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.last = now;
      known.message = message;
      return known;
    }
    const name = this.#newName(occurrence.object.name);
    const event: ObservedEvent = { ...occurrence, name, message, count: 1, first: now, last: now };
    this.#events.set(key, event);
    return event;
  }

  #isCombined(key: string, message: string): boolean {
    const now = this.#clock.monotonic();
    let group = this.#groups.get(key);
    if (group === undefined || now - group.last > GROUP_ENDS_AFTER) {
      group = { messages: new Set(), last: now };
      this.#groups.set(key, group);
    }
    group.last = now;
    if (group.messages.has(message)) return false;
    // The messages that came first keep their own Events.
    if (group.messages.size === COMBINED_FROM - 1) return true;
    group.messages.add(message);
    return false;
  }
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return parts.join('\0');
}
