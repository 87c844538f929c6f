import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generatedName } from './generated-name.js';

test('adds five characters that make no words, and is never longer than 63', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 100 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (prefix, random) => {
        const name = generatedName(prefix, () => random);
        expect(name.length).toBeLessThanOrEqual(63);
        expect(name.startsWith(prefix.slice(0, 58))).toBe(true);
        expect(name.slice(-5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      },
    ),
  );
});
