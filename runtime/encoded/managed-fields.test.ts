import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damages, gapTexts, listText, objectText, objectTexts, valueTexts } from '../../test/json-texts.js';
import { endOfValue } from './json-scan.js';
import { endOfManagedFields } from './managed-fields.js';

function endOf(find: (bytes: Buffer, start: number) => number, text: string): number | string {
  try {
    return find(Buffer.from(`xx${text}`), 2);
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'broken';
  }
}

/** Of few sets, so that they come again. */
const SETS = [
  '{}',
  '{"f:a":{}}',
  '{"f:a":{"f:b":{}}}',
  '{"f:a":{},"f:b":{}}',
  '{"f:\\"}":{}}',
  '{"f:a":{ }}',
  '{"f:c":1}',
];

const entryTexts = fc
  .tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...SETS) }, objectTexts), valueTexts, gapTexts)
  .map(([fields, other, gaps]) =>
    objectText(
      [
        ['"manager"', other],
        ['"fieldsV1"', fields],
      ],
      gaps,
    ),
  );

const texts = fc.oneof(
  { weight: 9, arbitrary: fc.array(entryTexts, { maxLength: 4 }).map(entries => listText(entries)) },
  valueTexts,
);

test('ends where the value ends, whatever was met before', () => {
  let broken = 0;
  fc.assert(
    fc.property(texts, fc.option(damages), fc.constantFrom('', ',', '}', ' {}'), (text, damage, rest) => {
      const tried = (damage === null ? text : damage(text)) + rest;
      const end = endOf(endOfManagedFields, tried);
      expect([tried, end]).toEqual([tried, endOf(endOfValue, tried)]);
      if (end === 'broken') broken++;
    }),
    { numRuns: 3000 },
  );
  expect(broken).toBeGreaterThan(300);
});

test('goes through very large sets, and remembers none of them', () => {
  const large = `[{"fieldsV1":{"f:a":"${'b'.repeat(20_000)}"}}]`;
  for (let time = 0; time < 3; time++) expect(endOf(endOfManagedFields, large)).toBe(large.length + 2);
});
