// What a manager's webhooks tell in its metrics.
import { X509Certificate } from 'node:crypto';
import { Agent } from 'node:https';
import { expect, it, onTestFinished, vi } from 'vitest';
import { operator } from '../../test/manager-world.js';
import { Thing } from '../../test/things.js';
import { HandedCertificates, send, testAuthority, thingReview } from '../../test/webhook-world.js';
import { systemClock } from '../clock/clock.js';
import { metricsText } from '../metrics/text-format.js';
import { allow } from '../webhook/verdict.js';
import { WEBHOOK_SERVER, webhook } from './webhook.js';
import { Validates } from './webhooks.js';

it('reviews are counted by path and status, with how long they took, and mistakes in the program apart', async () => {
  let broken = false;

  @Validates(Thing)
  class ThingJudge {
    validateCreate() {
      if (broken) throw new TypeError('no');
      return allow();
    }
  }
  const authority = await testAuthority();
  const certificates = Object.assign(new HandedCertificates(await authority.issue()), {
    metrics: { reads: 7, errors: 2 },
  });
  const { manager, signal, stop } = operator({
    webhookServer: { port: 0, host: '127.0.0.1', certificates },
    clock: systemClock,
  });
  manager.add(webhook(new ThingJudge()));
  let port = 0;
  manager.add({
    addTo: context => {
      const server = context.shared(WEBHOOK_SERVER, () => {
        throw new Error('it is not there');
      });
      const run = async (): Promise<void> => {
        port = server.address?.port ?? 0;
      };
      context.addRunnable('others', { name: 'port', run });
    },
  });
  const ended = manager.run(signal);
  await Promise.race([manager.elected, ended]);
  const agent = new Agent({ ca: authority.ca });
  onTestFinished(async () => {
    agent.destroy();
    stop();
    await ended;
  });

  const path = '/validate-example-com-v1-thing';
  const review = JSON.stringify(thingReview());
  await send({ port, agent }, path, review);
  await send({ port, agent }, path, review);
  broken = true;
  await send({ port, agent }, path, review);
  await send({ port, agent }, '/nowhere', review);

  const text = metricsText((await manager.metrics.gather()).families, 'text');
  expect(text).toContain(`controller_runtime_webhook_requests_total{code="200",webhook="${path}"} 3\n`);
  expect(text).toContain(`controller_runtime_webhook_requests_total{code="500",webhook="${path}"} 0\n`);
  expect(text).toContain(`controller_runtime_webhook_requests_in_flight{webhook="${path}"} 0\n`);
  expect(text).toContain(`controller_runtime_webhook_latency_seconds_count{webhook="${path}"} 3\n`);
  expect(text).toContain('\ncontroller_runtime_webhook_panics_total 1\n');
  expect(text).toContain('\ncontroller_runtime_conversion_webhook_panics_total 0\n');
  expect(text).toContain('\ncertwatcher_read_certificate_total 7\n');
  expect(text).toContain('\ncertwatcher_read_certificate_errors_total 2\n');
  expect(text).not.toContain('nowhere');

  const next = await authority.issue();
  certificates.change(next);
  const expiry = new X509Certificate(next.cert).validToDate.getTime() / 1000;
  await vi.waitFor(async () => {
    const { families } = await manager.metrics.gather();
    const found = families.find(({ name }) => name === 'kubewright_webhook_certificate_expiration_timestamp_seconds');
    expect(found?.samples).toEqual([{ labels: {}, value: expiry }]);
  }, 60_000);
});
