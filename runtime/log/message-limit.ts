// Keeps one message that comes over and over from filling the log.
import type { Clock } from '../clock/clock.js';

/** How often the same message may be written. */
export interface MessageLimitOptions {
  /** So many lines in each interval are written; default 100. */
  readonly first?: number;
  /** Of those beyond, one of so many; default 100; `Infinity`: none. */
  readonly thereafter?: number;
  /** Milliseconds; default 1000. */
  readonly interval?: number;
}

interface Seen {
  from: number;
  count: number;
  leftOut: number;
}

/** More messages than these are hardly constants: what is known of the older ones is forgotten. */
const REMEMBERED = 1000;

/** Lets lines through as the sampler of zap does, which controller-runtime uses; and counts those that it leaves out. */
export class MessageLimit {
  readonly #clock: Clock;
  readonly #first: number;
  readonly #thereafter: number;
  readonly #interval: number;
  readonly #seen = new Map<string, Seen>();

  /** @throws RangeError for numbers that make no sense */
  constructor(clock: Clock, { first = 100, thereafter = 100, interval = 1000 }: MessageLimitOptions = {}) {
    for (const [name, value] of Object.entries({ first, thereafter, interval })) {
      if (!(value >= 1)) throw new RangeError(`the limit's ${name} must be 1 or more, got ${value}`);
    }
    this.#clock = clock;
    this.#first = first;
    this.#thereafter = thereafter;
    this.#interval = interval;
  }

  /** How many lines with this text were left out since the last one, if this one may be written; undefined if not. */
  take(text: string): number | undefined {
    const now = this.#clock.monotonic();
    const seen = this.#of(text, now);
    if (now - seen.from >= this.#interval) {
      seen.from = now;
      seen.count = 0;
    }
    seen.count += 1;
    const beyond = seen.count - this.#first;
    if (beyond > 0 && beyond % this.#thereafter !== 0) {
      seen.leftOut += 1;
      return undefined;
    }
    const { leftOut } = seen;
    seen.leftOut = 0;
    return leftOut;
  }

  #of(text: string, now: number): Seen {
    const known = this.#seen.get(text);
    if (known !== undefined) return known;
    if (this.#seen.size >= REMEMBERED) {
      const [oldest] = this.#seen.keys();
      this.#seen.delete(oldest as string);
    }
    const made = { from: now, count: 0, leftOut: 0 };
    this.#seen.set(text, made);
    return made;
  }
}
