// Goes through values that are like others, comparing rather than reading.
import { endOfString, endOfValue, endOfWord, isOfNumber, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-scan.js';
import { sameLength, viewAround } from './same-length.js';

/** So many models of the same field are remembered; the one that was good last comes first. */
const MODELS = 4;
/** Shorter values are read as fast; longer ones are few. Bytes. */
const SHORTEST = 128;
const LONGEST = 64 * 1024;
/** Where values have nothing in common, only one in so many is tried, and remembered. */
const RARELY = 32;
const HOPE = 16;

/**
 * Finds where values end, as `endOfValue` does. Objects of one kind that come one after the other have the same fields in the
 * same order, with other strings and numbers in them: what was gone through once is compared, and only strings and numbers
 * that are different are looked at.
 */
export class AlikeValues {
  readonly #fields = new Map<string, AlikeField>();

  /**
   * The index behind the value of a field that starts at an index.
   * @throws SyntaxError where the bytes are no JSON
   */
  endOf(field: string, bytes: Uint8Array, start: number): number {
    let known = this.#fields.get(field);
    if (known === undefined) {
      // Servers do not choose names: there are a handful of fields.
      if (this.#fields.size === 32) return endOfValue(bytes, start);
      known = new AlikeField();
      this.#fields.set(field, known);
    }
    return known.endOf(bytes, start);
  }
}

class AlikeField {
  readonly #models: Model[] = [];
  /** Falls with each value that was like none. */
  #hope = HOPE;
  #skipped = 0;

  endOf(bytes: Uint8Array, start: number): number {
    // Of others nothing follows that says where they end.
    const isLong = bytes[start] === OPEN_OBJECT || bytes[start] === OPEN_LIST;
    if (!isLong || this.#isHopeless()) return endOfValue(bytes, start);
    for (let place = 0; place < this.#models.length; place++) {
      const model = this.#models[place] as Model;
      const end = endLike(model, bytes, start);
      if (end < 0) continue;
      this.#hope = Math.min(this.#hope + 1, HOPE);
      if (place > 0) this.#models.unshift(...this.#models.splice(place, 1));
      return end;
    }
    const end = endOfValue(bytes, start);
    if (end - start < SHORTEST || end - start > LONGEST) return end;
    this.#hope = Math.max(this.#hope - 1, 0);
    if (this.#models.length === MODELS) this.#models.pop();
    this.#models.unshift(new Model(bytes.subarray(start, end)));
    return end;
  }

  #isHopeless(): boolean {
    if (this.#hope > 0) return false;
    this.#skipped = (this.#skipped + 1) % RARELY;
    return this.#skipped !== 0;
  }
}

const OUTSIDE = 0;
/** Behind the opening quote, up to the closing one. */
const IN_STRING = 1;
/** Of a number, true, false or null. */
const IN_WORD = 2;

/** A value that was gone through, and what each byte of it belongs to. */
class Model {
  readonly view: DataView;
  readonly places: Uint8Array;

  constructor(value: Uint8Array) {
    this.view = new DataView(Uint8Array.from(value).buffer);
    this.places = placesIn(value);
  }
}

function placesIn(bytes: Uint8Array): Uint8Array {
  const places = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      const end = endOfString(bytes, at);
      places.fill(IN_STRING, at + 1, end);
      at = end;
    } else if (isOfWord(byte)) {
      const end = endOfWord(bytes, at);
      places.fill(IN_WORD, at, end);
      at = end;
    } else {
      at += 1;
    }
  }
  return places;
}

/** Whether a number, true, false or null begins with it. */
function isOfWord(byte: number | undefined): boolean {
  return isDigit(byte) || byte === 0x2d || byte === 0x74 || byte === 0x66 || byte === 0x6e;
}

function isDigitOrSo(byte: number | undefined): boolean {
  return byte !== undefined && (isDigit(byte) || isOfNumber(byte));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * The index behind the value that starts at an index, when it is like the model; -1 when it is not. Up to each place both
 * are the same but for strings, numbers and words, so what may follow there is the same too.
 */
function endLike({ view: known, places }: Model, bytes: Uint8Array, start: number): number {
  const view = viewAround(bytes);
  const { length, byteOffset } = bytes;
  const knownLength = known.byteLength;
  let at = start;
  let from = 0;
  for (;;) {
    const same = sameLength(view, byteOffset + at, known, from, Math.min(length - at, knownLength - from));
    at += same;
    from += same;
    if (from === knownLength) return at;
    let place = places[from];
    // A number may go on where that of the model has ended.
    if (place === OUTSIDE && places[from - 1] === IN_WORD && isDigitOrSo(bytes[at])) place = IN_WORD;
    if (place === undefined || place === OUTSIDE) return -1;
    let begin = from;
    while (places[begin - 1] === place) begin -= 1;
    const begun = at - (from - begin);
    if (place === IN_STRING) {
      at = endOfString(bytes, begun - 1);
    } else {
      if (!isOfWord(bytes[begun])) return -1;
      const end = endOfWord(bytes, begun);
      // Behind true, false and null nothing goes on.
      if (end === at && places[from] === OUTSIDE) return -1;
      at = end;
    }
    while (places[from] === place) from += 1;
  }
}
