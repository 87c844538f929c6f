// Where the process spends its time, for the tools of Chrome.
import { type Clock, sleep } from '../clock/clock.js';

/**
 * The text of a `.cpuprofile` of so many seconds, or of less where the signal aborts before.
 */
export async function cpuProfile(seconds: number, clock: Clock, signal: AbortSignal): Promise<string> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await sleep(clock, seconds * 1000, signal);
    const { profile } = await session.post('Profiler.stop');
    return JSON.stringify(profile);
  } finally {
    session.disconnect();
  }
}
