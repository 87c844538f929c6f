// The short form of the flood; the long one is `npm run test:flood`.
import { expect, it } from 'vitest';
import { flood } from './flood.js';

/** Another one: `SEED=8`. */
const SEED = Number(process.env.SEED ?? 7);

it('no spoilt request is allowed in silence, and none ends the server', async () => {
  const { wrong, answers } = await flood({ seed: SEED, requests: 3000, samples: 1, atOnce: 8 });
  expect(wrong).toEqual([]);
  // All sorts were there.
  for (const sort of [
    'allowed and marked',
    'refused with 400',
    'refused with 403',
    'HTTP 404',
    'HTTP 405',
    'cut off',
  ]) {
    expect(answers.get(sort), sort).toBeGreaterThan(0);
  }
});
