// What reading certificates comes to, under the names of controller-runtime.
import { counterFamily } from './families.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** Where certificates are read from files again and again. */
interface MeasuredCertificates {
  /** Counters: all reads, and those that brought no pair that fits. */
  readonly metrics: { readonly reads: number; readonly errors: number };
}

const reads = counterFamily('certwatcher_read_certificate_total', 'How often certificates were read from files.');
const failures = counterFamily(
  'certwatcher_read_certificate_errors_total',
  'How often reading a certificate brought no pair that fits.',
);

const measured = new WeakMap<MetricsRegistry, Set<MeasuredCertificates>>();

/**
 * All sources of a manager are counted together, as there. They are 0 where nothing is read from files.
 * @param source one that counts nothing is passed over
 */
export function collectCertificates(registry: MetricsRegistry, source?: object): void {
  const sources = measured.get(registry) ?? new Set();
  if (!measured.has(registry)) {
    measured.set(registry, sources);
    registry.collect(() => [
      reads(sum(sources, ({ metrics }) => metrics.reads)),
      failures(sum(sources, ({ metrics }) => metrics.errors)),
    ]);
  }
  if (source !== undefined && isMeasured(source)) sources.add(source);
}

function isMeasured(source: object): source is MeasuredCertificates {
  const { metrics } = source as { readonly metrics?: unknown };
  return typeof metrics === 'object' && metrics !== null && 'reads' in metrics && 'errors' in metrics;
}

function sum<T>(all: Iterable<T>, of: (each: T) => number): number {
  let total = 0;
  for (const each of all) total += of(each);
  return total;
}
