import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { inPool, turns } from './pool.js';

test.each([0, -1, 1.5, Number.NaN])('%d at a time is none', async most => {
  await expect(inPool([], most, async () => {})).rejects.toThrow(`concurrency is a whole number from 1, not ${most}`);
});

test('others have their turn after some milliseconds of work, and not before', async () => {
  const clock = new FakeClock();
  const turn = turns(clock);
  expect(turn()).toBeUndefined();
  await clock.advance(5);
  let others = false;
  setImmediate(() => {
    others = true;
  });
  await turn();
  expect(others).toBe(true);
  expect(turn()).toBeUndefined();
});
