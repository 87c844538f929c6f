// Lets other work have its turn between objects.
import type { Clock } from '../clock/clock.js';
import type { EncodedObject } from '../encoded/encoded-object.js';

/** Objects, and bytes of them, that are taken in before others get a turn: some milliseconds, unless handlers are slow. */
const OBJECTS = 100;
const BYTES = 256 * 1024;
const MILLISECONDS = 5;

/** Counts what was taken in since others had their turn. */
export class Turns {
  readonly #clock: Clock;
  #objects = 0;
  #bytes = 0;
  #began: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#began = clock.monotonic();
  }

  /** Something came after a wait: others may have had their turn in between. */
  resume(): void {
    this.#began = this.#clock.monotonic();
  }

  /** @returns whether it is time for `next` */
  took(object: EncodedObject): boolean {
    this.#objects += 1;
    this.#bytes += object.length;
    const isLong = this.#clock.monotonic() - this.#began >= MILLISECONDS;
    return isLong || this.#objects >= OBJECTS || this.#bytes >= BYTES;
  }

  /** Resolves when everything that waited has had its turn. */
  next(): Promise<void> {
    this.#objects = 0;
    this.#bytes = 0;
    return new Promise(resolve =>
      setImmediate(() => {
        this.resume();
        resolve();
      }),
    );
  }
}
