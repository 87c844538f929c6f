import { describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../clock/clock.js';
import { ApiError } from './api-error.js';
import { retryOnConflict } from './retry-on-conflict.js';

const kind = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' } as const;
const error = (status: number, reason: string) => new ApiError({ verb: 'update', kind }, status, { reason });
const conflict = error(409, 'Conflict');

/** Fails with these, then answers how often it was tried; `pauses` take no time. */
function failing(...errors: readonly unknown[]) {
  const pauses: number[] = [];
  const clock: Clock = {
    ...systemClock,
    setTimer: (delay, callback) => {
      pauses.push(delay);
      return systemClock.setTimer(0, callback);
    },
  };
  let tries = 0;
  const attempt = async (): Promise<number> => {
    if (tries < errors.length) throw errors[tries++];
    return tries + 1;
  };
  return { attempt, clock, pauses, random: () => 0.5 };
}

describe('retryOnConflict', () => {
  test('tries 5 times, with 10 ms and some between', async () => {
    const { attempt, pauses, ...world } = failing(conflict, conflict, conflict, conflict);
    expect(await retryOnConflict(attempt, world)).toBe(5);
    expect(pauses).toEqual([10.5, 10.5, 10.5, 10.5]);
  });

  test('ends with the last error', async () => {
    const last = error(409, 'Conflict');
    const { attempt, pauses, ...world } = failing(conflict, conflict, conflict, conflict, last);
    await expect(retryOnConflict(attempt, world)).rejects.toBe(last);
    expect(pauses).toHaveLength(4);
  });

  test('leaves other errors to the caller, unless they are said to pass', async () => {
    const missing = error(404, 'NotFound');
    const { attempt, pauses, ...world } = failing(missing);
    await expect(retryOnConflict(attempt, world)).rejects.toBe(missing);
    expect(await retryOnConflict(attempt, { ...world, retriable: () => true })).toBe(2);
    expect(pauses).toEqual([]);
  });

  test('pauses longer each time with a factor, as DefaultBackoff does', async () => {
    const { attempt, pauses, ...world } = failing(conflict, conflict, conflict, conflict);
    await expect(retryOnConflict(attempt, { ...world, tries: 4, factor: 5, jitter: 0 })).rejects.toBe(conflict);
    expect(pauses).toEqual([10, 50, 250]);
  });

  test('ends with the reason of its signal', async () => {
    const abort = new AbortController();
    const { attempt, clock } = failing(conflict);
    const running = retryOnConflict(attempt, {
      clock,
      pause: 60_000,
      signal: abort.signal,
      retriable: () => {
        abort.abort(new Error('enough'));
        return true;
      },
    });
    await expect(running).rejects.toThrow('enough');
  });
});
