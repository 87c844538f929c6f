import { expect, test } from 'vitest';
import { warningHeaders } from './warning-headers.js';

test('a few warnings are told whole', () => {
  expect(warningHeaders(['mind "it"', 'a'.repeat(4000)])).toEqual([
    `299 - "mind \\"it\\""`,
    `299 - "${'a'.repeat(4000)}"`,
  ]);
});

test('many are cut, and then left out', () => {
  const headers = warningHeaders(Array.from({ length: 30 }, (_, at) => `${at}`.padEnd(400, '.')));
  expect(headers).toHaveLength(16);
  expect(new Set(headers.map(each => each.length))).toEqual(new Set(['299 - ""'.length + 256]));
});
