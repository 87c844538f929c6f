import { expect, test } from 'vitest';
import { goNumber, openMetricsNumber } from './go-number.js';

// As strconv.FormatFloat(f, 'g', -1, 64) prints them.
test.each([
  [0, '0'],
  [-0, '0'],
  [1, '1'],
  [-3, '-3'],
  [0.005, '0.005'],
  [12.5, '12.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [10e-9, '1e-08'],
  [9.999999999999999e-6, '9.999999999999999e-06'],
  [1e-100, '1e-100'],
  [123_456, '123456'],
  [999_999.5, '999999.5'],
  [1_000_000, '1e+06'],
  [1_048_576, '1.048576e+06'],
  [16_777_216, '1.6777216e+07'],
  [2 ** 64, '1.8446744073709552e+19'],
  [1e21, '1e+21'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
])('%d is printed as %s', (value, text) => {
  expect(goNumber(value)).toBe(text);
  if (Number.isFinite(value)) expect(Number(text)).toBe(value + 0);
});

test('what is no number is printed as NaN', () => {
  expect(goNumber(undefined as unknown as number)).toBe('NaN');
});

test.each([
  [0, '0.0'],
  [1, '1.0'],
  [-3, '-3.0'],
  [2.5, '2.5'],
  [1e6, '1e+06'],
  [Number.POSITIVE_INFINITY, '+Inf'],
])('in OpenMetrics %d is printed as %s', (value, text) => {
  expect(openMetricsNumber(value)).toBe(text);
});
