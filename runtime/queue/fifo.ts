// A first-in, first-out line: a ring that grows and shrinks by halves.

const SMALLEST = 16;

/** Values in the order in which they were pushed. Every operation takes constant time, spread over many calls. */
export class Fifo<T> {
  /** Its length is a power of two. */
  #ring: (T | undefined)[] = new Array(SMALLEST).fill(undefined);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: T): void {
    if (this.#length === this.#ring.length) this.#resize(this.#ring.length * 2);
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = value;
    this.#length += 1;
  }

  /** Takes out the oldest value; undefined when there is none. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const value = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length -= 1;
    // At a quarter, not at a half: else a push and a shift in turn would copy the ring each time.
    if (this.#ring.length > SMALLEST && this.#length <= this.#ring.length / 4) this.#resize(this.#ring.length / 2);
    return value;
  }

  #resize(capacity: number): void {
    const ring: (T | undefined)[] = new Array(capacity).fill(undefined);
    for (let i = 0; i < this.#length; i += 1) ring[i] = this.#ring[(this.#head + i) & (this.#ring.length - 1)];
    this.#ring = ring;
    this.#head = 0;
  }
}
