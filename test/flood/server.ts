// The flooded server, in a process of its own: `test/flood/flood.ts` starts it and asks for its memory.
import { systemClock } from '../../runtime/clock/clock.js';
import type { Logger } from '../../runtime/log/logger.js';
import { WebhookServer } from '../../runtime/webhook/webhook-server.js';
import { endpointsOf, HandedCertificates, testAuthority } from '../webhook-world.js';
import { AllowOne, MarkAndDeny } from './flooded-webhooks.js';

const log: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal(message) {
    throw new Error(message);
  },
  with: () => log,
};
const authority = await testAuthority();
const certificates = new HandedCertificates(await authority.issue());
const server = new WebhookServer({ port: 0, host: '127.0.0.1', certificates, log, clock: systemClock });
for (const handler of [new MarkAndDeny(), new AllowOne()]) {
  for (const endpoint of endpointsOf(handler, log)) server.serve(endpoint);
}
const controller = new AbortController();
const ended = server.run(controller.signal);
await server.ready(controller.signal);
process.send?.({ port: server.address?.port, ca: authority.ca });

process.on('message', async message => {
  if (message === 'stop') {
    controller.abort();
    await ended;
    process.disconnect();
    return;
  }
  // Twice: what the first collection finalizes, the second frees.
  globalThis.gc?.();
  await new Promise(resolve => setImmediate(resolve));
  globalThis.gc?.();
  const { heapUsed, heapTotal, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, heapTotal, external, rss });
});
