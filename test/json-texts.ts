// Random texts of JSON, spelt in every way that JSON allows.
import fc from 'fast-check';
import { anyTexts } from './any-text.js';

const space = fc.string({ unit: fc.constantFrom(...' \n\r\t'), maxLength: 3 });
/** Mostly none, or nothing else would be seen of a text. */
const gap = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: space });

const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }).map(text => JSON.stringify(text).slice(1, -1)),
  anyTexts({ maxLength: 3 }).map(text => JSON.stringify(text).slice(1, -1)),
  fc.integer({ min: 0, max: 0xffff }).map(code => `\\u${code.toString(16).padStart(4, '0')}`),
  fc.constantFrom('metadata', 'managedFields', 'items', 'name', '{', '}', '[', ']', ',', ':', '\u2028', '€', '😀'),
  fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t', '\\u0000', '\\uD800', '\\uD83D\\ude00'),
);

/** A string with its quotes. */
export const stringTexts = fc.array(piece, { maxLength: 4 }).map(pieces => `"${pieces.join('')}"`);

const numberTexts = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1',
    '-1',
    '10',
    '1.5',
    '0.10',
    '-0.0',
    '1e5',
    '1E+5',
    '12e-7',
    '0e0',
    '123456789012345678901234567890',
  ),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

export const scalarTexts = fc.oneof(stringTexts, numberTexts, fc.constantFrom('true', 'false', 'null'));

/**
 * Keys that the runtime looks for, and others; also spelt with an escape.
 * None has a backslash, nor is a single escape: once V8 (13.6) has met such a key, it takes others for it whose spelling begins
 * like it (`,\` for `",\u09d6"`), so JSON.parse is no judge of them.
 */
export const keyTexts = fc
  .oneof(
    fc.constantFrom(
      '"a"',
      '"b"',
      '"c"',
      '"metadata"',
      '"managedFields"',
      '"items"',
      '"name"',
      '"met\\u0061data"',
      '"__proto__"',
      '""',
    ),
    stringTexts,
  )
  .filter(text => !/^"\\(?:u.{4}|.)"$/.test(text) && !(JSON.parse(text) as string).includes('\\'));

/** Puts the texts of entries and items together, with gaps between them. */
function joined(open: string, parts: readonly string[], close: string, gaps: readonly string[]): string {
  let at = 0;
  const gap = () => gaps[at++ % Math.max(gaps.length, 1)] ?? '';
  const inside = parts.map(part => `${gap()}${part}${gap()}`).join(',');
  return `${open}${parts.length === 0 ? gap() : inside}${close}`;
}

/** The text of an object with these entries, which may have a key twice. */
export function objectText(
  entries: readonly (readonly [key: string, value: string])[],
  gaps: readonly string[] = [],
): string {
  let at = 0;
  const gap = () => gaps[at++ % Math.max(gaps.length, 1)] ?? '';
  return joined(
    '{',
    entries.map(([key, value]) => `${key}${gap()}:${gap()}${value}`),
    '}',
    gaps,
  );
}

export function listText(items: readonly string[], gaps: readonly string[] = []): string {
  return joined('[', items, ']', gaps);
}

export const gapTexts = fc.array(gap, { minLength: 1, maxLength: 5 });

const trees = fc.letrec<{ value: string; object: string; list: string }>(tie => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalarTexts, tie('object'), tie('list')),
  object: fc
    .tuple(fc.array(fc.tuple(keyTexts, tie('value')), { maxLength: 5 }), gapTexts)
    .map(([entries, gaps]) => objectText(entries, gaps)),
  list: fc.tuple(fc.array(tie('value'), { maxLength: 5 }), gapTexts).map(([items, gaps]) => listText(items, gaps)),
}));

/** Any value. */
export const valueTexts = trees.value;
/** Any object. */
export const objectTexts = trees.object;

/** Changes a text in one place, so that it is broken more often than not. */
export const damages = fc
  .record({
    at: fc.nat(),
    removed: fc.nat(2),
    put: fc.oneof(fc.constant(''), fc.constantFrom(...'{}[],:"\\0-.eEtn \n\u0001\u00a0')),
  })
  .map(({ at, removed, put }) => (text: string) => {
    const place = at % (text.length + 1);
    // Half a character would not survive the way through bytes.
    return (text.slice(0, place) + put + text.slice(place + removed)).toWellFormed();
  });

/** Cuts bytes at random places, also within a character. */
export function chunksOf(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}
