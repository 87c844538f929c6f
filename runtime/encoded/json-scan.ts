// Finds where values of JSON end, without making anything of them.

/** Bytes with a meaning of their own in JSON. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

const UNICODE_ESCAPE = 0x75;

/** 1 for bytes that stand in a string for themselves, or as a part of a character. */
const PLAIN = table(byte => byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH);
const SPACE = table(byte => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09);
const ESCAPED = table(byte => '"\\/bfnrt'.includes(String.fromCharCode(byte)));
const HEX = table(byte => /[0-9a-fA-F]/.test(String.fromCharCode(byte)));
/** What numbers, true, false and null are made of; what they look like is asked once they are whole. */
const WORD = table(byte => /[-+.0-9a-zA-Z]/.test(String.fromCharCode(byte)));
const WORDS = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)$/;

/** For each open object a 1, for each open list a 0. Calls do not nest, so one is enough; it grows when it has to. */
let nesting = new Uint8Array(256);

/**
 * The index behind the value that starts at an index. It accepts what `JSON.parse` accepts, to any depth, and looks at
 * each byte once.
 * @throws SyntaxError where the bytes are no JSON
 */
export function endOfValue(bytes: Uint8Array, start: number): number {
  const length = bytes.length;
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
      at = at < length && (bytes[at] as number) <= 0x20 ? afterSpace(bytes, at) : at;
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
    while (at < length && PLAIN[bytes[at] as number] === 1) at++;
    if (at >= length) throw unexpected(bytes, at);
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) throw unexpected(bytes, at);
    at = endOfEscape(bytes, at);
  }
}

/** The first index from one on at which there is no white space. */
export function afterSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && SPACE[bytes[at] as number] === 1) at++;
  return at;
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
  if (kind !== undefined && ESCAPED[kind] === 1) return start + 2;
  if (kind !== UNICODE_ESCAPE) throw unexpected(bytes, start + 1);
  for (let at = start + 2; at < start + 6; at++) {
    const digit = bytes[at];
    if (digit === undefined || HEX[digit] !== 1) throw unexpected(bytes, at);
  }
  return start + 6;
}

function endOfWord(bytes: Uint8Array, start: number): number {
  let at = start;
  let digits = true;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (WORD[byte] !== 1) break;
    digits &&= byte >= 0x30 && byte <= 0x39;
    at++;
  }
  // Whole numbers are most of them, and need no pattern.
  const plain = digits && at > start && at - start < 16 && (bytes[start] !== 0x30 || at === start + 1);
  if (plain || WORDS.test(Buffer.from(bytes.subarray(start, at)).toString('latin1'))) return at;
  throw unexpected(bytes, start);
}

function table(holds: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (holds(byte) ? 1 : 0));
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(bytes.length * 2);
  more.set(bytes);
  return more;
}
