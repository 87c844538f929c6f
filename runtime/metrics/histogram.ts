// How often values were seen, by size.

/** Counts values in buckets: what a quantile is reckoned from later, over any number of processes. */
export class Histogram {
  readonly #bounds: Float64Array;
  readonly #counts: Float64Array;
  #sum = 0;

  /** @param bounds the upper ends of the buckets, which belong to them, in ascending order; one to infinity is added */
  constructor(bounds: readonly number[]) {
    this.#bounds = Float64Array.from(bounds);
    this.#counts = new Float64Array(bounds.length + 1);
  }

  /** @throws RangeError for what is no number: it would spoil the sum for ever */
  observe(value: number): void {
    if (Number.isNaN(value)) throw new RangeError('a histogram cannot take NaN');
    let low = 0;
    let high = this.#bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (this.#bounds[middle] as number)) high = middle;
      else low = middle + 1;
    }
    this.#counts[low] = (this.#counts[low] as number) + 1;
    this.#sum += value;
  }

  get sum(): number {
    return this.#sum;
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** For each bucket its upper end, and how many values were no larger; the last one has all. */
  get buckets(): readonly { readonly le: number; readonly count: number }[] {
    let count = 0;
    return [...this.#counts].map((own, at) => {
      count += own;
      return { le: this.#bounds[at] ?? Number.POSITIVE_INFINITY, count };
    });
  }
}

/** As in Go's client library, with its rounding: each bound is the one before times the factor. */
export function exponentialBuckets(start: number, factor: number, count: number): readonly number[] {
  const bounds = [start];
  while (bounds.length < count) bounds.push((bounds.at(-1) as number) * factor);
  return bounds;
}
