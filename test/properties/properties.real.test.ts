// Random sequences against the model on a real control plane; the long form is `npm run test:properties`.
import { expect, test } from 'vitest';
import { runSeeded } from './run.js';
import { STYLES } from './style.js';

const SEED = Number(process.env.SEED ?? 20_261_123);
const SEQUENCES = 3;

test('sequences are as the model says', { timeout: 300_000 }, async () => {
  const { failures, counts } = await runSeeded({
    ...{ plane: 'real', style: STYLES.steps, seed: SEED, sequences: SEQUENCES },
  });
  expect(failures.join('\n')).toBe('');
  expect(counts.steps).toBeGreaterThan(5 * SEQUENCES);
  expect(counts.writes).toBeGreaterThan(counts.steps);
});
