// Tells of what takes long.
import type { Clock, Timer } from '../clock/clock.js';

const FIRST = 10_000;

/** Settles as the work does; until then it calls `tell` after 10, 30, 70 ... seconds, with how long it has taken so far. */
export async function whileSlow<T>(clock: Clock, work: Promise<T>, tell: (milliseconds: number) => void): Promise<T> {
  const begin = clock.monotonic();
  let timer: Timer | undefined;
  const schedule = (delay: number): void => {
    timer = clock.setTimer(delay, () => {
      tell(clock.monotonic() - begin);
      schedule(2 * delay);
    });
  };
  schedule(FIRST);
  try {
    return await work;
  } finally {
    timer?.cancel();
  }
}
