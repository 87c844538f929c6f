// One watch, in the pieces in which its events come; one that has fallen silent is given up.
import type { EncodedEvent, EncodedWatchOptions } from '../client/encoded-source.js';
import { linkedController } from '../clock/linked-controller.js';
import { ExplainedError } from '../log/explained-error.js';
import { IdleDeadline } from './idle-deadline.js';
import { untilAborted } from './interruptible.js';
import type { ListRequest } from './list-pages.js';

/** Thrown for a watch that was given up. */
export class SilentWatchError extends ExplainedError {
  override readonly name = 'SilentWatchError';

  constructor(milliseconds: number) {
    super(`the watch was silent for ${milliseconds / 1000} s`);
  }
}

/** The server ends a watch after a time of ours, at random so that not all watches of an operator start anew at once. */
const WATCH_SECONDS = { least: 300, most: 600 };

/**
 * What is asked for.
 * @param from the version from which changes are told; undefined or empty: from the newest state
 * @param isStreamed whether what is there comes first (WatchList, KEP-3157)
 * @param random from 0 to below 1
 */
export function watchOptions(from: string | undefined, isStreamed: boolean, random: () => number): EncodedWatchOptions {
  const { least, most } = WATCH_SECONDS;
  return {
    resourceVersion: from || undefined,
    ...(isStreamed && { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' }),
    allowWatchBookmarks: true,
    timeoutSeconds: Math.floor(least + random() * (most - least)),
  };
}

/**
 * The pieces until the server ends the watch or the signal aborts.
 * @param limit how long it may be silent, in milliseconds; asked after each piece
 * @throws what the source throws, and SilentWatchError
 */
export async function* watchPieces(
  { source, kind, scope, clock }: ListRequest,
  options: EncodedWatchOptions,
  limit: () => number,
  signal: AbortSignal,
): AsyncGenerator<readonly EncodedEvent[], void, undefined> {
  const call = linkedController(signal);
  let silent = false;
  const deadline = new IdleDeadline(clock, limit(), () => {
    silent = true;
    call.abort();
  });
  try {
    const pieces = source.watchEncoded(kind, { ...scope, ...options, signal: call.signal });
    for await (const events of untilAborted(pieces, call.signal)) {
      deadline.touch();
      yield events;
      // Taking them in may have taken a while.
      deadline.touch(limit());
    }
  } catch (error) {
    if (!silent) throw error;
  } finally {
    deadline.cancel();
    call.release();
  }
  if (silent) throw new SilentWatchError(limit());
}
