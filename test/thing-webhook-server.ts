// A webhook server for one test.
import { onTestFinished } from 'vitest';
import { ThingWebhook } from './thing-webhook.js';
import { startWebhooks, type WebhookWorld, type WebhookWorldOptions } from './webhook-world.js';

/** Serves these webhooks until the test has ended. */
export async function serveInTest(
  handlers: readonly object[] = [new ThingWebhook()],
  options: WebhookWorldOptions = {},
): Promise<WebhookWorld> {
  const world = await startWebhooks(handlers, options);
  onTestFinished(() => world.stop());
  return world;
}
