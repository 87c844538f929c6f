// How long ago the server was heard of.
import type { Clock } from '../clock/clock.js';

/** Keeps the moments of signs of life. Changes of the time of day do not matter. */
export class ProofOfLife {
  readonly #clock: Clock;
  #sign: number;
  #news: number;
  #quiet = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sign = clock.monotonic();
    this.#news = this.#sign;
  }

  /** The server has shown that it is there. */
  sign(): void {
    this.#sign = this.#clock.monotonic();
  }

  /** The server has told something of the objects: a change, a bookmark, or all of them. */
  news(): void {
    this.sign();
    this.#news = this.#sign;
    this.#quiet = 0;
  }

  /** A watch that began then has come to an end which is no failure; it was quiet for as long as there was no news. */
  quietSince(start: number): void {
    this.#quiet += this.#clock.monotonic() - Math.max(start, this.#news);
  }

  /** Milliseconds since the last sign, or since it was made. */
  get age(): number {
    return this.#clock.monotonic() - this.#sign;
  }

  /** For how many milliseconds watches in a row, healthy to look at, have told nothing. */
  get quiet(): number {
    return this.#quiet;
  }
}
