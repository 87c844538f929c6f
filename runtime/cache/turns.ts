// Lets other work have its turn between objects.
import type { EncodedObject } from '../encoded/encoded-object.js';

/** Objects, and bytes of them, that are taken in before others get a turn: some milliseconds. */
const OBJECTS = 100;
const BYTES = 256 * 1024;

/** Counts what was taken in since others had their turn. */
export class Turns {
  #objects = 0;
  #bytes = 0;

  /** @returns whether it is time for `next` */
  took(object: EncodedObject): boolean {
    this.#objects += 1;
    this.#bytes += object.length;
    return this.#objects >= OBJECTS || this.#bytes >= BYTES;
  }

  /** Resolves when everything that waited has had its turn. */
  next(): Promise<void> {
    this.#objects = 0;
    this.#bytes = 0;
    return new Promise(resolve => setImmediate(resolve));
  }
}
