import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonEqual } from './json-equal.js';

test.each<[unknown, unknown, boolean]>([
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: null }, {}, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, {}, false],
  [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
  [{ toString: 1 }, {}, false],
])('%j and %j: %j', (a, b, equal) => {
  expect(jsonEqual(a, b)).toBe(equal);
  expect(jsonEqual(b, a)).toBe(equal);
});

test('a value equals its copy', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(jsonEqual(value, JSON.parse(JSON.stringify(value)))).toBe(true);
    }),
  );
});
