import { afterEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { operator } from '../../test/manager-world.js';
import { Thing } from '../../test/things.js';
import { HandedCertificates, testAuthority } from '../../test/webhook-world.js';
import { systemClock } from '../clock/clock.js';
import type { ManagerOptions } from '../manager/manager-options.js';
import { allow } from '../webhook/verdict.js';
import { webhook } from './webhook.js';
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
