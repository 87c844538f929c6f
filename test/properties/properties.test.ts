// Random sequences against the model on the embedded control plane, in both styles; the long form is `npm run test:properties`.
import { expect, test } from 'vitest';
import { runSeeded } from './run.js';
import { STYLES } from './style.js';

// Another one: SEED=1 vitest run --project isolated test/properties/properties.test.ts
const SEED = Number(process.env.SEED ?? 20_261_123);

test.for([
  ['steps', 20],
  ['desired', 5],
] as const)('%s: %i sequences are as the model says', { timeout: 300_000 }, async ([style, sequences]) => {
  const { failures, counts } = await runSeeded({ plane: 'embedded', style: STYLES[style], seed: SEED, sequences });
  expect(failures.join('\n')).toBe('');
  // Without these nothing would have been tried, or nothing seen.
  expect(counts.steps).toBeGreaterThan(5 * sequences);
  expect(counts.restartOperator + counts.crashOperator + counts.restartServer).toBeGreaterThan(0);
  expect(counts.writes).toBeGreaterThan(counts.steps);
});
