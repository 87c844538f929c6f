import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fidelityPage } from './fidelity-page.js';
import { FIDELITY_PAGE, suiteResults } from './suites.js';

test('the page of fidelity is what the suites say; `npm run fidelity` writes it', () => {
  expect(readFileSync(FIDELITY_PAGE, 'utf8')).toBe(fidelityPage(suiteResults()));
});

test('counts, reasons and percentages are on the page', () => {
  const observation = (name: string) => ({ area: 'a', name, asked: 'GET /', code: 200, text: '' });
  const page = fidelityPage([
    {
      title: 'Things',
      about: 'About things.',
      code: 'status',
      golden: { version: 'v1', observations: ['x', 'y', 'z', 'w'].map(observation) },
      known: [
        { area: 'a', name: 'x', reason: 'Because.', code: true },
        { area: 'a', name: 'y', reason: 'Because.' },
      ],
    },
  ]);
  expect(page).toContain('| a | 4 | 3 (75.0 %) | 2 (50.0 %) |');
  expect(page).toContain('- Because.\n  - a: x (status)\n  - a: y\n');
});
