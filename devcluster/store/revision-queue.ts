// Things in the order of their revisions: they come at the end, and go at the start.

/** What has a revision. */
export interface Revised {
  readonly revision: number;
}

/** Taking the first one costs the same however many there are, and what was taken is not held on to. */
export class RevisionQueue<T extends Revised> {
  readonly #items: (T | undefined)[] = [];
  /** Those before it are gone: shifting an array for each would cost its length. */
  #start = 0;

  get length(): number {
    return this.#items.length - this.#start;
  }

  get first(): T | undefined {
    return this.#items[this.#start];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const first = this.first;
    if (first === undefined) return undefined;
    this.#items[this.#start++] = undefined;
    if (this.#start > ROOM && this.#start > this.#items.length / 2) {
      this.#items.splice(0, this.#start);
      this.#start = 0;
    }
    return first;
  }

  /** The first one after a revision. */
  next(revision: number): T | undefined {
    return this.#items[this.#countUpTo(revision)];
  }

  /** All after a revision. */
  since(revision: number): readonly T[] {
    return this.#items.slice(this.#countUpTo(revision)).filter(item => item !== undefined);
  }

  /** How many places there are before the first item after a revision. */
  #countUpTo(revision: number): number {
    let [low, high] = [this.#start, this.#items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#items[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const ROOM = 32;
