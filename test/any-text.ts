// Texts of any characters, for tests.
import fc from 'fast-check';

/**
 * Texts of any code points, halves of pairs among them. `fc.string({ unit: 'binary' })` makes a table of all code points first,
 * which takes a second and 130 MB.
 */
export function anyTexts(constraints: fc.ArrayConstraints = {}): fc.Arbitrary<string> {
  return fc
    .array(fc.integer({ min: 0, max: 0x10ffff }), constraints)
    .map(points => points.map(point => String.fromCodePoint(point)).join(''));
}
