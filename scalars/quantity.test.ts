import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalQuantity, parseQuantity } from './quantity.js';

test.each([
  ['0', '0'],
  ['0.5', '500m'],
  ['1', '1'],
  ['1000', '1k'],
  ['1500', '1500'],
  ['1000m', '1'],
  ['100e3', '100e3'],
  ['1E3', '1e3'],
  ['1E', '1E'],
  // Go has no suffix for it, prints none, and so means one.
  ['1000E', '1e21'],
  ['1024Mi', '1Gi'],
  ['1000Mi', '1000Mi'],
  ['1023Ki', '1023Ki'],
  ['0.5Ki', '512'],
  ['1.5Gi', '1536Mi'],
  ['1.5', '1500m'],
  ['-1', '-1'],
  ['-2048Ki', '-2Mi'],
  ['0.1n', '1n'],
  ['.5', '500m'],
  ['+5', '5'],
  ['.', '0'],
  ['-m', '0'],
  ['1e100', '10e99'],
  ['1e1001', '100e999'],
  ['123e5000', '12300e4998'],
  ['1e10000', '10e9999'],
  ['1e-10000', '1e-9'],
  ['7e9998', '700e9996'],
  ['9Ei', '9223372036854775807'],
])('%s is written as %s', (text, canonical) => {
  expect(canonicalQuantity(text)).toBe(canonical);
});

test.each(['', 'a', 'Pi', 'e-10', '1x', '1 ', '1e', '1Mi5', '--1', '1e1000000'])('%j is no quantity', text => {
  expect(canonicalQuantity(text)).toBeUndefined();
});

test('the canonical text says the same amount, and is canonical itself', () => {
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'e-3', 'e47', 'e193');
  const text = fc
    .tuple(fc.constantFrom('', '-'), fc.nat(), fc.option(fc.nat({ max: 999 }), { nil: undefined }), suffix)
    .map(([sign, whole, fraction, end]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${end}`);
  fc.assert(
    fc.property(text, each => {
      const canonical = canonicalQuantity(each) ?? '';
      expect(parseQuantity(canonical)?.nanos).toBe(parseQuantity(each)?.nanos);
      expect(canonicalQuantity(canonical)).toBe(canonical);
    }),
  );
});
