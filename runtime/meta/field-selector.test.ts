import { expect, test } from 'vitest';
import { parseFieldSelector } from './field-selector.js';

test.each([
  ['', []],
  ['metadata.name=a', [{ field: 'metadata.name', operator: '=', value: 'a' }]],
  [
    'a==b,c!=d',
    [
      { field: 'a', operator: '=', value: 'b' },
      { field: 'c', operator: '!=', value: 'd' },
    ],
  ],
  ['a=', [{ field: 'a', operator: '=', value: '' }]],
  ['a=b\\,c\\=d\\\\', [{ field: 'a', operator: '=', value: 'b,c=d\\' }]],
])('%j is read', (text, expected) => {
  expect(parseFieldSelector(text)).toEqual(expected);
});

test.each([
  ['a', '"a" has none of = == !='],
  ['a=b,c', '"c" has none of = == !='],
  ['a=b=c', '"=" in a value is written "\\="'],
  ['a=b\\c', '"\\" stands before one of \\ , = only'],
])('%j is refused', (text, message) => {
  expect(() => parseFieldSelector(text)).toThrow(`field selector ${JSON.stringify(text)}: ${message}`);
});
