import { expect, test } from 'vitest';
import { charactersOf, columnsOf } from './characters.js';

test.each([
  ['a', 1],
  ['é', 1],
  ['e\u0301', 1],
  ['→', 1],
  ['✓', 1],
  ['界', 2],
  ['한', 2],
  ['ｱ', 1],
  ['Ａ', 2],
  ['👍', 2],
  ['👨‍👩‍👧', 2],
  ['✔\ufe0f', 2],
  ['\u200b', 0],
  ['\u0007', 0],
])('%s takes so many columns', (character, columns) => {
  expect(charactersOf(character)).toEqual([character]);
  expect(columnsOf(character)).toBe(columns);
});
