// The body of a long answer, made while it is sent.
import { setImmediate } from 'node:timers/promises';

/** Pieces that are made one after the other, as they are asked for. */
export class PiecewiseBody {
  readonly #pieces: Iterator<string | Buffer>;
  #isTaken = false;

  constructor(pieces: Iterable<string | Buffer>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** Whether nothing is left. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** At least so many bytes, or all that is left. */
  take(bytes: number): Buffer {
    const taken: Buffer[] = [];
    for (let size = 0; size < bytes; ) {
      const { value, done } = this.#pieces.next();
      if (done === true) {
        this.#isTaken = true;
        break;
      }
      const piece = typeof value === 'string' ? Buffer.from(value) : value;
      taken.push(piece);
      size += piece.length;
    }
    return Buffer.concat(taken);
  }

  /** What comes after the start, and the start; other requests have their turn in between. */
  async *rest(start: Buffer): AsyncGenerator<Buffer, void> {
    yield start;
    while (!this.#isTaken) {
      await setImmediate();
      yield this.take(CHUNK);
    }
  }
}

/** Bytes that are made at once. */
const CHUNK = 64 * 1024;
