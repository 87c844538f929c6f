// Every metric that the runtime can serve, with a series each: all that a manager may have has happened.
import { metadataOf } from '../../decorators/metadata-of.js';
import { RequestCounts, type SentRequest } from '../../runtime/client/request-counts.js';
import { Pod } from '../../runtime/kinds/core-v1.js';
import { collectCache } from '../../runtime/metrics/cache-metrics.js';
import { collectCertificates } from '../../runtime/metrics/certificate-metrics.js';
import { collectClient, observeClient } from '../../runtime/metrics/client-metrics.js';
import { collectController, controllerObservations } from '../../runtime/metrics/controller-metrics.js';
import { collectEvents } from '../../runtime/metrics/event-metrics.js';
import { collectElection } from '../../runtime/metrics/leader-election-metrics.js';
import type { MetricFamily } from '../../runtime/metrics/metric.js';
import { MetricsRegistry } from '../../runtime/metrics/metrics-registry.js';
import { NodeMetrics } from '../../runtime/metrics/node-metrics.js';
import { collectProcess } from '../../runtime/metrics/process-metrics.js';
import { collectSharding } from '../../runtime/metrics/sharding-metrics.js';
import { metricsText, type TextFormat } from '../../runtime/metrics/text-format.js';
import { collectWebhooks, webhookObservations } from '../../runtime/metrics/webhook-metrics.js';

/** As a scrape finds them. */
export async function everyMetric(): Promise<readonly MetricFamily[]> {
  const registry = new MetricsRegistry();
  controllers(registry);
  client(registry);
  collectCache(registry, {
    informers: [
      {
        kind: Pod,
        metrics: { objects: 1, bytes: 2, parsedObjects: 3, parsedHits: 4, parsedMisses: 5 },
        reflectors: [{ namespace: undefined, age: 1500, lists: 1, watches: 2, failures: 3 }],
      },
      {
        kind: metadataOf(Pod),
        metrics: { objects: 6, bytes: 7, parsedObjects: 8, parsedHits: 9, parsedMisses: 10 },
        reflectors: [{ namespace: 'a', age: 2500, lists: 4, watches: 5, failures: 6 }],
      },
    ],
  });
  collectElection(registry, { name: 'redis-operator', masterStatus: 1, slowPath: 2 });
  collectSharding(registry, { name: 'redis', shards: 8, held: 3, members: 3, gained: 4, handedOver: 1, lost: 0 });
  collectWebhooks(
    registry,
    {
      requests: new Map([['/validate', new Map([[200, 1]])]]),
      inFlight: new Map([['/validate', 0]]),
      certificateExpiry: 1_800_000_000_500,
    },
    () => ({ admission: 1, conversion: 2 }),
  );
  webhookObservations(registry).answered('/validate', 3);
  collectCertificates(registry, { metrics: { reads: 2, errors: 1 } });
  collectCertificates(registry, { metrics: { reads: 3, errors: 0 } });
  collectEvents(registry, { dropped: 1 });
  collectProcess(registry);
  const node = new NodeMetrics(registry);
  const unwatch = node.watch();
  try {
    return await gatherAll(registry);
  } finally {
    unwatch();
  }
}

/** The same as it is served. */
export async function everyMetricText(format: TextFormat): Promise<string> {
  return metricsText(await everyMetric(), format);
}

/** The delays of the event loop are there once it was looked at. */
async function gatherAll(registry: MetricsRegistry): Promise<readonly MetricFamily[]> {
  for (;;) {
    const { families, errors } = await registry.gather();
    if (errors.length > 0) throw new AggregateError(errors);
    if (families.some(({ name }) => name === 'nodejs_eventloop_lag_p99_seconds')) return families;
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

function controllers(registry: MetricsRegistry): void {
  const { reconciled, queueDuration, workDuration } = controllerObservations(registry, 'redis');
  reconciled('success', 12);
  queueDuration(1);
  workDuration(12);
  collectController(registry, {
    name: 'redis',
    maxConcurrentReconciles: 5,
    metrics: {
      reconciles: { success: 1, error: 2, requeue_after: 3 },
      terminalErrors: 1,
      panics: 2,
      timeouts: 3,
      active: 4,
    },
    queueMetrics: { adds: 6, retries: 7, depth: new Map([[0, 8]]), unfinishedWork: 2500, longestRunning: 1500 },
  });
}

function client(registry: MetricsRegistry): void {
  const counts = new RequestCounts();
  collectClient(registry, counts);
  observeClient(registry, counts);
  const sent: SentRequest = {
    method: 'GET',
    host: '10.0.0.1:443',
    path: '/api/v1/pods',
    code: '200',
    isWatch: false,
    isRetry: true,
    latency: 3,
  };
  const first = { ...sent, code: '429', isRetry: false };
  for (const [request, bytes] of [
    [first, 10],
    [sent, 20],
  ] as const) {
    counts.add(request);
    counts.observer?.sent(request, bytes);
  }
  counts.observer?.answered(sent, 1000);
  counts.observer?.limited(sent, 1);
  counts.observer?.resolved('kubernetes.default.svc', 2);
}
