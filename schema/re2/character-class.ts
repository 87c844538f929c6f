// Sets of characters by name: Perl's, those of POSIX, and those of Unicode.
import type { CharacterTest } from './syntax.js';

const DIGIT: CharacterTest = c => c >= 0x30 && c <= 0x39;
const SPACE: CharacterTest = c => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0c || c === 0x0d;
const UPPER: CharacterTest = c => c >= 0x41 && c <= 0x5a;
const LOWER: CharacterTest = c => c >= 0x61 && c <= 0x7a;
const ALPHA: CharacterTest = c => UPPER(c) || LOWER(c);
const ALNUM: CharacterTest = c => ALPHA(c) || DIGIT(c);

/** An ASCII letter, digit or underscore: what `\b` looks at too. */
export const WORD: CharacterTest = c => ALNUM(c) || c === 0x5f;

/** `\d`, `\s` and `\w`, by their letter. ASCII only, as in RE2. */
export const PERL_CLASSES: Readonly<Record<string, CharacterTest>> = { d: DIGIT, s: SPACE, w: WORD };

/** `[:alpha:]` and its like, by their name. */
export const POSIX_CLASSES: Readonly<Record<string, CharacterTest>> = {
  alnum: ALNUM,
  alpha: ALPHA,
  ascii: c => c <= 0x7f,
  blank: c => c === 0x20 || c === 0x09,
  cntrl: c => c <= 0x1f || c === 0x7f,
  digit: DIGIT,
  graph: c => c >= 0x21 && c <= 0x7e,
  lower: LOWER,
  print: c => c >= 0x20 && c <= 0x7e,
  punct: c => c >= 0x21 && c <= 0x7e && !ALNUM(c),
  space: c => SPACE(c) || c === 0x0b,
  upper: UPPER,
  word: WORD,
  xdigit: c => DIGIT(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66),
};

const CATEGORIES = new Set(
  (
    'C Cc Cf Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So ' + 'Z Zl Zp Zs Cn'
  ).split(' '),
);

/** The characters of a general category (`Lu`) or a script (`Greek`); undefined when there is none of that name. */
export function unicodeClass(name: string): CharacterTest | undefined {
  if (name === 'Any') return () => true;
  if (!/^[A-Za-z_]+$/.test(name)) return undefined;
  try {
    const one = new RegExp(CATEGORIES.has(name) ? `^\\p{${name}}$` : `^\\p{Script=${name}}$`, 'u');
    return c => one.test(String.fromCodePoint(c));
  } catch {
    return undefined;
  }
}

/** The test without regard to case, by Unicode's simple case folding. */
export function ignoringCase(test: CharacterTest): CharacterTest {
  return c => caseVariants(c).some(test);
}

/** Letters whose other cases are not each other's: k and the Kelvin sign, s and the long s, a-ring and the Angstrom sign. */
const EXTRA_VARIANTS: readonly (readonly number[])[] = [
  [0x4b, 0x6b, 0x212a],
  [0x53, 0x73, 0x17f],
  [0xc5, 0xe5, 0x212b],
];

function caseVariants(c: number): readonly number[] {
  const extra = EXTRA_VARIANTS.find(orbit => orbit.includes(c));
  if (extra !== undefined) return extra;
  const text = String.fromCodePoint(c);
  const texts = [text.toLowerCase(), text.toUpperCase(), text.toUpperCase().toLowerCase()];
  return [c, ...texts.filter(each => [...each].length === 1).map(each => each.codePointAt(0) ?? c)];
}
