// Why a reconcile runs.
import { keyText, type ObjectKey } from '../meta/object-key.js';

/** Something happened to an object of a followed kind. */
export interface EventCause {
  /** `listed`: it was there when the controller began; `resynced`: the controller looks at it again after a long time. */
  readonly type: 'created' | 'updated' | 'deleted' | 'listed' | 'resynced';
  readonly kind: string;
  readonly object: ObjectKey;
  /**
   * Of `updated`: the fields that changed, such as `spec.replicas`; at most 8, of several updates those that differ in the
   * end. Found out when it is first read, which is to be while the reconcile runs; not told where more than 2,000 updates wait.
   */
  readonly paths?: readonly string[] | undefined;
}

/** The moment has come that the reconcile before asked for. */
export interface RequeueCause {
  readonly type: 'requeue';
  /** Milliseconds. */
  readonly after: number;
}

/** The reconcile before failed. The causes that it had are still among the causes. */
export interface RetryCause {
  readonly type: 'retry';
  /** 1 for the first time that it is tried again. */
  readonly attempt: number;
}

/** A source of `@TriggeredBy` asked for it. */
export interface SourceCause {
  readonly type: 'source';
  readonly name: string;
}

/** There were more causes than are kept. */
export interface FurtherCauses {
  readonly type: 'more';
  readonly count: number;
}

/** One reason why a reconcile runs. */
export type Cause = EventCause | RequeueCause | RetryCause | SourceCause | FurtherCauses;

/** `Pod default/r-0 updated: status.phase`, `requeue after 10 s`, `retry 3`, `source prices`, `and 4 more`. */
export function causeText(cause: Cause): string {
  switch (cause.type) {
    case 'requeue':
      return `requeue after ${durationText(cause.after)}`;
    case 'retry':
      return `retry ${cause.attempt}`;
    case 'source':
      return `source ${cause.name}`;
    case 'more':
      return `and ${cause.count} more`;
    default: {
      const paths = cause.paths === undefined || cause.paths.length === 0 ? '' : `: ${cause.paths.join(', ')}`;
      return `${cause.kind} ${keyText(cause.object)} ${cause.type}${paths}`;
    }
  }
}

function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${Number((milliseconds / 1000).toFixed(3))} s`;
}

/** The texts of causes for a log line, made when a line is written. */
export class CausesText {
  readonly #causes: readonly Cause[];
  #text: string | undefined;

  constructor(causes: readonly Cause[]) {
    this.#causes = causes;
  }

  toString(): string {
    this.#text ??= this.#causes.map(causeText).join('; ');
    return this.#text;
  }

  toJSON(): string {
    return this.toString();
  }
}
