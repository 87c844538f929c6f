// What happens, and which Events are to be written of it.
import type { InvolvedObject } from './event-kind.js';
import type { EventType } from './event-recorder.js';

/** Something that happened to an object. */
export interface Occurrence {
  readonly object: InvolvedObject;
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
  readonly action?: string;
  readonly related?: InvolvedObject;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An Event and how often it has occurred. Times are milliseconds since the epoch. */
export interface ObservedEvent extends Occurrence {
  readonly name: string;
  /** Of an Event that stands for several, that of the last. */
  message: string;
  count: number;
  readonly first: number;
  last: number;
}

/** The Event of an occurrence. */
export interface Observation {
  readonly event: ObservedEvent;
  /** Whether it is to be written now; if not, its count is enough for a while. */
  readonly isDue: boolean;
}

/** Tells which Event an occurrence belongs to: a new one, one that is there already, or none. */
export interface EventRules {
  /** Undefined: it is left out. */
  observe(occurrence: Occurrence): Observation | undefined;
}
