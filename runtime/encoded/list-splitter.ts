// Cuts the items out of the stream of a list.
import { Carry, LONGEST_OBJECT } from './carry.js';
import type { EncodedObject } from './encoded-object.js';
import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-scan.js';
import { ListFrame, type ListMetadata } from './list-frame.js';

/** Where the next byte belongs. */
const IN_FRAME = 0;
const BEFORE_ITEM = 1;
const IN_ITEM = 2;
const BEHIND_ITEM = 3;

/** Within an item. */
const IN_VALUE = 0;
const IN_STRING = 1;
const BEHIND_BACKSLASH = 2;

/**
 * Finds the items of a list of the API while its bytes come in, in chunks that end anywhere. Each byte is looked at once,
 * however long an item is, and only what straddles a border is copied. Items are not checked beyond where they end.
 */
export class ListSplitter {
  readonly #frame = new ListFrame();
  readonly #carry: Carry;
  #place = IN_FRAME;
  #inItem = IN_VALUE;
  #depth = 0;
  #count = 0;

  /** @param longest bytes that an item may have; a list may have any */
  constructor(longest = LONGEST_OBJECT) {
    this.#carry = new Carry(() => `items[${this.#count}] of the list`, longest);
  }

  /**
   * The items that a chunk completes: views that are valid until the next call.
   * @throws Error when this is no list, or an item is too long
   */
  push(chunk: Uint8Array): EncodedObject[] {
    const items: EncodedObject[] = [];
    let at = 0;
    let start = 0;
    while (at < chunk.length) {
      switch (this.#place) {
        case IN_FRAME:
          at = this.#frame.push(chunk, at);
          if (this.#frame.inItems) this.#place = BEFORE_ITEM;
          break;
        case IN_ITEM:
          at = this.#scan(chunk, at);
          if (this.#depth > 0) break;
          items.push(this.#item(chunk, start, at));
          this.#count++;
          this.#place = BEHIND_ITEM;
          break;
        default: {
          const byte = chunk[at] as number;
          if (byte === OPEN_OBJECT && this.#place === BEFORE_ITEM) {
            start = at;
            this.#place = IN_ITEM;
          } else {
            this.#between(byte);
            at++;
          }
        }
      }
    }
    if (this.#place === IN_ITEM) this.#carry.append(chunk, start, chunk.length);
    return items;
  }

  /**
   * To be called at the end of the stream: what the list says of itself.
   * @throws Error when the list was cut off, or was none
   */
  end(): ListMetadata {
    if (this.#place !== IN_FRAME)
      throw new Error(`the stream ended in the middle of a list, after ${this.#count} items`);
    return this.#frame.end();
  }

  #between(byte: number): void {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return;
    if (byte === COMMA && this.#place === BEHIND_ITEM) {
      this.#place = BEFORE_ITEM;
    } else if (byte === CLOSE_LIST && (this.#place === BEHIND_ITEM || this.#count === 0)) {
      this.#frame.closeItems();
      this.#place = IN_FRAME;
    } else {
      throw new Error(`the answer is not a list of objects: items[${this.#count}] is no object`);
    }
  }

  #item(chunk: Uint8Array, start: number, end: number): EncodedObject {
    if (this.#carry.length === 0) return chunk.subarray(start, end);
    this.#carry.append(chunk, 0, end);
    return this.#carry.take();
  }

  /** Goes on to behind the end of the item, or to the end of the chunk. */
  #scan(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let state = this.#inItem;
    let depth = this.#depth;
    let at = from;
    while (at < length) {
      if (state === IN_VALUE) {
        const byte = chunk[at++] as number;
        if (byte === QUOTE) {
          state = IN_STRING;
        } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          depth++;
        } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
          if (--depth === 0) break;
        }
      } else if (state === IN_STRING) {
        while (at < length && chunk[at] !== QUOTE && chunk[at] !== BACKSLASH) at++;
        if (at < length) state = chunk[at++] === QUOTE ? IN_VALUE : BEHIND_BACKSLASH;
      } else {
        at++;
        state = IN_STRING;
      }
    }
    this.#inItem = state;
    this.#depth = depth;
    return at;
  }
}
