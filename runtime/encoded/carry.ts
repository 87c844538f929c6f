// Keeps what straddles a border between chunks.

/** Beyond this a buffer is not kept for the next time: one huge object is no reason to hold its size for ever. */
const KEPT = 1 << 20;

/**
 * Bytes that come in several chunks, put together. Two buffers take turns, so that what was taken stays what it is until
 * the next is taken.
 */
export class Carry {
  #buffer = Buffer.allocUnsafeSlow(4096);
  #spare = Buffer.allocUnsafeSlow(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(chunk: Uint8Array, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#buffer.length) {
      const more = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)));
      this.#buffer.copy(more, 0, 0, this.#length);
      this.#buffer = more;
    }
    this.#buffer.set(chunk.subarray(start, end), this.#length);
    this.#length = length;
  }

  /** What was put together; nothing is left. A view that stays valid until the next call. */
  take(): Uint8Array {
    const taken = this.#buffer.subarray(0, this.#length);
    const next = this.#spare.length > KEPT ? Buffer.allocUnsafeSlow(4096) : this.#spare;
    this.#spare = this.#buffer;
    this.#buffer = next;
    this.#length = 0;
    return taken;
  }
}
