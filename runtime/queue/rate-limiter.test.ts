import { describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import {
  bucketRateLimiter,
  itemExponentialRateLimiter,
  itemFastSlowRateLimiter,
  maxOfRateLimiters,
} from './rate-limiter.js';

const delays = (limiter: { when(key: string): number }, key: string, count: number): number[] =>
  Array.from({ length: count }, () => limiter.when(key));

test('the exponential one doubles for each failure of a key, and starts anew once it is forgotten', () => {
  const limiter = itemExponentialRateLimiter();
  expect(delays(limiter, 'a', 4)).toEqual([5, 10, 20, 40]);
  expect([limiter.when('b'), limiter.retries('a'), limiter.retries('b')]).toEqual([5, 4, 1]);
  limiter.forget('a');
  expect([limiter.retries('a'), limiter.when('a')]).toEqual([0, 5]);
});

test('the exponential one stays a number after thousands of failures, also where it begins with 0', () => {
  const [limiter, zero] = [itemExponentialRateLimiter(), itemExponentialRateLimiter({ baseDelay: 0 })];
  expect([delays(limiter, 'a', 3000).at(-1), delays(zero, 'a', 3000).at(-1)]).toEqual([1_000_000, 0]);
});

test('the one with two speeds is fast at first', () => {
  const limiter = itemFastSlowRateLimiter(5, 10_000, 3);
  expect(delays(limiter, 'a', 5)).toEqual([5, 5, 5, 10_000, 10_000]);
  expect(limiter.when('b')).toBe(5);
  limiter.forget('a');
  expect(limiter.when('a')).toBe(5);
});

describe('the bucket', () => {
  test('lets a burst through, then one after the other, and fills up again', async () => {
    const clock = new FakeClock();
    const limiter = bucketRateLimiter(10, 3, clock);
    expect(delays(limiter, 'any', 6)).toEqual([0, 0, 0, 100, 200, 300]);
    await clock.advance(600);
    expect(delays(limiter, 'any', 5)).toEqual([0, 0, 0, 100, 200]);
    await clock.advance(3_600_000);
    expect(delays(limiter, 'any', 4)).toEqual([0, 0, 0, 100]);
    expect(limiter.retries('any')).toBe(0);
  });
});

test('the slowest of several is waited for, and each of them counts', () => {
  const [fast, slow] = [itemExponentialRateLimiter(), itemFastSlowRateLimiter(1, 30, 2)];
  const limiter = maxOfRateLimiters(fast, slow);
  expect(delays(limiter, 'a', 5)).toEqual([5, 10, 30, 40, 80]);
  expect([limiter.retries('a'), fast.retries('a'), slow.retries('a')]).toEqual([5, 5, 5]);
  limiter.forget('a');
  expect([fast.retries('a'), slow.retries('a')]).toEqual([0, 0]);
});

test.each([
  [() => itemExponentialRateLimiter({ baseDelay: -1 }), 'baseDelay is a number of milliseconds >= 0, not -1'],
  [() => itemExponentialRateLimiter({ maxDelay: 1 }), 'maxDelay is a number of milliseconds >= baseDelay, not 1'],
  [() => bucketRateLimiter(0, 1, new FakeClock()), 'perSecond is a number > 0, not 0'],
  [() => bucketRateLimiter(1, Number.NaN, new FakeClock()), 'burst is a number >= 1, not NaN'],
])('numbers that would stop everything are refused: %#', (make, says) => {
  expect(make).toThrow(new RangeError(says));
});
