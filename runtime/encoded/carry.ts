// Keeps what straddles a border between chunks.

/** So large a buffer is kept, whatever it is used for. Bytes. */
const SMALL = 16 << 10;
/** A larger one is let go once it is this many times what was needed: one burst is no reason to hold its size for ever. */
const WASTEFUL = 8;
/**
 * An API server takes no request of more than 3 MiB, and etcd keeps no more than 1.5 MiB, or 10 where it was told to; six
 * times as much when each character is escaped. Without a bound, what never ends would take all memory. Bytes.
 */
export const LONGEST_OBJECT = 64 << 20;

/**
 * Bytes that come in several chunks, put together. Two buffers take turns, so that what was taken stays what it is until
 * the next is taken.
 */
export class Carry {
  #buffer = Buffer.allocUnsafeSlow(4096);
  #spare = Buffer.allocUnsafeSlow(4096);
  readonly #what: () => string;
  readonly #longest: number;
  #length = 0;

  /**
   * @param what says in the message what is too long
   * @param longest in bytes
   */
  constructor(what: () => string, longest: number) {
    this.#what = what;
    this.#longest = longest;
  }

  get length(): number {
    return this.#length;
  }

  /** @throws RangeError for more bytes than the longest has */
  append(chunk: Uint8Array, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#longest) {
      throw new RangeError(
        `${this.#what()} is longer than ${this.#longest} bytes, which no object of an API server is`,
      );
    }
    if (length > this.#buffer.length) {
      const more = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)));
      this.#buffer.copy(more, 0, 0, this.#length);
      this.#buffer = more;
    }
    this.#buffer.set(chunk.subarray(start, end), this.#length);
    this.#length = length;
  }

  /** Forgets what was put together; what was taken before stays valid. */
  clear(): void {
    this.#length = 0;
  }

  /** What was put together; nothing is left. A view that stays valid until the next call. */
  take(): Uint8Array {
    const taken = this.#buffer.subarray(0, this.#length);
    const isKept = this.#spare.length <= Math.max(SMALL, taken.length * WASTEFUL);
    const next = isKept ? this.#spare : Buffer.allocUnsafeSlow(4096);
    this.#spare = this.#buffer;
    this.#buffer = next;
    this.#length = 0;
    return taken;
  }
}
