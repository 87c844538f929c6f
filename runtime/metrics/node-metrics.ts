// What Node tells of itself, under the names that dashboards for Node have: those of prom-client.
import {
  constants,
  type ELDHistogram,
  monitorEventLoopDelay,
  type NodeGCPerformanceDetail,
  type PerformanceEntry,
  PerformanceObserver,
} from 'node:perf_hooks';
import { gaugeFamily } from './families.js';
import type { Histogram } from './histogram.js';
import type { Labelled, MetricFamily } from './metric.js';
import type { MetricsRegistry } from './metrics-registry.js';

const heapTotal = gaugeFamily('nodejs_heap_size_total_bytes', 'Memory that the heap of V8 has.');
const heapUsed = gaugeFamily('nodejs_heap_size_used_bytes', 'Memory that objects in the heap of V8 take.');
const external = gaugeFamily(
  'nodejs_external_memory_bytes',
  'Memory outside of the heap that objects in it hold: buffers, and with them the cache.',
);
const buffers = gaugeFamily('nodejs_array_buffers_bytes', 'That part of it that is in ArrayBuffers.');
const version = gaugeFamily('nodejs_version_info', 'Always 1; the labels are the version of Node.');

const lag = gaugeFamily('nodejs_eventloop_lag_seconds', 'How long the next turn of the event loop took to come.');

/** Of the delays since the last scrape. Nanoseconds. */
const DELAYS: readonly (readonly [name: string, help: string, of: (delays: ELDHistogram) => number])[] = [
  ['min', 'The shortest', delays => delays.min],
  ['max', 'The longest', delays => delays.max],
  ['mean', 'The mean', delays => delays.mean],
  ['stddev', 'The standard deviation', delays => delays.stddev],
  ['p50', 'The median', delays => delays.percentile(50)],
  ['p90', 'The 90th percentile', delays => delays.percentile(90)],
  ['p99', 'The 99th percentile', delays => delays.percentile(99)],
];
const delayFamilies = DELAYS.map(([name, help, of]) => ({
  family: gaugeFamily(
    `nodejs_eventloop_lag_${name}_seconds`,
    `${help} of the delays of the event loop since the last scrape.`,
  ),
  of,
}));

/** Missing in the types of Node. */
type GarbageCollection = PerformanceEntry & { readonly detail: NodeGCPerformanceDetail };

/** How often the event loop is looked at, in milliseconds. */
const RESOLUTION = 10;
const GC_KINDS: ReadonlyMap<number, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** Memory, the delays of the event loop, and garbage collections: the latter two while it is watched. */
export class NodeMetrics {
  readonly #delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #collections: Labelled<Histogram, 'kind'>;
  #isWatching = false;

  constructor(registry: MetricsRegistry) {
    this.#collections = registry.histogram({
      name: 'nodejs_gc_duration_seconds',
      help: 'How long garbage collections took, by kind: major, minor, incremental or weakcb.',
      labels: ['kind'],
      buckets: [0.001, 0.01, 0.1, 1, 2, 5],
    });
    for (const kind of GC_KINDS.values()) this.#collections.with({ kind });
    registry.collect(async () => [lag(await nextTurn()), ...memoryFamilies(), ...this.#delayFamilies()]);
  }

  /** @returns what ends the watching */
  watch(): () => void {
    const observer = new PerformanceObserver(list => {
      for (const entry of list.getEntries() as GarbageCollection[]) {
        const kind = GC_KINDS.get(entry.detail.kind) ?? 'other';
        this.#collections.with({ kind }).observe(entry.duration / 1000);
      }
    });
    observer.observe({ entryTypes: ['gc'] });
    this.#delays.enable();
    this.#isWatching = true;
    return () => {
      observer.disconnect();
      this.#delays.disable();
      this.#isWatching = false;
    };
  }

  #delayFamilies(): readonly MetricFamily[] {
    if (!this.#isWatching || this.#delays.count === 0) return [];
    const found = delayFamilies.map(({ family, of }) => family(of(this.#delays) / 1e9));
    this.#delays.reset();
    return found;
  }
}

/** In seconds. */
function nextTurn(): Promise<number> {
  const start = performance.now();
  return new Promise(resolve => setImmediate(() => resolve((performance.now() - start) / 1000)));
}

function memoryFamilies(): readonly MetricFamily[] {
  const memory = process.memoryUsage();
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  return [
    heapTotal(memory.heapTotal),
    heapUsed(memory.heapUsed),
    external(memory.external),
    buffers(memory.arrayBuffers),
    version([[{ version: process.version, major, minor, patch }, 1]]),
  ];
}
