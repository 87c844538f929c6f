import { expect, it } from 'vitest';
import { answerTime } from './answer-deadline.js';

it.each<[string | undefined, number]>([
  ['timeout=10s', 9500],
  ['timeout=30s', 29_500],
  ['timeout=1s', 900],
  ['timeout=2s&other=1', 1800],
  ['timeout=1m0s', 29_500],
  [undefined, 9500],
  ['', 9500],
  ['timeout=', 9500],
  ['timeout=soon', 9500],
  ['timeout=0s', 9500],
  ['timeout=-3s', 9500],
])('of the query %s, so many milliseconds are there to answer in: %d', (query, milliseconds) => {
  expect(answerTime(query)).toBe(milliseconds);
});
