// What a webhook server tells, under the names of controller-runtime.
import { WIDE_BUCKETS } from './controller-metrics.js';
import { counterFamily, gaugeFamily } from './families.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** A webhook server, as far as it is measured. All by the path of the webhook. */
export interface MeasuredWebhooks {
  /** By path and status of HTTP. */
  readonly requests: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly inFlight: ReadonlyMap<string, number>;
  /** When the certificate in use expires, in milliseconds since the epoch; undefined: there is none yet. */
  readonly certificateExpiry: number | undefined;
}

/** Handlers that failed by what looks like a mistake in the program. */
export interface WebhookPanics {
  readonly admission: number;
  readonly conversion: number;
}

const requests = counterFamily(
  'controller_runtime_webhook_requests_total',
  'Reviews by the path of the webhook and the status of HTTP. Who is denied something is answered with 200.',
);
const inFlight = gaugeFamily(
  'controller_runtime_webhook_requests_in_flight',
  'How many reviews are being answered, by the path of the webhook.',
);
const panics = counterFamily(
  'controller_runtime_webhook_panics_total',
  'Methods of admission webhooks that failed by what looks like a mistake in the program.',
);
const conversionPanics = counterFamily(
  'controller_runtime_conversion_webhook_panics_total',
  'Conversions that failed by what looks like a mistake in the program.',
);
const expiry = gaugeFamily(
  'kubewright_webhook_certificate_expiration_timestamp_seconds',
  'When the certificate expires that webhooks are served with, in seconds since the epoch.',
);

/** What the server counts itself. @param panicked asked at each scrape */
export function collectWebhooks(
  registry: MetricsRegistry,
  server: MeasuredWebhooks,
  panicked: () => WebhookPanics,
): void {
  registry.collect(() => {
    const { admission, conversion } = panicked();
    return [
      requests(
        [...server.requests].flatMap(([webhook, codes]) =>
          Array.from(codes, ([code, count]) => [{ webhook, code: String(code) }, count] as const),
        ),
      ),
      inFlight(Array.from(server.inFlight, ([webhook, count]) => [{ webhook }, count])),
      panics(admission),
      conversionPanics(conversion),
      expiry(server.certificateExpiry === undefined ? [] : server.certificateExpiry / 1000),
    ];
  });
}

/** To be told of each review that was answered: for the `observer` of the server. */
export function webhookObservations(registry: MetricsRegistry): {
  answered(webhook: string, milliseconds: number): void;
} {
  const latency = registry.histogram({
    name: 'controller_runtime_webhook_latency_seconds',
    help: 'How long reviews took, by the path of the webhook.',
    labels: ['webhook'],
    buckets: WIDE_BUCKETS,
  });
  return { answered: (webhook, milliseconds) => latency.with({ webhook }).observe(milliseconds / 1000) };
}
