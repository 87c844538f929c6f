import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { AnswerCache } from './answer-cache.js';

test('of more than a thousand answers the oldest are forgotten', async () => {
  const cache = new AnswerCache<string>(new FakeClock(), () => 60_000);
  for (let at = 0; at <= 1000; at += 1) await cache.get(`question ${at}`, async () => 'answer');
  expect(cache.knows('question 0')).toBe(false);
  expect(cache.knows('question 1')).toBe(true);
  expect(cache.knows('question 1000')).toBe(true);
});
