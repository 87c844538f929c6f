// One webhook, asked without a server.
import { Defaults, type DefaultsOptions, Validates, type WebhookOptions } from '../runtime/builder/webhooks.js';
import type { Client } from '../runtime/client/client.js';
import type { WebhookAnswer } from '../runtime/webhook/webhook-endpoint.js';
import { RecordedLog } from './recorded-log.js';
import { Thing } from './things.js';
import { endpointsOf, type ReviewParts, type ReviewResponse, thingReview } from './webhook-world.js';

export type AnyMethod = (...args: any[]) => any;

export function defaulter(method: AnyMethod, options: DefaultsOptions = {}) {
  @Defaults<Thing, any>(Thing, options)
  class ThingWebhook {
    default = method;
  }
  return new ThingWebhook();
}

export function validator(methods: Readonly<Record<string, AnyMethod>>, options: WebhookOptions = {}) {
  @Validates<Thing, any>(Thing, options)
  class ThingWebhook {
    constructor() {
      Object.assign(this, methods);
    }
  }
  return new ThingWebhook();
}

/** Asks the one webhook of a class; the signal is the API server's patience. */
export async function ask(
  handler: object,
  parts: ReviewParts = {},
  { signal, client }: { signal?: AbortSignal; client?: Client } = {},
) {
  const log = new RecordedLog();
  const [endpoint] = endpointsOf(handler, log, client);
  if (endpoint === undefined) throw new Error('no webhook');
  const body = Buffer.from(JSON.stringify(thingReview(parts)));
  const answer = await endpoint.answer({ body, signal: signal ?? new AbortController().signal });
  return { answer, response: responseOf(answer), log, metrics: endpoint.metrics };
}

export function responseOf({ body }: WebhookAnswer): ReviewResponse {
  return (body as { readonly response: ReviewResponse }).response;
}
