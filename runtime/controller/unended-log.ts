// Tells of reconciles that do not end, so that nobody has to search for the object that holds up a worker.
import type { Clock, Timer } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';

/** A reconcile that takes longer is told of once, then again when it takes twice as long, and so on. */
const FIRST = 60_000;
/** At the latest, it is told of again after so long. */
const LONGEST = 3_600_000;

/**
 * Logs a warning with how long it has taken already: after a minute, after two, four, ... then each hour.
 * @returns a function that ends it
 */
export function watchForEnd(log: Logger, clock: Clock): () => void {
  const started = clock.monotonic();
  let timer: Timer;
  const wait = (delay: number): void => {
    timer = clock.setTimer(delay, () => {
      const runs = clock.monotonic() - started;
      log.warn('the reconcile has not ended yet; its object waits for it, and so does a worker', {
        seconds: Math.round(runs / 1000),
      });
      wait(Math.min(runs, LONGEST));
    });
  };
  wait(FIRST);
  return () => timer.cancel();
}
