import { describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { RequestLimit } from './request-limit.js';

describe('a limit', () => {
  test('lets a burst go, then one after the other, in their order', async () => {
    const clock = new FakeClock();
    const limit = new RequestLimit({ qps: 10, burst: 2 }, clock);
    const gone: number[] = [];
    for (const request of [1, 2, 3, 4]) void limit.turn().then(() => gone.push(request));
    await clock.advance(0);
    expect(gone).toEqual([1, 2]);
    await clock.advance(99);
    expect(gone).toEqual([1, 2]);
    await clock.advance(1);
    expect(gone).toEqual([1, 2, 3]);
    await clock.advance(100);
    expect(gone).toEqual([1, 2, 3, 4]);
  });

  test('saves no more than a burst, which is ten', async () => {
    const clock = new FakeClock();
    const limit = new RequestLimit({ qps: 100 }, clock);
    await clock.advance(60_000);
    const waits = Array.from({ length: 12 }, () => limit.turn());
    await clock.advance(1000);
    expect((await Promise.all(waits)).map(Math.round)).toEqual([...Array(10).fill(0), 10, 20]);
  });

  test('gives the place of one that is aborted to the next', async () => {
    const clock = new FakeClock();
    const limit = new RequestLimit({ qps: 1, burst: 1 }, clock);
    await limit.turn();
    const leaving = new AbortController();
    const left = limit.turn(leaving.signal);
    leaving.abort(new Error('stop'));
    await expect(left).rejects.toThrow('stop');
    const next = limit.turn();
    await clock.advance(1000);
    expect(await next).toBe(1000);
    expect(clock.pending).toBe(0);
  });

  test.each([{ qps: 0 }, { qps: -1 }, { qps: Number.NaN }, { qps: Number.POSITIVE_INFINITY }, { qps: 1, burst: 0 }])(
    '%o is refused',
    wish => {
      expect(() => new RequestLimit(wish, new FakeClock())).toThrow(TypeError);
    },
  );
});
