// Work that is done once for all who ask for it at the same time.

/** Runs `work`; whoever calls while it runs gets the outcome of that run. */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}
