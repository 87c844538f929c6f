// Finds where values of JSON end, without making anything of them.
import { asBuffer } from './as-buffer.js';

/** Bytes with a meaning of their own in JSON. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

const SPACE = 0x20;
const UNICODE_ESCAPE = 0x75;
const ESCAPED = new Set<number | undefined>(Buffer.from('"\\/bfnrt'));
const HEX = new Set<number | undefined>(Buffer.from('0123456789abcdefABCDEF'));
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;
const LITERALS = ['true', 'false', 'null'].map(text => new TextEncoder().encode(text));

/** For each open object a 1, for each open list a 0. Calls do not nest, so one is enough; it grows when it has to. */
let nesting = new Uint8Array(256);

/**
 * The index behind the value that starts at an index. It accepts what `JSON.parse` accepts, to any depth, and looks at
 * each byte once. Comparisons of bytes are twice as fast as tables of what they mean.
 * @throws SyntaxError where the bytes are no JSON
 */
export function endOfValue(bytes: Uint8Array, start: number): number {
  let at = start;
  let depth = 0;
  for (;;) {
    // Here a value has to start.
    at = afterSpace(bytes, at);
    const first = bytes[at];
    if (first === QUOTE) {
      at = endOfString(bytes, at);
    } else if (first === OPEN_OBJECT) {
      if (depth === nesting.length) nesting = grown(nesting);
      nesting[depth++] = 1;
      at = afterSpace(bytes, at + 1);
      if (bytes[at] !== CLOSE_OBJECT) {
        at = afterKey(bytes, at);
        continue;
      }
    } else if (first === OPEN_LIST) {
      if (depth === nesting.length) nesting = grown(nesting);
      nesting[depth++] = 0;
      at = afterSpace(bytes, at + 1);
      if (bytes[at] !== CLOSE_LIST) continue;
    } else {
      at = endOfWord(bytes, at);
    }
    // Here one has ended, or an empty object or list is about to.
    for (;;) {
      if (depth === 0) return at;
      at = afterSpace(bytes, at);
      const next = bytes[at];
      const inObject = nesting[depth - 1] === 1;
      if (next === COMMA) {
        at = inObject ? afterKey(bytes, afterSpace(bytes, at + 1)) : at + 1;
        break;
      }
      if (next !== (inObject ? CLOSE_OBJECT : CLOSE_LIST)) throw unexpected(bytes, at);
      depth--;
      at++;
    }
  }
}

/**
 * The index behind the closing quote of the string whose opening quote is at an index.
 * @throws SyntaxError
 */
export function endOfString(bytes: Uint8Array, start: number): number {
  const length = bytes.length;
  let at = start + 1;
  for (;;) {
    let byte = 0;
    while (at < length) {
      byte = bytes[at] as number;
      if (byte <= BACKSLASH && (byte === QUOTE || byte === BACKSLASH || byte < SPACE)) break;
      at++;
    }
    if (at === length || byte < SPACE) throw unexpected(bytes, at);
    if (byte === QUOTE) return at + 1;
    at = endOfEscape(bytes, at);
  }
}

/** The first index from one on at which there is no white space. */
export function afterSpace(bytes: Uint8Array, start: number): number {
  // As a rule there is none, and this is short enough to become a part of its callers.
  return (bytes[start] as number) <= SPACE ? behindSpace(bytes, start) : start;
}

function behindSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && isSpace(bytes[at] as number)) at++;
  return at;
}

function isSpace(byte: number): boolean {
  return byte <= SPACE && (byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09);
}

/** What is thrown for a byte that cannot be there, or for an end that comes too early. */
export function unexpected(bytes: Uint8Array, at: number): SyntaxError {
  const byte = bytes[at];
  if (byte === undefined) return new SyntaxError('the JSON ends too early');
  const shown = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16)}`;
  return new SyntaxError(`the JSON is broken: unexpected ${shown} at position ${at}`);
}

/** The index behind the colon of the key that starts at an index. */
function afterKey(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) throw unexpected(bytes, start);
  const end = endOfString(bytes, start);
  const colon = bytes[end] === COLON ? end : afterSpace(bytes, end);
  if (bytes[colon] !== COLON) throw unexpected(bytes, colon);
  return colon + 1;
}

function endOfEscape(bytes: Uint8Array, start: number): number {
  const kind = bytes[start + 1];
  if (ESCAPED.has(kind)) return start + 2;
  if (kind !== UNICODE_ESCAPE) throw unexpected(bytes, start + 1);
  for (let at = start + 2; at < start + 6; at++) if (!HEX.has(bytes[at])) throw unexpected(bytes, at);
  return start + 6;
}

/**
 * The index behind the number, true, false or null that starts at an index.
 * @throws SyntaxError
 */
export function endOfWord(bytes: Uint8Array, start: number): number {
  for (const literal of LITERALS) if (bytes[start] === literal[0]) return endOfLiteral(bytes, start, literal);
  const length = bytes.length;
  let at = start;
  let digits = true;
  while (at < length) {
    const byte = bytes[at] as number;
    if (byte < 0x30 || byte > 0x39) {
      if (!isOfNumber(byte)) break;
      digits = false;
    }
    at++;
  }
  // Whole numbers are most of them, and need no pattern.
  if (digits && at > start && (at === start + 1 || bytes[start] !== 0x30)) return at;
  if (NUMBER.test(asBuffer(bytes).toString('latin1', start, at))) return at;
  throw unexpected(bytes, start);
}

function endOfLiteral(bytes: Uint8Array, start: number, literal: Uint8Array): number {
  for (let at = 1; at < literal.length; at++) {
    if (bytes[start + at] !== literal[at]) throw unexpected(bytes, start + at);
  }
  return start + literal.length;
}

/** Signs, dots and the letter of exponents; where they may stand is asked once the number is whole. */
export function isOfNumber(byte: number): boolean {
  return byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x65 || byte === 0x45;
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(bytes.length * 2);
  more.set(bytes);
  return more;
}
