// Sends the events of a watch, one JSON document a line, and ends it in time.
import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../clock/clock.js';
import { StatusError } from '../object/status-error.js';
import { CompactedError } from '../store/store.js';
import { EventWriter } from './event-writer.js';
import type { SessionEvent, WatchSession } from './watch-session.js';

export interface EventStreamOptions {
  readonly clock: Clock;
  /** Milliseconds until the stream ends by itself. */
  readonly timeout: number;
  /** Whether the client wants to know now and then how far it has come. */
  readonly bookmarks: boolean;
  readonly signal: AbortSignal;
  /** The document of an event. */
  readonly encode: (event: SessionEvent) => Buffer;
  /** The document of an error that ends the stream. */
  readonly encodeError: (error: Error) => Buffer;
  /** Milliseconds that a client may leave what was sent unread before it is cut off; default a minute. */
  readonly stallTimeout?: number;
}

const BOOKMARK_INTERVAL = 60_000;
const BEFORE_END = 2_000;
const STALL_TIMEOUT = 60_000;

/**
 * Resolves when the stream has ended, in whatever way. The headers are sent already. The store keeps what a slow client has
 * still to be told, as long as it does for everybody; after that the client is told that it has to list anew.
 */
export async function streamEvents(
  session: WatchSession,
  response: ServerResponse,
  options: EventStreamOptions,
): Promise<void> {
  const { clock, timeout, bookmarks, signal, encode, encodeError, stallTimeout = STALL_TIMEOUT } = options;
  const writer = new EventWriter(response, clock, stallTimeout);
  const timers: Timer[] = [];
  const started = clock.now();
  const close = () => session.close();
  const bookmark = () => {
    const { revision, hasBegun } = session;
    if (hasBegun) void writer.write(encode({ type: 'BOOKMARK', revision, initialEventsEnd: false }));
    const left = started + timeout - clock.now();
    // The last one comes shortly before the end, so that the client knows where to go on.
    if (left > BEFORE_END) timers[1] = clock.setTimer(Math.min(BOOKMARK_INTERVAL, left - BEFORE_END), bookmark);
  };
  timers[0] = clock.setTimer(timeout, close);
  if (bookmarks && timeout > BEFORE_END) {
    timers[1] = clock.setTimer(Math.min(BOOKMARK_INTERVAL, timeout - BEFORE_END), bookmark);
  }
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  try {
    for await (const event of session.events()) {
      await writer.write(encode(event));
      if (writer.isGone) return;
    }
  } catch (error) {
    if (!(error instanceof CompactedError || error instanceof StatusError)) throw error;
    void writer.write(encodeError(error));
  } finally {
    for (const timer of timers) timer.cancel();
    signal.removeEventListener('abort', close);
    await writer.end();
  }
}
