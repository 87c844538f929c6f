import { Agent } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { ConvertsTo } from '../../decorators/conversion.js';
import { CustomResource } from '../../decorators/custom-resource.js';
import { Resource } from '../../decorators/resource.js';
import { freePorts } from '../../hack/control-plane/ports.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { HandedCertificates, send, testAuthority } from '../../test/webhook-world.js';
import type { Client } from '../client/client.js';
import { aborted } from '../clock/aborted.js';
import { Manager } from '../manager/manager.js';
import type { ManagerContext, ManagerPart } from '../manager/manager-context.js';
import { conversion } from './conversion.js';
import { declaredWebhooks } from './webhook.js';

const same = { to: (object: any) => object, from: (object: any) => object };

@Resource({ group: 'a.example.com', version: 'v2', kind: 'Lamp' })
class LampV2 extends CustomResource<object> {}
@Resource({ group: 'a.example.com', version: 'v1', kind: 'Lamp' })
@ConvertsTo(LampV2, same)
class LampV1 extends CustomResource<object> {}
@Resource({ group: 'b.example.com', version: 'v2', kind: 'Door' })
class DoorV2 extends CustomResource<object> {}
@Resource({ group: 'b.example.com', version: 'v1', kind: 'Door' })
@ConvertsTo(DoorV2, same)
class DoorV1 extends CustomResource<object> {}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map(stop => stop()));
});

/** A manager with these parts, once it serves; `context` is what its parts are given. */
async function start(parts: readonly ManagerPart[], serves = true) {
  const [port = 0] = await freePorts(1);
  const authority = await testAuthority();
  const log = new RecordedLog();
  const certificates = new HandedCertificates(await authority.issue());
  const manager = new Manager({
    name: 'test',
    client: {} as Client,
    log,
    healthProbe: false,
    metrics: false,
    webhookServer: serves && { host: '127.0.0.1', port, certificates },
  });
  for (const part of parts) manager.add(part);
  const begun = Promise.withResolvers<ManagerContext>();
  manager.add({
    addTo: context => {
      const run = (signal: AbortSignal) => {
        begun.resolve(context);
        return aborted(signal);
      };
      context.addRunnable('others', { name: 'begun', run });
    },
  });
  const stopping = new AbortController();
  const ended = manager.run(stopping.signal);
  const agent = new Agent({ ca: authority.ca });
  stops.push(async () => {
    agent.destroy();
    stopping.abort();
    await ended;
  });
  const context = await Promise.race([begun.promise, ended]);
  return { log, context: context as ManagerContext, send: (body: string) => send({ port, agent }, '/convert', body) };
}

const review = (group: string, kind: string) =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'ConversionReview',
    request: {
      uid: 'u',
      desiredAPIVersion: `${group}/v2`,
      objects: [{ apiVersion: `${group}/v1`, kind, metadata: { name: 'a' }, spec: {} }],
    },
  });

describe('the conversions of a manager', () => {
  test('are answered for all its kinds at one path', async () => {
    const { send: ask } = await start([conversion(LampV1), conversion(DoorV1, DoorV2)]);
    for (const [group, kind] of [
      ['a.example.com', 'Lamp'],
      ['b.example.com', 'Door'],
    ] as const) {
      const { status, text } = await ask(review(group, kind));
      const metadata = { name: 'a' };
      expect([status, JSON.parse(text).response]).toEqual([
        200,
        {
          uid: 'u',
          convertedObjects: [{ apiVersion: `${group}/v2`, kind, metadata, spec: {} }],
          result: { status: 'Success' },
        },
      ]);
    }
  });

  test('are told to who keeps the caBundle of the definitions', async () => {
    const { context } = await start([conversion(LampV1), conversion(DoorV1)]);
    expect(declaredWebhooks(context).objects.definitions).toEqual(['lamps.a.example.com', 'doors.b.example.com']);
  });

  test('are not there where the manager serves no webhooks', async () => {
    const { log, send: ask } = await start([conversion(LampV1)], false);
    expect(log.of('info').map(({ message }) => message)).toContain(
      'conversions are not served: the manager has no webhook server',
    );
    await expect(ask(review('a.example.com', 'Lamp'))).rejects.toThrow('ECONNREFUSED');
  });

  test('of classes that do not belong together are refused at once', () => {
    expect(() => conversion(LampV2)).toThrow(
      new TypeError(
        'v2 of Lamp has no @ConvertsTo, and no class that is named here converts to it: name those that do',
      ),
    );
  });
});
