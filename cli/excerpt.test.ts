import { describe, expect, it } from 'vitest';
import { excerpt } from './excerpt.js';

describe('excerpt', () => {
  it.each([
    ['a place inside the line', '  @Minimum(0)', 12, '7 |   @Minimum(0)\n  |            ^'],
    ['the first column', 'x', 1, '7 | x\n  | ^'],
    ['the end of the line', 'ab', 3, '7 | ab\n  |   ^'],
    ['a column beyond the line', 'ab', 99, '7 | ab\n  |   ^'],
    ['tabs before the place', '\t\tab', 4, '7 | \t\tab\n  | \t\t ^'],
    ['characters of two code units', "'😀', x", 7, "7 | '😀', x\n  |       ^"],
    ['wide characters', '漢字x', 3, '7 | 漢字x\n  |     ^'],
    ['combining accents', 'e\u0301x', 3, '7 | e\u0301x\n  |  ^'],
  ])('puts the caret under %s', (_, source, column, expected) => {
    expect(excerpt({ source, line: 7, column })).toBe(expected);
  });

  it('shows only the part of a very long line that holds the place', () => {
    const source = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
    const [line = '', caret = ''] = excerpt({ source, line: 1, column: 5001 }).split('\n');
    expect(line.length).toBeLessThan(200);
    expect(line.slice(caret.indexOf('^'))).toMatch(/^HERE/);
  });
});
