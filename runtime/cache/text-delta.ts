// Texts that are much like another one, kept as what is different.
import { sameLength, viewAround } from '../encoded/same-length.js';

/** Positions are kept in 16 bits. */
const LONGEST_REFERENCE = 0xffff;
const PLACES = 4096;
/** Shorter matches would take as much room as their text. */
const SHORTEST = 8;
/** Where the text goes on as the reference does behind a difference of the same length, less is needed to say so. */
const SHORTEST_AHEAD = 5;
/** How many places with the same hash are looked at. */
const TRIES = 24;

/** Where a value of JSON ends: behind it the texts may be the same again, and within it they hardly are. */
const RESUMES = new Uint8Array(256);
for (const character of '"{}[],') RESUMES[character.charCodeAt(0)] = 1;

/**
 * A text to which others are compared. Objects of one kind are mostly alike: the same fields with the same defaults, in the
 * same order. What is left of one is its names and values, a quarter or less.
 */
export class ReferenceText {
  readonly bytes: Uint8Array;
  /** The same, to be read four at a time. */
  readonly view: DataView;
  /** How many texts are kept as what is different from it. */
  texts = 0;
  /** For each hash the first place + 1 of eight bytes that have it, and for each place the next one. */
  #index: { readonly first: Uint16Array; readonly next: Uint16Array } | undefined;

  constructor(text: Uint8Array) {
    this.bytes = Uint8Array.from(text.subarray(0, LONGEST_REFERENCE));
    this.view = new DataView(this.bytes.buffer);
  }

  /** Frees what is needed for writing differences only. It is made again where it is needed. */
  forgetIndex(): void {
    this.#index = undefined;
  }

  get index() {
    this.#index ??= indexOf(this.bytes);
    return this.#index;
  }
}

function indexOf(bytes: Uint8Array) {
  const first = new Uint16Array(PLACES);
  const next = new Uint16Array(bytes.length);
  for (let at = bytes.length - SHORTEST; at >= 0; at--) {
    const hash = hashAt(bytes, at);
    next[at] = first[hash] as number;
    first[hash] = at + 1;
  }
  return { first, next };
}

/** Eight bytes. */
function hashAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  const middle = (bytes[at + 3] as number) | ((bytes[at + 4] as number) << 8) | ((bytes[at + 5] as number) << 16);
  const high = (bytes[at + 6] as number) | ((bytes[at + 7] as number) << 8);
  const mixed = Math.imul(low, 0x9e3779b1) ^ Math.imul(middle, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 15)) & (PLACES - 1);
}

/** Where differences are written; nothing of it stays from one text to the next. */
let room = new Uint8Array(16 * 1024);

/**
 * What is different, as a view that is valid until the next call; undefined when it would take more than `limit` bytes.
 *
 * First comes the length of the text, then in turns: how many bytes are new, these, how many are then the reference's, and
 * how far they begin from where the last ones ended.
 */
export function deltaOf(text: Uint8Array, reference: ReferenceText, limit: number): Uint8Array | undefined {
  const { bytes, view } = reference;
  const { first, next } = reference.index;
  const textView = viewAround(text);
  const offset = text.byteOffset;
  const known = bytes.length;
  const end = text.length;
  if (room.length < limit + 32) room = new Uint8Array(limit + 32);
  const out = room;
  let length = writeNumber(out, 0, end);
  let at = 0;
  let fresh = 0;
  let place = 0;
  while (at + SHORTEST <= end) {
    const byte = text[at] as number;
    if (RESUMES[byte] === 0 && at > fresh) {
      at += 1;
      continue;
    }
    if (length + at - fresh > limit) return undefined;
    let from = place + at - fresh;
    let same =
      from < known && byte === bytes[from]
        ? sameLength(textView, offset + at, view, from, Math.min(end - at, known - from))
        : 0;
    if (same < SHORTEST_AHEAD) {
      from = placeOf(text, at, bytes, first, next, place);
      same = from < 0 ? 0 : sameLength(textView, offset + at, view, from, Math.min(end - at, known - from));
      if (same < SHORTEST) {
        at += 1;
        continue;
      }
    }
    length = writeFresh(out, length, text, fresh, at);
    length = writeNumber(out, length, same);
    length = writeNumber(out, length, from < place ? (place - from) * 2 - 1 : (from - place) * 2);
    at += same;
    fresh = at;
    place = from + same;
  }
  if (length + end - fresh > limit) return undefined;
  if (fresh < end) length = writeFresh(out, length, text, fresh, end);
  return out.subarray(0, length);
}

/** A place with the same eight bytes: the first that is not behind, for what is alike comes in the same order. */
function placeOf(
  text: Uint8Array,
  at: number,
  bytes: Uint8Array,
  first: Uint16Array,
  next: Uint16Array,
  place: number,
): number {
  let found = first[hashAt(text, at)] as number;
  const head = found;
  for (let tries = TRIES; found !== 0 && found <= place && tries > 0; tries--) found = next[found - 1] as number;
  if (found === 0) found = head;
  const from = found - 1;
  return from >= 0 && text[at] === bytes[from] ? from : -1;
}

function writeFresh(out: Uint8Array, start: number, text: Uint8Array, from: number, to: number): number {
  let length = writeNumber(out, start, to - from);
  for (let at = from; at < to; at++) out[length++] = text[at] as number;
  return length;
}

/** Seven bits a byte, the low ones first. */
function writeNumber(out: Uint8Array, start: number, number: number): number {
  let at = start;
  let rest = number;
  while (rest >= 0x80) {
    out[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[at++] = rest;
  return at;
}

/** The text again. */
export function textOfDelta(delta: Uint8Array, reference: ReferenceText): Uint8Array {
  const { bytes } = reference;
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = delta[at++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const text = Buffer.allocUnsafe(number());
  let length = 0;
  let place = 0;
  while (length < text.length) {
    const fresh = number();
    for (const stop = length + fresh; length < stop; ) text[length++] = delta[at++] as number;
    if (length === text.length) break;
    const same = number();
    const step = number();
    place += step & 1 ? -((step + 1) >>> 1) : step >>> 1;
    if (same > 64) {
      text.set(bytes.subarray(place, place + same), length);
      length += same;
      place += same;
    } else {
      for (const stop = length + same; length < stop; ) text[length++] = bytes[place++] as number;
    }
  }
  return text;
}
