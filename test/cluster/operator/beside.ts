// What goes on beside a test, until it is stopped.

/**
 * Begins at once. What it fails with is told of by who stops it.
 * @returns ends it
 */
export function beside(work: (signal: AbortSignal) => Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  const running = work(stopping.signal);
  running.catch(() => {});
  return async () => {
    stopping.abort();
    await running;
  };
}
