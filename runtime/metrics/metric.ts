// What a metric is: its name and what it means, and its series, told apart by the values of labels.
import { Histogram } from './histogram.js';

export type MetricType = 'counter' | 'gauge' | 'histogram';

/** What is said of every metric. */
export interface MetricOptions {
  /** With its unit: `redis_backup_duration_seconds`; a counter ends in `_total`. */
  readonly name: string;
  /** What it tells, in a sentence. */
  readonly help: string;
}

export interface LabelledOptions<L extends string> extends MetricOptions {
  /** Few values each: every combination is a series, which is kept, sent and stored for ever. */
  readonly labels: readonly L[];
}

/** What a scrape finds of one series. */
export interface Sample {
  /** By the names of the labels. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | Histogram;
}

/** What a scrape finds of one metric. */
export interface MetricFamily extends MetricOptions {
  readonly type: MetricType;
  readonly samples: readonly Sample[];
}

/** The series of a metric by the values of its labels. */
export class Labelled<S, L extends string> {
  readonly #make: () => S;
  readonly #series = new Map<string, { readonly labels: Readonly<Record<string, string>>; readonly series: S }>();

  constructor(
    readonly labels: readonly L[],
    make: () => S,
  ) {
    this.#make = make;
  }

  /**
   * The series of these values, made at the first call. Where much is counted, keep it: to find it costs more than to count.
   * @throws TypeError for labels that are missing, or that the metric does not have
   */
  with(values: Readonly<Record<L, string>>): S {
    const key = this.#key(values);
    const known = this.#series.get(key);
    if (known !== undefined) return known.series;
    const labels = Object.fromEntries(this.labels.map(label => [label, values[label]]));
    const series = this.#make();
    this.#series.set(key, { labels, series });
    return series;
  }

  /** Forgets the series of these values: what it counted is scraped no more. */
  delete(values: Readonly<Record<L, string>>): void {
    this.#series.delete(this.#key(values));
  }

  /** All series there are. */
  get all(): Iterable<{ readonly labels: Readonly<Record<string, string>>; readonly series: S }> {
    return this.#series.values();
  }

  #key(values: Readonly<Record<L, string>>): string {
    const given = Object.keys(values);
    if (given.length !== this.labels.length || this.labels.some(label => typeof values[label] !== 'string')) {
      throw new TypeError(`the labels are to be ${this.labels.join(', ')}, each a text; given: ${given.join(', ')}`);
    }
    return this.labels.length === 1
      ? values[this.labels[0] as L]
      : JSON.stringify(this.labels.map(label => values[label]));
  }
}

/** A number that only grows. */
export class Counter {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  /** @throws RangeError for what would make it smaller */
  inc(by = 1): void {
    if (!(by >= 0)) throw new RangeError(`a counter grows; it cannot be incremented by ${by}`);
    this.#value += by;
  }
}

/** A number that goes up and down. */
export class Gauge {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  set(value: number): void {
    this.#value = value;
  }

  inc(by = 1): void {
    this.#value += by;
  }

  dec(by = 1): void {
    this.#value -= by;
  }
}

/** What a series tells at the moment. */
export function foundIn(series: Counter | Gauge | Histogram): number | Histogram {
  return series instanceof Histogram ? series : series.value;
}
