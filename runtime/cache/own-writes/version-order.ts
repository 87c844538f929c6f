// Keys in the order of the versions that they wait for.
import { isNewer } from '../../meta/resource-version.js';

interface Waiting {
  readonly version: string;
  readonly key: string;
}

/**
 * Answers which keys a watch has come to. Versions are mostly added in their order, and always taken in it, so that both
 * cost next to nothing however many wait; one that comes late is searched for its place. They must be numbers.
 */
export class VersionOrder {
  #waiting: Waiting[] = [];
  /** What lies before was taken already. */
  #start = 0;

  /** How many wait; a key counts once for each of its versions. */
  get size(): number {
    return this.#waiting.length - this.#start;
  }

  add(version: string, key: string): void {
    this.#waiting.splice(this.#placeOf(version), 0, { version, key });
  }

  /** Where the first one is that is newer. */
  #placeOf(version: string): number {
    let low = this.#start;
    let high = this.#waiting.length;
    if (low === high || !isNewer(this.#at(high - 1).version, version)) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isNewer(this.#at(middle).version, version)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Takes out the keys whose version is not newer than this one. */
  take(version: string): readonly string[] {
    const from = this.#start;
    while (this.#start < this.#waiting.length && !isNewer(this.#at(this.#start).version, version)) this.#start += 1;
    if (this.#start === from) return NOTHING;
    const keys = this.#waiting.slice(from, this.#start).map(({ key }) => key);
    // Moving the rest is paid by what was taken before it.
    if (this.#start * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#start);
      this.#start = 0;
    }
    return keys;
  }

  #at(place: number): Waiting {
    return this.#waiting[place] as Waiting;
  }
}

const NOTHING: readonly never[] = Object.freeze([]);
