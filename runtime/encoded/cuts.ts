// Takes entries out of objects of JSON, as bytes.
import { room } from './room.js';

/** Parts of some bytes that are left out, each with the comma that parted it from a neighbour. */
export class Cuts {
  readonly #bytes: Buffer;
  /** Start, end, start, end ... in the order in which they lie. */
  readonly #ranges: number[] = [];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#ranges.length / 2;
  }

  /** Leaves out what lies from one index to another, behind what was cut before. */
  add(start: number, end: number): void {
    this.#ranges.push(start, end);
  }

  /** What is left, as a copy. */
  apply(): Buffer {
    const ranges = this.#ranges;
    let kept = this.#bytes.length;
    for (let at = 0; at < ranges.length; at += 2) kept -= (ranges[at + 1] as number) - (ranges[at] as number);
    const result = room(kept);
    let from = 0;
    let to = 0;
    for (let at = 0; at < ranges.length; at += 2) {
      to += this.#bytes.copy(result, to, from, ranges[at]);
      from = ranges[at + 1] as number;
    }
    this.#bytes.copy(result, to, from);
    return result;
  }
}

/** Cuts entries of one object while somebody goes through it. */
export class EntryCuts {
  readonly #cuts: Cuts;
  /** Behind the last entry that stays, or behind the opening brace. */
  #kept: number;
  #cutStart = -1;
  #cutEnd = -1;

  constructor(cuts: Cuts, objectStart: number) {
    this.#cuts = cuts;
    this.#kept = objectStart + 1;
  }

  /** To be called before anything is cut within the value. */
  keep(keyStart: number): void {
    if (this.#cutStart >= 0) this.#cuts.add(this.#cutStart, keyStart);
    this.#cutStart = -1;
  }

  /** To be called when it is known where the value ends. */
  kept(valueEnd: number): void {
    this.#kept = valueEnd;
  }

  cut(keyStart: number, valueEnd: number): void {
    if (this.#cutStart < 0) this.#cutStart = keyStart;
    this.#cutEnd = valueEnd;
  }

  /** To be called behind the last entry: when that one goes, so does the comma before it. */
  end(): void {
    if (this.#cutStart >= 0) this.#cuts.add(this.#kept, this.#cutEnd);
  }
}
