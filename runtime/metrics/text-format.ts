// Metrics as text, in the two formats that Prometheus reads.
import { goNumber, openMetricsNumber } from './go-number.js';
import { Histogram } from './histogram.js';
import type { MetricFamily, Sample } from './metric.js';

/** `text`: Prometheus' own, version 0.0.4. `openMetrics`: OpenMetrics 1.0.0. */
export type TextFormat = 'text' | 'openMetrics';

export const CONTENT_TYPES: Readonly<Record<TextFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openMetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** The families in the order given, those without a series left out, as Go's client library prints them. */
export function metricsText(families: readonly MetricFamily[], format: TextFormat): string {
  const lines = families.flatMap(family => (family.samples.length === 0 ? [] : familyLines(family, format)));
  if (format === 'openMetrics') lines.push('# EOF');
  return lines.map(line => `${line}\n`).join('');
}

function familyLines(family: MetricFamily, format: TextFormat): string[] {
  const { type, help, samples } = family;
  const isOpenMetrics = format === 'openMetrics';
  // In OpenMetrics the suffix belongs to the series of a counter, not to its name.
  const isNamedTwice = isOpenMetrics && type === 'counter';
  const name = isNamedTwice ? family.name.replace(/_total$/, '') : family.name;
  const seriesName = isNamedTwice ? `${name}_total` : name;
  const numbers: Numbers = isOpenMetrics
    ? { value: openMetricsNumber, count: String }
    : { value: goNumber, count: goNumber };
  return [
    `# HELP ${name} ${isOpenMetrics ? quoted(help) : escaped(help)}`,
    `# TYPE ${name} ${type}`,
    ...samples.flatMap(sample => sampleLines(seriesName, sample, numbers)),
  ];
}

/** How numbers are printed. */
interface Numbers {
  value(value: number): string;
  count(count: number): string;
}

function sampleLines(name: string, { labels, value }: Sample, numbers: Numbers): string[] {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, text]) => `${label}="${quoted(text)}"`);
  if (!(value instanceof Histogram)) return [`${name}${braces(pairs)} ${numbers.value(value)}`];
  const { buckets } = value;
  return [
    ...buckets.map(
      ({ le, count }) => `${name}_bucket${braces([...pairs, `le="${numbers.value(le)}"`])} ${numbers.count(count)}`,
    ),
    `${name}_sum${braces(pairs)} ${numbers.value(value.sum)}`,
    `${name}_count${braces(pairs)} ${numbers.count(buckets.at(-1)?.count ?? 0)}`,
  ];
}

function braces(pairs: readonly string[]): string {
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function quoted(text: string): string {
  return escaped(text).replaceAll('"', '\\"');
}
