// Promises of a reconcile, or of a webhook's method, that nobody waits for: their rejection would end the process.
import { AsyncLocalStorage } from 'node:async_hooks';

/** Who hears of a rejection that began in what it runs. */
export interface StrayListener {
  strayRejection(error: unknown): void;
}

const running = new AsyncLocalStorage<StrayListener>();
let users = 0;

/**
 * Runs the function; a promise that comes from it and is rejected without anybody waiting for it is told to the listener.
 * Holds between `guardStrayRejections` and the end that it returns.
 */
export function withStrayListener<R>(listener: StrayListener, run: () => R): R {
  return running.run(listener, run);
}

/**
 * From now on, rejections that begin in `withStrayListener` do not end the process. All others do what they did before.
 * @returns a function that ends it; until then others may begin it too
 */
export function guardStrayRejections(): () => void {
  if (users === 0) process.on('unhandledRejection', onRejection);
  users += 1;
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    users -= 1;
    if (users === 0) process.off('unhandledRejection', onRejection);
  };
}

function onRejection(reason: unknown): void {
  const listener = running.getStore();
  if (listener !== undefined) listener.strayRejection(reason);
  // With a listener, Node does nothing of its own: without others, the process is to end as it would have.
  else if (process.listenerCount('unhandledRejection') === 1) throw reason;
}
