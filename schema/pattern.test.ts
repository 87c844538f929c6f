import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyTexts } from '../test/any-text.js';
import { checkPattern, matchesPattern } from './pattern.js';

describe('matches as RE2 does', () => {
  test.each<[pattern: string, text: string, found: boolean]>([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^a.c$', 'a\nc', false],
    ['(?s)^a.c$', 'a\nc', true],
    ['^b$', 'a\nb', false],
    ['(?m)^b$', 'a\nb', true],
    ['a$', 'a\n', false],
    ['^[a-c-]+$', 'a-c', true],
    ['^[^a]$', '\n', true],
    ['^[]a]$', ']', true],
    ['^[[:alpha:]]{2,3}$', 'abcd', false],
    ['^[[:^digit:]]$', 'a', true],
    ['^\\d$', '٣', false],
    ['^\\pN$', '٣', true],
    ['^\\p{Greek}\\P{Greek}\\p{^Greek}$', 'αab', true],
    ['(?i)^k$', '\u212a', true],
    ['(?i)^[^a]$', 'A', false],
    ['(?i:A)b', 'aB', false],
    ['^.$', '😀', true],
    ['\\x{1F600}', '😀', true],
    ['^\\Qa.b\\E$', 'a.b', true],
    ['a{,2}', 'a{,2}', true],
    ['^(?P<year>\\d{4})-(?<month>\\d\\d)$', '2026-01', true],
    ['^(a|ab)(c|bcd)$', 'abcd', true],
    ['^(a?){3}a{3}$', 'aaa', true],
    ['\\bfoo\\b', 'a foo.', true],
    ['\\Boo\\b', 'foo', true],
    ['', 'a', true],
    ['a||b', 'c', true],
  ])('%s on %j: %s', (pattern, text, found) => {
    expect(matchesPattern(pattern, text)).toBe(found);
  });
});

describe('refuses what RE2 refuses, in its words', () => {
  test.each([
    ['[a-', 'missing closing ]: `[a-`'],
    ['(a', 'missing closing ): `(a`'],
    ['a)', 'unexpected ): `a)`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{2,1}', 'invalid repeat count: `{2,1}`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['(a{100}){11}', 'invalid repeat count: `{11}`'],
    ['[b-a]', 'invalid character class range: `b-a`'],
    ['a(?=b)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<=a)b', 'invalid named capture: `(?<=a)b`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['\\x{110000}', 'invalid escape sequence: `\\x{110000`'],
    ['\\p{Klingon}', 'invalid character class range: `\\p{Klingon}`'],
    ['a\\', 'trailing backslash at end of expression'],
  ])('%s', (pattern, message) => {
    expect(checkPattern(pattern)).toEqual({ valid: false, message: `error parsing regexp: ${message}` });
    expect(matchesPattern(pattern, 'a')).toBeUndefined();
  });
});

test.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*)*x', '^(([a-z])+.)+[A-Z]([a-z])+$', '^(a?){50}a{50}$'])(
  'reads a long text in one go where backtracking would not end: %s',
  pattern => {
    expect(matchesPattern(pattern, `${'a'.repeat(2_000)}!`)).toBe(false);
  },
);

test('takes any text for a pattern without failing', () => {
  const piece = fc.constantFrom(
    ...'ab[](){}*+?|^$.\\-:<>=!Pp,0129imsU\n😀'.split(''),
    '\\d',
    '(?',
    '[[:',
    '\\x{',
    '\\Q',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), anyTexts(), (pieces, text) => {
      const pattern = pieces.join('');
      expect(matchesPattern(pattern, text) === undefined).toBe(!checkPattern(pattern).valid);
    }),
    { numRuns: 500 },
  );
});

test('agrees with JavaScript on what both read alike', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(?:ab)',
    'a*',
    'b+',
    'a?',
    '[ab]{1,2}',
    '^',
    '$',
    '|',
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c') }),
      (parts, text) => {
        const pattern = parts.join('');
        expect(matchesPattern(pattern, text)).toBe(new RegExp(pattern, 'u').test(text));
      },
    ),
    { numRuns: 500 },
  );
});
