// Random sequences against the model on the embedded control plane; the long form is `npm run test:properties`.
import { expect, test } from 'vitest';
import { runSeeded } from './run.js';
import { STYLES } from './style.js';

// Another one: SEED=1 vitest run --project isolated test/properties/properties.test.ts
const SEED = Number(process.env.SEED ?? 20_261_123);

const SEQUENCES = 20;

test('sequences are as the model says', { timeout: 300_000 }, async () => {
  const { failures, counts } = await runSeeded({
    ...{ plane: 'embedded', style: STYLES.steps, seed: SEED, sequences: SEQUENCES },
  });
  expect(failures.join('\n')).toBe('');
  // Without these nothing would have been tried, or nothing seen.
  expect(counts.steps).toBeGreaterThan(5 * SEQUENCES);
  expect(counts.restartOperator + counts.crashOperator + counts.restartServer).toBeGreaterThan(0);
  expect(counts.writes).toBeGreaterThan(counts.steps);
});
