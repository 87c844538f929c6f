import { expect, test } from 'vitest';
import { cellText } from './cell-text.js';

test.each([
  ['text', 'text'],
  [true, 'true'],
  [null, '<no value>'],
  [0, '0'],
  [-7, '-7'],
  [1.5, '1.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-2.5e-10, '-2.5e-10'],
  [1e21, '1e+21'],
  [{ b: [{ d: 1, c: null }], a: '<&>' }, '{"a":"\\u003c\\u0026\\u003e","b":[{"c":null,"d":1}]}'],
  [[1.5, 1e-7], '[1.5,1e-7]'],
  ['', ''],
])('%j is printed as %s', (value, text) => {
  expect(cellText(value)).toBe(text);
});
