// Cuts a stream of bytes into lines.
import { Carry, LONGEST_OBJECT } from './carry.js';
import { afterSpace } from './json-scan.js';

const NEWLINE = 0x0a;

/**
 * The lines of a stream that holds one JSON value a line, as bytes, so that a character which is spread over two chunks
 * stays whole. Lines of white space are left out. Only what straddles a border between chunks is copied.
 */
export class LineSplitter {
  readonly #carry: Carry;

  /** @param longest bytes that a line may have */
  constructor(longest = LONGEST_OBJECT) {
    this.#carry = new Carry(() => 'a line of the stream', longest);
  }

  /**
   * The lines that a chunk completes, without their ends: views that are valid until the next call.
   * @throws Error for a line that is too long
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#line(chunk, start, end);
      if (afterSpace(line, 0) < line.length) lines.push(line);
      start = end + 1;
    }
    if (start < chunk.length) this.#carry.append(chunk, start, chunk.length);
    return lines;
  }

  /**
   * To be called at the end of the stream.
   * @throws Error when it ends inside a line
   */
  end(): void {
    if (this.#carry.length > 0) throw new Error('the stream ended in the middle of a line');
  }

  #line(chunk: Uint8Array, start: number, end: number): Uint8Array {
    if (this.#carry.length === 0) return chunk.subarray(start, end);
    this.#carry.append(chunk, start, end);
    return this.#carry.take();
  }
}
