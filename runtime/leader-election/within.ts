// A limit of time for one call.
import type { Clock } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';

/**
 * What the call answers. Rejects after that many milliseconds, and when the signal aborts, also where the call does not heed
 * its own signal.
 */
export async function within<T>(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const onAbort = (): void => limit.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = clock.setTimer(milliseconds, () =>
    limit.abort(new ExplainedError(`no answer within ${milliseconds / 1000} s`)),
  );
  const ended = new Promise<never>((_resolve, reject) => {
    limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true });
  });
  try {
    return await Promise.race([call(limit.signal), ended]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', onAbort);
  }
}
