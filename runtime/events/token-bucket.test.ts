import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { TokenBucket } from './token-bucket.js';

const takeAll = (bucket: TokenBucket): number => {
  let taken = 0;
  while (bucket.take()) taken += 1;
  return taken;
};

test('allows the burst at once, then one for each interval, and never more than the burst', async () => {
  const clock = new FakeClock();
  const bucket = new TokenBucket(clock, 3, 1000);
  expect(takeAll(bucket)).toBe(3);
  await clock.advance(999);
  expect(takeAll(bucket)).toBe(0);
  await clock.advance(1);
  expect(takeAll(bucket)).toBe(1);
  await clock.advance(2500);
  expect(takeAll(bucket)).toBe(2);
  await clock.advance(500);
  expect(takeAll(bucket)).toBe(1);
  await clock.advance(1_000_000);
  expect(takeAll(bucket)).toBe(3);
});
