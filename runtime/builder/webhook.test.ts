import { afterEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { operator } from '../../test/manager-world.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing } from '../../test/things.js';
import { HandedCertificates, testAuthority } from '../../test/webhook-world.js';
import { systemClock } from '../clock/clock.js';
import type { ManagerContext } from '../manager/manager-context.js';
import type { ManagerOptions } from '../manager/manager-options.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { allow } from '../webhook/verdict.js';
import type { WebhookServer } from '../webhook/webhook-server.js';
import { declaredWebhooks, webhook } from './webhook.js';
import { Defaults, Validates, type WebhookOptions } from './webhooks.js';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map(stop => stop()));
});

async function run(handlers: readonly object[], options: Partial<ManagerOptions> = {}) {
  const authority = await testAuthority();
  const certificates = new HandedCertificates(await authority.issue());
  const webhookServer = { port: 0, host: '127.0.0.1', certificates };
  const world = operator({ webhookServer, clock: systemClock, ...options });
  for (const handler of handlers) world.manager.add(webhook(handler));
  const ended = world.manager.run(world.signal);
  ended.catch(() => {});
  stops.push(() => {
    world.stop();
    return ended.catch(() => {});
  });
  return { ...world, ended };
}

function judge(options: WebhookOptions = {}) {
  @Validates(Thing, options)
  class ThingJudge {
    validateCreate = () => allow();
  }
  return new ThingJudge();
}

describe('the webhooks of a manager', () => {
  it('are served before it is ready, at one server', async () => {
    @Defaults(Thing)
    class ThingDefaults {
      default = (thing: Snapshot<Thing>) => thing;
    }
    const { manager, log, ended } = await run([new ThingDefaults(), judge(), judge({ path: '/own/' })]);
    await Promise.race([manager.elected, ended]);
    expect(log.of('info')).toContainEqual(
      expect.objectContaining({
        message: 'webhooks are served',
        fields: expect.objectContaining({
          paths: ['/mutate-example-com-v1-thing', '/validate-example-com-v1-thing', '/own'],
        }),
      }),
    );
  });

  it('of one path are refused at the start', async () => {
    const { ended } = await run([judge(), judge()]);
    await expect(ended).rejects.toThrow(
      new Error(
        'two webhooks have the path /validate-example-com-v1-thing: @Validates(Thing) of ThingJudge, and ' +
          '@Validates(Thing) of ThingJudge: say another path for one of them',
      ),
    );
  });

  it('are not served where the manager has no server for them', async () => {
    const { manager, log, ended } = await run([judge()], { webhookServer: false });
    await Promise.race([manager.elected, ended]);
    expect(log.of('info').map(({ message }) => message)).toContain('webhooks are not served: the manager has none');
  });
});

/** A manager that keeps what is added to it. */
async function context() {
  const authority = await testAuthority();
  const services = new Map<unknown, unknown>();
  const checks = new Map<string, () => unknown>();
  const runnables: WebhookServer[] = [];
  const shared = (key: unknown, make: () => unknown): unknown => {
    if (!services.has(key)) services.set(key, make());
    return services.get(key);
  };
  const made = {
    webhookServer: { port: 0, host: '127.0.0.1', certificates: new HandedCertificates(await authority.issue()) },
    client: {},
    clock: systemClock,
    log: new RecordedLog(),
    metrics: new MetricsRegistry(),
    shared,
    addRunnable: (_group: string, runnable: WebhookServer) => runnables.push(runnable),
    addReadyCheck: (name: string, check: () => unknown) => checks.set(name, check),
  };
  return { context: made as unknown as ManagerContext, checks, runnables };
}

it('a manager with webhooks is ready only while their server listens', async () => {
  const { context: manager, checks, runnables } = await context();
  webhook(judge()).addTo(manager);
  webhook(judge({ path: '/other' })).addTo(manager);
  expect([[...checks.keys()], runnables.length]).toEqual([['webhook-server'], 1]);
  const check = checks.get('webhook-server') as () => unknown;
  expect(check).toThrow(new Error('the webhook server does not listen'));
  const [server] = runnables as [WebhookServer];
  const stop = new AbortController();
  const ended = server.run(stop.signal);
  await server.ready(stop.signal);
  expect(check).not.toThrow();
  stop.abort();
  await ended;
  expect(check).toThrow(new Error('the webhook server does not listen'));
});

it('the caBundle is kept right in the configurations of webhooks at our Service, and in no others', async () => {
  const { context: manager } = await context();
  for (const options of [
    {},
    { path: '/named', configuration: 'named' },
    { path: '/elsewhere', configuration: 'elsewhere', serviceName: 'other' },
    { url: 'https://example.com/url', configuration: 'at-url' },
  ]) {
    webhook(judge(options)).addTo(manager);
  }
  expect(declaredWebhooks(manager).objects).toEqual({
    mutating: [],
    validating: ['validating-webhook-configuration', 'named'],
    definitions: [],
  });
});

describe('a class', () => {
  it('without the decorators is refused', () => {
    class Plain {}
    expect(() => webhook(new Plain())).toThrow(new TypeError('Plain has no @Defaults(Kind) and no @Validates(Kind)'));
  });

  it('without the methods is refused', () => {
    @Defaults<Thing, any>(Thing)
    class NoDefault {}
    @Validates<Thing, any>(Thing)
    class NoJudge {}
    expect(() => webhook(new NoDefault())).toThrow(new TypeError('NoDefault has @Defaults, and no method default'));
    expect(() => webhook(new NoJudge())).toThrow(
      new TypeError('NoJudge has @Validates, and no method validateCreate, validateUpdate or validateDelete'),
    );
  });
});
