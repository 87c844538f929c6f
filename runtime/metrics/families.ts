// How collectors say what they found.
import type { Histogram } from './histogram.js';
import type { MetricFamily, MetricType } from './metric.js';

type Found = readonly [labels: Readonly<Record<string, string>>, value: number | Histogram];

/** Makes the families of one metric. */
export type FamilyOf = (found: Iterable<Found> | number) => MetricFamily;

/** `const READS = counterFamily('...', '...')`, then `READS(3)` or `READS([[{ kind: 'Pod' }, 3]])`. */
export function counterFamily(name: string, help: string): FamilyOf {
  return family('counter', name, help);
}

/** As `counterFamily`. */
export function gaugeFamily(name: string, help: string): FamilyOf {
  return family('gauge', name, help);
}

function family(type: MetricType, name: string, help: string): FamilyOf {
  return found => {
    const all: Iterable<Found> = typeof found === 'number' ? [[{}, found]] : found;
    return { name, help, type, samples: Array.from(all, ([labels, value]) => ({ labels, value })) };
  };
}
