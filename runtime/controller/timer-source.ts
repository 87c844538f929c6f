// A source that has objects reconciled every so often.
import { sleep } from '../clock/clock.js';
import type { ObjectKey } from '../meta/object-key.js';
import type { ExternalSource, SourceContext, Trigger } from './external-source.js';

export interface EveryOptions<K extends ObjectKey = ObjectKey, R = any> {
  /** Default: `every 300 s`. */
  readonly name?: string;
  /** The part by which each wait is longer or shorter, at random, so that operators do not all ask at once. Default 0.1. */
  readonly jitter?: number;
  /** From 0 to below 1; default Math.random. */
  readonly random?: () => number;
  /** Which objects; default: all of the reconciled kind. */
  readonly keys?: (context: SourceContext<R>) => readonly Trigger<K>[] | Promise<readonly Trigger<K>[]>;
}

/**
 * Every so many milliseconds, for the first time after one wait: `@TriggeredBy(every(minutes(5)))`. A reconciler that knows
 * when it has to look at an object again answers `requeueAfter` instead.
 * @throws RangeError unless the period is finite and above 0, and the jitter is from 0 to below 1
 */
export function every<K extends ObjectKey = ObjectKey, R = any>(
  period: number,
  options: EveryOptions<K, R> = {},
): ExternalSource<K, R> {
  const { name = `every ${period / 1000} s`, jitter = 0.1, random = Math.random, keys } = options;
  if (!(period > 0 && period < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`every: the period is a number of milliseconds > 0, not ${period}`);
  }
  if (!(jitter >= 0 && jitter < 1))
    throw new RangeError(`every: the jitter is a number from 0 to below 1, not ${jitter}`);
  return {
    name,
    async *open(context) {
      const { clock, signal } = context;
      while (await sleep(clock, jittered(period, jitter, random), signal)) {
        // All keys are of the reconciled kind, whose scope decides what a key is.
        yield await (keys === undefined ? (context.allKeys() as readonly K[]) : keys(context));
      }
    },
  };
}

/** The period, longer or shorter by at most that part of it. */
export function jittered(period: number, jitter: number, random: () => number): number {
  return period * (1 + jitter * (2 * random() - 1));
}
