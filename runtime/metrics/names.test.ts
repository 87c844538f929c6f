// Every metric that there can be, beside what a controller-runtime operator serves, and beside the reference.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { everyMetric } from '../../test/metrics/every-metric.js';
import { metricFacts } from '../../test/metrics/metric-facts.js';

interface Recorded {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly string[];
  /** Only where the operator asks for it. */
  readonly optIn?: boolean;
}

/** Written by hack/metrics/oracle. */
const recorded = JSON.parse(
  await readFile(new URL('testdata/controller-runtime.json', import.meta.url), 'utf8'),
) as readonly Recorded[];
const ours = metricFacts(await everyMetric());

/** What controller-runtime does not serve, by how it begins. */
const OUR_OWN = ['kubewright_', 'nodejs_', 'leader_election_slowpath_total'];

test.each(recorded)('$name has the type, the labels and the buckets of controller-runtime', fact => {
  const { name, type, labels, buckets } = fact;
  expect(ours.get(name)).toEqual({ name, type, labels, ...(buckets && { buckets }) });
});

test('what controller-runtime does not have is named apart', () => {
  const known = new Set(recorded.map(({ name }) => name));
  const others = [...ours.keys()].filter(name => !known.has(name));
  expect(others.filter(name => !OUR_OWN.some(start => name.startsWith(start)))).toEqual([]);
});

test('the recording has every metric of the list that we go by', () => {
  expect(recorded.map(({ name }) => name)).toEqual(expect.arrayContaining(LISTED));
});

test('the reference names each metric once, with its type and labels', async () => {
  const text = await readFile(new URL('../../docs/reference/metrics.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z_0-9]+)` \| (\w+) \|([^|]*)\|/gm)];
  const described = rows.map(([, name, type, labels = '']) => ({
    name,
    type,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).sort(),
  }));
  const served = [...ours.values()].map(({ name, type, labels }) => ({ name, type, labels }));
  const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }) =>
    (a.name ?? '') < (b.name ?? '') ? -1 : 1;
  expect(described.sort(byName)).toEqual(served.sort(byName));
});

/** What dashboards and alerts for controller-runtime 0.25 may ask for, from its sources. */
const LISTED = [
  'controller_runtime_reconcile_total',
  'controller_runtime_reconcile_errors_total',
  'controller_runtime_terminal_reconcile_errors_total',
  'controller_runtime_reconcile_panics_total',
  'controller_runtime_reconcile_timeouts_total',
  'controller_runtime_reconcile_time_seconds',
  'controller_runtime_max_concurrent_reconciles',
  'controller_runtime_active_workers',
  'workqueue_depth',
  'workqueue_adds_total',
  'workqueue_retries_total',
  'workqueue_unfinished_work_seconds',
  'workqueue_longest_running_processor_seconds',
  'workqueue_queue_duration_seconds',
  'workqueue_work_duration_seconds',
  'controller_runtime_webhook_latency_seconds',
  'controller_runtime_webhook_requests_in_flight',
  'controller_runtime_webhook_requests_total',
  'controller_runtime_webhook_panics_total',
  'controller_runtime_conversion_webhook_panics_total',
  'certwatcher_read_certificate_total',
  'certwatcher_read_certificate_errors_total',
  'leader_election_master_status',
  'rest_client_requests_total',
  'rest_client_request_duration_seconds',
  'rest_client_rate_limiter_duration_seconds',
  'rest_client_request_size_bytes',
  'rest_client_response_size_bytes',
  'rest_client_dns_resolution_duration_seconds',
  'rest_client_request_retries_total',
];
