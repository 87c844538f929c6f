import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, editDistance, nearest } from './suggestion.js';

test.each([
  ['list', 'list', 0],
  ['lits', 'list', 1],
  ['creat', 'create', 1],
  ['', 'get', 3],
  ['kitten', 'sitting', 3],
])('%s and %s are %i edits apart', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
});

test('the distance is the same both ways, and 0 only from a word to itself', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
    }),
  );
});

test('suggests the nearest name, and none that is another word', () => {
  expect(nearest('replica', ['ready', 'replicas'])).toBe('replicas');
  expect(nearest('watches', ['get', 'use'])).toBeUndefined();
  expect(didYouMean('Get', ['get'], 'else')).toBe('did you mean "get"?');
  expect(didYouMean('xyzzy', ['get'], 'else')).toBe('else');
});
