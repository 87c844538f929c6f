import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringTexts } from '../../test/json-texts.js';
import { repeated, repeatedTextAt, textAt } from './text.js';

test('reads any string as JSON.parse does, also when others have taken its place in the table', () => {
  fc.assert(
    fc.property(fc.array(stringTexts, { minLength: 1 }), texts => {
      const bytes = Buffer.from(texts.join(''));
      for (let time = 0; time < 2; time++) {
        let start = 0;
        for (const text of texts) {
          const end = start + Buffer.byteLength(text);
          // Not `text` itself: half a character does not survive the way through bytes.
          const expected: unknown = JSON.parse(bytes.toString('utf8', start, end));
          expect(textAt(bytes, start, end)).toBe(expected);
          expect(repeatedTextAt(bytes, start, end)).toBe(expected);
          expect(repeated(expected as string)).toBe(expected);
          start = end;
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('reads more different texts than the table has places', () => {
  for (let time = 0; time < 2; time++) {
    for (let id = 0; id < 10_000; id++) {
      const bytes = Buffer.from(`"app-${id}"`);
      if (repeatedTextAt(bytes, 0, bytes.length) !== `app-${id}`) expect.fail(`app-${id} was read as another`);
    }
  }
});

test('reads a text that is too long for the table', () => {
  const text = 'ä'.repeat(5000);
  const bytes = Buffer.from(`"${text}"`);
  expect(repeatedTextAt(bytes, 0, bytes.length)).toBe(text);
  expect(repeated(text)).toBe(text);
});

test.each([
  ['Ã©', '"é"', 'é'],
  ['\\n', '"\\n"', '\n'],
])('does not take %j for %s, whose bytes spell it', (text, json, expected) => {
  const bytes = Buffer.from(json);
  repeated(text);
  expect(repeatedTextAt(bytes, 0, bytes.length)).toBe(expected);
});
