// What a client has sent, under the names of client-go.
import type { RequestCounts } from '../client/request-counts.js';
import { counterFamily } from './families.js';
import type { MetricsRegistry } from './metrics-registry.js';

const requests = counterFamily('rest_client_requests_total', 'Requests, by the status of the answer, method and host.');

/** Seconds; those of the core controllers of Kubernetes. */
const DURATIONS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];
/** Bytes. */
const SIZES = [64, 256, 512, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];

/** The requests of a client, counted by itself. */
export function collectClient(registry: MetricsRegistry, counts: Pick<RequestCounts, 'all'>): void {
  registry.collect(() => [
    requests(counts.all.map(({ code, method, host, count }) => [{ code, method, host }, count])),
  ]);
}

/**
 * Durations and sizes of each request too. In controller-runtime they have to be asked for as well: every method and host is
 * some fifty series.
 */
export function observeClient(registry: MetricsRegistry, counts: Pick<RequestCounts, 'observe'>): void {
  const byVerb = (name: string, help: string, buckets: readonly number[]) =>
    registry.histogram({ name, help, labels: ['verb', 'host'], buckets });
  const duration = byVerb(
    'rest_client_request_duration_seconds',
    'From the moment a request was sent to the headers of its answer, by verb and host.',
    DURATIONS,
  );
  const limited = byVerb(
    'rest_client_rate_limiter_duration_seconds',
    'How long requests waited for the rate limit of the client, by verb and host.',
    DURATIONS,
  );
  const requestSize = byVerb(
    'rest_client_request_size_bytes',
    'Bytes of the bodies of requests, by verb and host.',
    SIZES,
  );
  const responseSize = byVerb(
    'rest_client_response_size_bytes',
    'Bytes of the bodies of answers that are read as a whole, which those of the cache are not; by verb and host.',
    SIZES,
  );
  const resolution = registry.histogram({
    name: 'rest_client_dns_resolution_duration_seconds',
    help: 'How long it took to look up the address of the API server, by host.',
    labels: ['host'],
    buckets: DURATIONS,
  });
  const retries = registry.counter({
    name: 'rest_client_request_retries_total',
    help: 'Requests that followed another one of the same call, by the status of the answer, verb and host.',
    labels: ['code', 'verb', 'host'],
  });
  counts.observe({
    sent({ code, method: verb, host, latency, isRetry }, bytes) {
      duration.with({ verb, host }).observe(latency / 1000);
      requestSize.with({ verb, host }).observe(bytes);
      if (isRetry) retries.with({ code, verb, host }).inc();
    },
    limited: ({ method: verb, host }, milliseconds) => limited.with({ verb, host }).observe(milliseconds / 1000),
    answered: ({ method: verb, host }, bytes) => responseSize.with({ verb, host }).observe(bytes),
    resolved: (host, milliseconds) => resolution.with({ host }).observe(milliseconds / 1000),
  });
}
