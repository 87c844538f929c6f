// The samples of all built-in kinds, in the order in which they are made.
import type { SampleTable } from '../sample-table.js';
import { clusterTables } from './cluster.js';
import { coreTables } from './core.js';
import { customTables } from './custom.js';
import { networkingTables } from './networking.js';
import { podTable } from './pods.js';
import { workloadTables } from './workloads.js';

/** Quotas and limits are in the core's and come last: they would change what comes after them. */
export const sampleTables: readonly SampleTable[] = [
  podTable,
  ...workloadTables,
  ...networkingTables,
  ...clusterTables,
  ...customTables,
  ...coreTables,
];
