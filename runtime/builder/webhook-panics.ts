// What of the handlers of webhooks is counted as panics are in Go.
import { ConversionEndpoint } from '../conversion/conversion-endpoint.js';
import type { WebhookPanics } from '../metrics/webhook-metrics.js';
import { AdmissionEndpoint } from '../webhook/admission-endpoint.js';
import type { WebhookEndpoint } from '../webhook/webhook-endpoint.js';

/** Of all these endpoints together. */
export function webhookPanics(endpoints: Iterable<WebhookEndpoint>): WebhookPanics {
  let [admission, conversion] = [0, 0];
  for (const endpoint of endpoints) {
    if (endpoint instanceof AdmissionEndpoint) admission += endpoint.metrics.panics;
    else if (endpoint instanceof ConversionEndpoint) conversion += endpoint.metrics.panics;
  }
  return { admission, conversion };
}
