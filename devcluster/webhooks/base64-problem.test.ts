import { expect, test } from 'vitest';
import { base64Problem } from './base64-problem.js';

// As `base64.StdEncoding` of Go 1.26 tells it.
test.each<[string, number | undefined]>([
  ['', undefined],
  ['W10=', undefined],
  ['W1\n0\r\n=\n', undefined],
  ['Wy0t', undefined],
  ['Ww==', undefined],
  ['Ww=\n=', undefined],
  ['*', 0],
  ['W', 0],
  ['W10', 0],
  ['Ww=', 3],
  ['Ww=x', 2],
  ['W=10', 1],
  ['====', 0],
  ['W10=W10=', 4],
  ['Ww==\nW', 5],
  ['W_-=', 1],
  ['Wy0tWy', 4],
])('%j', (text, at) => {
  expect(base64Problem(text)).toBe(at);
});
