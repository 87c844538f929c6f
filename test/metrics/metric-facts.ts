// What can be relied on of metrics: names, types, labels and buckets.
import { goNumber } from '../../runtime/metrics/go-number.js';
import { Histogram } from '../../runtime/metrics/histogram.js';
import type { MetricFamily } from '../../runtime/metrics/metric.js';

export interface MetricFact {
  readonly name: string;
  readonly type: string;
  /** In order. */
  readonly labels: readonly string[];
  /** Of a histogram, as they are printed. */
  readonly buckets?: readonly string[];
}

/** By name, of all that have a series. */
export function metricFacts(families: readonly MetricFamily[]): ReadonlyMap<string, MetricFact> {
  return new Map(
    families.flatMap(({ name, type, samples }) => {
      const [first] = samples;
      if (first === undefined) return [];
      const labels = [...new Set(samples.flatMap(each => Object.keys(each.labels)))].sort();
      const { value } = first;
      const buckets = value instanceof Histogram ? value.buckets.map(({ le }) => goNumber(le)) : undefined;
      return [[name, { name, type, labels, ...(buckets && { buckets }) }]];
    }),
  );
}
