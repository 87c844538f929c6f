// A clock that runs faster than the machine's: waits of ten seconds should not be waited for.
import { type Clock, systemClock } from '../../runtime/clock/clock.js';

/** Begins with the present time, and goes so many times as fast. */
export function fastClock(speed: number): Clock {
  const start = systemClock.now();
  const begun = systemClock.monotonic();
  const passed = (): number => (systemClock.monotonic() - begun) * speed;
  return {
    now: () => start + passed(),
    monotonic: passed,
    setTimer: (delay, callback) => systemClock.setTimer(delay / speed, callback),
  };
}
