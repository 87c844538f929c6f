// Several at a time, and others between.
import type { Clock } from '../clock/clock.js';

/** Of work without a wait, before others get their turn. */
const MILLISECONDS = 5;

/** Works on the items in their order, at most so many at a time; resolves when all are done. `work` must not reject. */
export async function inPool<I>(items: readonly I[], most: number, work: (item: I) => Promise<void>): Promise<void> {
  if (!Number.isSafeInteger(most) || most < 1)
    throw new RangeError(`concurrency is a whole number from 1, not ${most}`);
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
}

/** To be awaited between pieces of work: after some milliseconds, everything else that waits has its turn first. */
export function turns(clock: Clock): () => Promise<void> | undefined {
  let began = clock.monotonic();
  return () => {
    if (clock.monotonic() - began < MILLISECONDS) return undefined;
    return new Promise(resolve =>
      setImmediate(() => {
        began = clock.monotonic();
        resolve();
      }),
    );
  };
}
