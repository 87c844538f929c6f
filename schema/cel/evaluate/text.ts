// Texts in CEL are counted in code points.

// biome-ignore lint/suspicious/noControlCharactersInRegex: all that one unit of UTF-16 holds.
const SIMPLE = /^[\u0000-\ud7ff\ue000-\uffff]*$/;

export function codePointCount(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The code points of a text; a text of simple ones is its own list. */
export function codePointsOf(text: string): readonly string[] | string {
  return SIMPLE.test(text) ? text : [...text];
}

/** A part of it, counted in code points. */
export function sliceOf(points: readonly string[] | string, start: number, end: number): string {
  return typeof points === 'string' ? points.slice(start, end) : points.slice(start, end).join('');
}

const ENCODER = new TextEncoder();

export function byteCount(text: string): number {
  return ENCODER.encode(text).length;
}
