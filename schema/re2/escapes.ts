// Reads what begins with a backslash and stands for characters.
import { PERL_CLASSES, unicodeClass } from './character-class.js';
import { type CharacterTest, PatternSyntaxError } from './syntax.js';

/** A class that has a name: `\d`, `\pN`, `\p{Greek}`. */
export interface NamedClass {
  readonly test: CharacterTest;
  readonly negated: boolean;
  readonly length: number;
}

/** `\d`, `\pN`, `\p{Greek}` and their opposites. */
export function namedClass(rest: string): NamedClass | undefined {
  const perl = /^\\([dDsSwW])/.exec(rest)?.[1];
  if (perl !== undefined) {
    const test = PERL_CLASSES[perl.toLowerCase()] as CharacterTest;
    return { test, negated: perl !== perl.toLowerCase(), length: 2 };
  }
  if (!/^\\[pP]/.test(rest)) return undefined;
  const found = /^\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/su.exec(rest);
  const name = found?.[3] ?? found?.[4] ?? '';
  const test = unicodeClass(name);
  if (found === null || test === undefined) {
    throw new PatternSyntaxError('invalid character class range', found?.[0] ?? rest);
  }
  return { test, negated: (found[1] === 'P') !== (found[2] === '^'), length: found[0].length };
}

/** One character, and how much of the pattern says it. */
export interface EscapedCharacter {
  readonly codePoint: number;
  readonly length: number;
}

/** A character of a class, escaped or not. */
export function classCharacter(rest: string): EscapedCharacter {
  if (rest === '') throw new PatternSyntaxError('missing closing ]', rest);
  if (rest[0] === '\\') return escapedCharacter(rest);
  const codePoint = rest.codePointAt(0) ?? 0;
  return { codePoint, length: codePoint > 0xffff ? 2 : 1 };
}

const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };

/** `\n`, `\x41`, `\x{1F600}`, `\101` or `\.`. */
export function escapedCharacter(rest: string): EscapedCharacter {
  if (rest.length === 1) throw new PatternSyntaxError('trailing backslash at end of expression', '');
  const letter = String.fromCodePoint(rest.codePointAt(1) ?? 0);
  if (Object.hasOwn(CONTROL, letter)) return { codePoint: CONTROL[letter] ?? 0, length: 2 };
  // A single digit from 1 to 7 would be a back reference, which RE2 does not have.
  const octal = /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
  if (octal !== null) return { codePoint: Number.parseInt(octal[0].slice(1), 8), length: octal[0].length };
  const hex = /^\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})/.exec(rest);
  const codePoint = hex === null ? undefined : Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
  if (hex !== null && codePoint !== undefined && codePoint <= 0x10ffff) return { codePoint, length: hex[0].length };
  const plain = letter.codePointAt(0) ?? 0;
  if (plain < 0x80 && !/\w/.test(letter)) return { codePoint: plain, length: 2 };
  const fragment = letter === 'x' ? hexFragment(rest) : `\\${letter}`;
  throw new PatternSyntaxError('invalid escape sequence', fragment);
}

/** As much of a broken `\x` as RE2 read before it gave up: up to the digit that makes it too great. */
function hexFragment(rest: string): string {
  const digits = /^\\x(?:\{[0-9A-Fa-f]*.?|[0-9A-Fa-f]?.?)/su.exec(rest)?.[0] ?? '\\x';
  for (let end = 4; end <= digits.length && digits[2] === '{'; end++) {
    if (Number.parseInt(digits.slice(3, end), 16) > 0x10ffff) return digits.slice(0, end);
  }
  return digits;
}
