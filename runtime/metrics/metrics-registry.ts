// The metrics of one manager: what is counted as it happens, and what is looked up when it is asked for.
import { type Clock, systemClock } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';
import { Histogram } from './histogram.js';
import {
  Counter,
  foundIn,
  Gauge,
  Labelled,
  type LabelledOptions,
  type MetricFamily,
  type MetricOptions,
  type MetricType,
  type Sample,
} from './metric.js';

/** Tells what is so at the moment; asked at each scrape, but not again before it has answered. */
export type Collector = () => Iterable<MetricFamily> | Promise<Iterable<MetricFamily>>;

export interface HistogramOptions {
  /** The upper ends of the buckets, ascending, without infinity. Default: those of Prometheus' client libraries, 5 ms to 10 s. */
  readonly buckets?: readonly number[];
}

/** What a scrape finds. */
export interface Gathered {
  /** By name. */
  readonly families: readonly MetricFamily[];
  /** Of collectors that failed, or took longer than 5 s; their metrics are missing. */
  readonly errors: readonly unknown[];
}

type Series = Counter | Gauge | Histogram;

interface Definition {
  readonly type: MetricType;
  readonly options: MetricOptions;
  /** What may not differ when the metric is asked for again. */
  readonly shape: string;
  readonly metric: Labelled<Series, string>;
  /** What was given out: one series, or all by their labels. */
  readonly given: unknown;
}

/** Milliseconds for a collector to answer; Prometheus waits for ten seconds for everything. */
const PATIENCE = 5000;

const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Each manager has one: there is no global one. A metric that was asked for before, with the same labels and buckets, is the
 * same metric, so that parts need not pass it around.
 *
 * What is given out with `labels` has a series for each combination of their values; what is given out without is one series:
 * ```ts
 * const backups = manager.metrics.counter({ name: 'redis_backups_total', help: 'Backups made.', labels: ['result'] });
 * backups.with({ result: 'success' }).inc();
 * ```
 */
export class MetricsRegistry {
  readonly #definitions = new Map<string, Definition>();
  readonly #collectors = new Set<Collector>();
  /** What collectors have been asked for and have not answered yet. */
  readonly #awaited = new Map<Collector, Promise<readonly MetricFamily[]>>();
  readonly #clock: Clock;

  /** @param clock for how long collectors are waited for; default: that of the machine */
  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** @throws TypeError for names that Prometheus does not take; Error when the name means something else already */
  counter<const L extends string>(options: LabelledOptions<L>): Labelled<Counter, L>;
  counter(options: MetricOptions): Counter;
  counter(options: MetricOptions & { labels?: readonly string[] }): Counter | Labelled<Counter, string> {
    if (!options.name.endsWith('_total')) throw new TypeError(`the counter ${options.name} is to end in _total`);
    return this.#define('counter', options, '', () => new Counter());
  }

  /** As `counter`. */
  gauge<const L extends string>(options: LabelledOptions<L>): Labelled<Gauge, L>;
  gauge(options: MetricOptions): Gauge;
  gauge(options: MetricOptions & { labels?: readonly string[] }): Gauge | Labelled<Gauge, string> {
    return this.#define('gauge', options, '', () => new Gauge());
  }

  /** As `counter`. */
  histogram<const L extends string>(options: LabelledOptions<L> & HistogramOptions): Labelled<Histogram, L>;
  histogram(options: MetricOptions & HistogramOptions): Histogram;
  histogram(
    options: MetricOptions & HistogramOptions & { labels?: readonly string[] },
  ): Histogram | Labelled<Histogram, string> {
    const { name, buckets = DEFAULT_BUCKETS, labels } = options;
    if (
      buckets.some((bound, at) => !Number.isFinite(bound) || bound <= (buckets[at - 1] ?? Number.NEGATIVE_INFINITY))
    ) {
      throw new TypeError(`the buckets of ${name} are to be finite and ascending: ${buckets.join(', ')}`);
    }
    if (labels?.includes('le')) throw new TypeError(`${name}: the label le of a histogram is the bucket's`);
    return this.#define('histogram', options, buckets.join(), () => new Histogram(buckets));
  }

  /**
   * Asks for values when they are scraped, rather than to keep them up to date. Several collectors may tell of one metric.
   * @returns what ends that
   */
  collect(collector: Collector): () => void {
    this.#collectors.add(collector);
    return () => this.#collectors.delete(collector);
  }

  /** All metrics as they are now. Never rejects. */
  async gather(): Promise<Gathered> {
    const answers = await Promise.allSettled(Array.from(this.#collectors, collector => this.#ask(collector)));
    const collected = answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []));
    const errors = answers.filter(answer => answer.status === 'rejected').map(({ reason }) => reason as unknown);
    return { families: merged([...[...this.#definitions.values()].map(familyOf), ...collected]), errors };
  }

  #ask(collector: Collector): Promise<readonly MetricFamily[]> {
    const known = this.#awaited.get(collector);
    const answer = known ?? checkedFamilies(collector);
    if (known === undefined) {
      const answered = (): unknown => this.#awaited.delete(collector);
      this.#awaited.set(collector, answer);
      answer.then(answered, answered);
    }
    return new Promise((resolve, reject) => {
      const late = (): void => reject(new ExplainedError(`a collector has not answered for ${PATIENCE / 1000} s`));
      const timer = this.#clock.setTimer(PATIENCE, late);
      answer.then(resolve, reject).finally(() => timer.cancel());
    });
  }

  #define<S extends Series>(
    type: MetricType,
    options: MetricOptions & { labels?: readonly string[] },
    buckets: string,
    make: () => S,
  ): any {
    const { name, labels } = options;
    checkNames(name, labels ?? []);
    const shape = `${type} {${labels ?? '-'}} ${buckets}`;
    const known = this.#definitions.get(name);
    if (known !== undefined) {
      if (known.shape !== shape) {
        throw new Error(`there is a metric ${name} already, of another type, or with other labels or buckets`);
      }
      return known.given;
    }
    const metric = new Labelled<S, string>(labels ?? [], make);
    const given = labels === undefined ? metric.with({}) : metric;
    this.#definitions.set(name, { type, options, shape, metric: metric as Labelled<Series, string>, given });
    return given;
  }
}

function familyOf({ type, options: { name, help }, metric }: Definition): MetricFamily {
  const samples = Array.from(metric.all, ({ labels, series }): Sample => ({ labels, value: foundIn(series) }));
  return { name, help, type, samples };
}

async function checkedFamilies(collector: Collector): Promise<readonly MetricFamily[]> {
  const families = [...(await collector())];
  for (const family of families) checkFamily(family);
  return families;
}

/** One label that is no text, or a name that Prometheus does not take, would cost the whole scrape. */
function checkFamily({ name, samples }: MetricFamily): void {
  for (const { labels } of samples) {
    checkNames(name, Object.keys(labels));
    for (const [label, text] of Object.entries<unknown>(labels)) {
      if (typeof text !== 'string')
        throw new TypeError(`${name}: the label ${label} is to be a text, not ${String(text)}`);
    }
  }
}

/** One family for each name, in their order. */
function merged(families: readonly MetricFamily[]): readonly MetricFamily[] {
  const byName = Map.groupBy(families, ({ name }) => name);
  return [...byName.values()]
    .map(([first, ...others]) => {
      const family = first as MetricFamily;
      return others.length === 0
        ? family
        : { ...family, samples: [family, ...others].flatMap(({ samples }) => samples) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function checkNames(name: string, labels: readonly string[]): void {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) {
    throw new TypeError(`a metric's name is made of letters, digits, "_" and ":", not ${JSON.stringify(name)}`);
  }
  for (const label of labels) {
    if (!/^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) {
      throw new TypeError(
        `${name}: a label's name is made of letters, digits and "_", and does not begin with "__": ${JSON.stringify(label)}`,
      );
    }
  }
  if (new Set(labels).size < labels.length)
    throw new TypeError(`${name}: a label is named twice: ${labels.join(', ')}`);
}
