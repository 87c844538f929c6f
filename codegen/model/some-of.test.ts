import { expect, it } from 'vitest';
import { someOf } from './some-of.js';

it('names all of a few, and the first of many', () => {
  const names = Array.from({ length: 1000 }, (_, at) => `a${at}`);
  expect(someOf(names.slice(0, 3))).toBe('a0, a1, a2');
  expect(someOf(names.slice(0, 40))).toMatch(/a38, a39$/);
  expect(someOf(names)).toMatch(/^a0, a1, .* a39 and 960 more$/);
});
