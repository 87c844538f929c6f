// Goes through the entries of an object of JSON.
import {
  afterSpace,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfString,
  endOfValue,
  OPEN_OBJECT,
  QUOTE,
  unexpected,
} from './json-scan.js';
import { repeatedTextAt } from './text.js';

/**
 * The entries of the object that starts at an index, in their order: `while (entries.next()) ...`. Where each key and
 * each value lies is in its fields; after the last one, `end` is the index behind the object.
 */
export class Entries {
  /** Of the key, with its quotes. */
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  /** Behind the closing brace; -1 before it is reached. */
  end = -1;
  readonly #bytes: Buffer;
  #valueEnd: number;
  #first = true;

  /** @throws SyntaxError when no object starts there */
  constructor(bytes: Buffer, start: number) {
    if (bytes[start] !== OPEN_OBJECT) throw unexpected(bytes, start);
    this.#bytes = bytes;
    this.#valueEnd = start + 1;
  }

  /**
   * Goes on to the next entry; false when there is none.
   * @throws SyntaxError where the bytes are no JSON
   */
  next(): boolean {
    if (this.end >= 0) return false;
    const bytes = this.#bytes;
    let at = afterSpace(bytes, this.valueEnd);
    if (bytes[at] === CLOSE_OBJECT) {
      this.end = at + 1;
      return false;
    }
    if (!this.#first) {
      if (bytes[at] !== COMMA) throw unexpected(bytes, at);
      at = afterSpace(bytes, at + 1);
    }
    this.#first = false;
    if (bytes[at] !== QUOTE) throw unexpected(bytes, at);
    this.keyStart = at;
    this.keyEnd = endOfString(bytes, at);
    at = afterSpace(bytes, this.keyEnd);
    if (bytes[at] !== COLON) throw unexpected(bytes, at);
    this.valueStart = afterSpace(bytes, at + 1);
    this.#valueEnd = -1;
    return true;
  }

  get key(): string {
    return repeatedTextAt(this.#bytes, this.keyStart, this.keyEnd);
  }

  /** Found when it is asked for. Who has gone through the value says so here, and spares a second way through it. */
  get valueEnd(): number {
    if (this.#valueEnd < 0) this.#valueEnd = endOfValue(this.#bytes, this.valueStart);
    return this.#valueEnd;
  }

  set valueEnd(end: number) {
    this.#valueEnd = end;
  }
}
