// The list that a watch begins with, where the server streams it.
import type { EncodedEvent } from '../client/encoded-source.js';
import type { Clock } from '../clock/clock.js';
import type { SinkReplacement } from './reflector-sink.js';
import { type StreamPlan, UnfinishedStreamError } from './sync-policy.js';

/** A streamed list comes as fast as it can; a list in pages is there for servers that hold it back. Milliseconds. */
export const STREAM_SILENCE_LIMIT = 30_000;

/** What has come of it so far. */
export class StreamedList {
  readonly plan: StreamPlan;
  readonly replacement: SinkReplacement;
  /** Then the bookmark behind it has come, and the watch goes on as any other. */
  isComplete = false;
  readonly #clock: Clock;
  /** When an object was added last; before the first one, when it began. */
  #grew: number;

  constructor(plan: StreamPlan, replacement: SinkReplacement, clock: Clock) {
    this.plan = plan;
    this.replacement = replacement;
    this.#clock = clock;
    this.#grew = clock.monotonic();
  }

  /**
   * The objects that are there come in no order. A server that does not know the wish, and passes over it, tells changes as on
   * any watch.
   * @returns the object's resourceVersion, or that of its end
   * @throws UnfinishedStreamError when nothing but changes has come for a while
   */
  take({ type, object }: Exclude<EncodedEvent, { type: 'BOOKMARK' }>): string {
    const now = this.#clock.monotonic();
    if (type === 'ADDED') this.#grew = now;
    else if (now - this.#grew >= STREAM_SILENCE_LIMIT) throw new UnfinishedStreamError('changes');
    return type === 'DELETED' ? this.replacement.remove(object) : this.replacement.put(object);
  }
}
