import { expect, onTestFinished, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ScriptedClient } from '../../test/scripted-client.js';
import { refusal, Thing } from '../../test/things.js';
import type { Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { done, type Result } from '../controller/result.js';
import { Manager } from '../manager/manager.js';
import { controller } from './controller.js';
import { Reconciles } from './reconciles.js';

@Reconciles(Thing)
class Idle {
  reconcile = async (_: Snapshot<Thing>): Promise<Result> => done;
}

const Part = kindOf<Thing>()({ group: '', version: 'v1', kind: 'Part', plural: 'parts', scope: 'Namespaced' });

@Reconciles(Part, { optional: true })
class Patient {
  reconcile = async (_: Snapshot<Thing>): Promise<Result> => done;
}

/** A manager whose cache has synced, and its `/readyz`. */
async function start(watchAgeLimit?: number, ...others: Parameters<typeof controller>[0][]) {
  const client = new ScriptedClient();
  const clock = new FakeClock();
  const manager = new Manager({
    name: 'thing-operator',
    client: client as unknown as Client,
    log: new RecordedLog(),
    clock,
    healthProbe: { port: 0, host: '127.0.0.1' },
    ...(watchAgeLimit !== undefined && { watchAgeLimit }),
  });
  manager.add(controller(new Idle()));
  for (const other of others) manager.add(controller(other));
  const stopping = new AbortController();
  const running = manager.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await running;
  });
  (await client.nextList()).answer([], '10');
  const watch = await client.nextWatch();
  const readyz = async () => {
    const { host, port } = manager.healthProbeAddress ?? {};
    const answer = await fetch(`http://${host}:${port}/readyz?verbose`);
    return [answer.status, await answer.text()];
  };
  for (let turn = 0; turn < 5; turn += 1) await clock.advance(0);
  return { client, clock, watch, readyz };
}

const wellText = '[+]ping ok\n[+]manager ok\n[+]watches ok\nreadyz check passed\n';

test('a manager whose watch has given no proof of life for four minutes is not ready, and says of which kind and why', async () => {
  const { client, clock, watch, readyz } = await start();
  expect(await readyz()).toEqual([200, wellText]);
  const refused = refusal('watch', 401, 'Unauthorized');
  watch.fail(refused);
  for (let at = 0; at < 240_000; at += 5000) {
    await clock.advance(5000);
    if (client.waiting > 0) (await client.nextWatch()).fail(refused);
  }
  expect(await readyz(), 'at four minutes').toEqual([200, wellText]);
  await clock.advance(1);
  const why = `the cache has heard nothing for more than 240 s of Thing (example.com/v1): ${refused.message}`;
  expect(await readyz()).toEqual([500, `[+]ping ok\n[+]manager ok\n[-]watches failed: ${why}\nreadyz check failed\n`]);
});

test('it is ready again as soon as the watch is there again; the limit is an option', async () => {
  const { client, clock, watch, readyz } = await start(10_000);
  watch.fail(refusal('watch', 503, 'ServiceUnavailable'));
  await clock.advance(10_001);
  expect((await readyz())[0]).toBe(500);
  (await client.nextWatch()).bookmark('11');
  await clock.advance(0);
  expect(await readyz()).toEqual([200, wellText]);
});

test('a kind that is not there does not make an operator unready whose controller of it is optional', async () => {
  const { client, clock, watch, readyz } = await start(10_000, new Patient());
  for (let at = 0; at < 60_000; at += 1000) {
    if (client.waiting > 0) (await client.nextList()).fail(refusal('list', 404, 'NotFound'));
    watch.bookmark(String(at));
    await clock.advance(1000);
  }
  expect(await readyz()).toEqual([200, wellText]);
});
