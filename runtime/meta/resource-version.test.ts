import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareResourceVersions } from './resource-version.js';

describe('versions compare as numbers', () => {
  test('of any length', () => {
    const version = fc.bigInt({ min: 1n, max: 10n ** 30n });
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareResourceVersions(`${a}`, `${b}`) ?? Number.NaN)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test.each([
    ['9', '10', -1],
    ['10', '9', 1],
    ['18446744073709551616', '18446744073709551615', 1],
    ['7', '7', 0],
  ])('%s and %s', (a, b, sign) => expect(Math.sign(compareResourceVersions(a, b) ?? Number.NaN)).toBe(sign));
});

test.each(['', '0', '01', '-1', '1.5', ' 1', '1\n', 'abc', '0x10', '١'])('%j is in no order', odd => {
  expect(compareResourceVersions(odd, '1')).toBeUndefined();
  expect(compareResourceVersions('1', odd)).toBeUndefined();
});
