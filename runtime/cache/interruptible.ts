// Waiting for things that may not heed an abort.

/** The promise's outcome, or undefined as soon as the signal aborts; what comes after that is dropped. */
export function unlessAborted<V>(promise: Promise<V>, signal: AbortSignal): Promise<V | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(undefined);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/**
 * What the source yields, until it ends or the signal aborts: then it ends at once, even where the source still hangs.
 * The source is told to stop and not waited for.
 */
export async function* untilAborted<E>(source: AsyncIterable<E>, signal: AbortSignal): AsyncGenerator<E, void> {
  const iterator = source[Symbol.asyncIterator]();
  // One listener for all of them: a race with one long-lived promise would keep a reaction for each event.
  let wake = (): void => {};
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      const next = await new Promise<IteratorResult<E> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        iterator.next().then(resolve, reject);
      });
      if (next === undefined || next.done === true || signal.aborted) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    iterator.return?.().then(undefined, () => {});
  }
}
