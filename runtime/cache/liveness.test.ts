import { afterEach, describe, expect, test } from 'vitest';
import { broken, follow, stopAll } from '../../test/followed.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ScriptedClient } from '../../test/scripted-client.js';
import { ScriptedSource } from '../../test/scripted-source.js';
import { refusal, Thing, thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Cache } from './cache.js';
import { checkLiveness, type WatchLiveness } from './liveness.js';

afterEach(stopAll);

describe('the age of a watch', () => {
  test('counts from the start until the first piece of a list, and from there', async () => {
    const { client, clock, reflector } = follow();
    await client.nextList();
    await clock.advance(5000);
    expect(reflector.age).toBe(5000);
    const again = follow();
    (await again.client.nextList()).answer([], '10');
    await again.client.nextWatch();
    expect(again.reflector.age).toBe(0);
  });

  test.each<[string, (watch: Awaited<ReturnType<ReturnType<typeof follow>['watching']>>) => void, boolean]>([
    ['an event', watch => watch.send('ADDED', thing('a', 11)), true],
    ['a bookmark', watch => watch.bookmark('11'), true],
    ['its orderly end', watch => watch.end(), true],
    ['a broken connection', watch => watch.fail(broken()), false],
    ['a refusal', watch => watch.fail(refusal('watch', 403, 'Forbidden')), false],
  ])('begins anew with %s: %s', async (_, happen, isProof) => {
    const { clock, reflector, watching } = follow();
    const watch = await watching();
    await clock.advance(60_000);
    happen(watch);
    await clock.advance(0);
    expect(reflector.age).toBe(isProof ? 0 : 60_000);
  });

  test('begins anew with each object of a streamed list', async () => {
    const { client, clock, reflector } = follow({ client: new ScriptedSource() });
    const watch = await client.nextWatch();
    await clock.advance(20_000);
    watch.send('ADDED', thing('a', 1));
    await clock.advance(1);
    expect(reflector.age).toBe(1);
  });

  test('grows while the server cannot be reached, however often it is tried', async () => {
    const { client, clock, reflector, watching } = follow();
    let watch = await watching();
    for (let round = 0; round < 12; round++) {
      watch.fail(broken('ECONNREFUSED'));
      await clock.advance(30_000);
      watch = await client.nextWatch();
    }
    expect(reflector.age).toBe(12 * 30_000);
  });

  test('is 0 when it does not run', async () => {
    const { client, clock, reflector, stop } = follow();
    await client.nextList();
    await clock.advance(5000);
    await stop();
    expect(reflector.age).toBe(0);
  });
});

describe('a watch that tells nothing', () => {
  test('is begun anew after 90 s, and after another 90 s everything is listed anew', async () => {
    const { client, clock, watching, reflector } = follow();
    await watching();
    await clock.advance(90_000);
    await client.nextWatch();
    await clock.advance(90_000);
    (await client.nextList()).answer([], '5');
    expect((await client.nextWatch()).options.resourceVersion).toBe('5');
    expect(reflector).toMatchObject({ age: 0, lastError: undefined, lists: 2 });
  });

  test('is listed anew after three minutes also where it is always ended in order', async () => {
    const { client, clock, watching } = follow();
    let watch = await watching();
    for (let minute = 1; minute < 3; minute++) {
      await clock.advance(60_000);
      watch.end();
      watch = await client.nextWatch();
    }
    await clock.advance(60_000);
    watch.end();
    await client.nextList();
  });

  test('goes on from the last version after an outage, however long', async () => {
    const { client, clock, watching } = follow();
    let watch = await watching();
    for (let round = 0; round < 20; round++) {
      watch.fail(broken('ECONNREFUSED'));
      await clock.advance(30_000);
      watch = await client.nextWatch();
    }
    expect(watch.options.resourceVersion).toBe('10');
  });
});

describe('a cache', () => {
  test('says how each of its watches does', async () => {
    const client = new ScriptedClient();
    const clock = new FakeClock();
    const cache = new Cache({ client, log: new RecordedLog(), clock, random: () => 0, namespaces: ['a', 'b'] });
    cache.informer(Thing);
    const stopping = new AbortController();
    const running = cache.run(stopping.signal);
    (await client.nextList()).answer([], '10');
    const error = refusal('list', 403, 'Forbidden');
    (await client.nextList()).fail(error);
    await clock.advance(500);
    const what = { kind: 'Thing (example.com/v1)' };
    expect(cache.liveness()).toEqual([
      { ...what, namespace: 'a', state: 'watching', age: 500, lists: 1, watches: 1, lastError: undefined },
      { ...what, namespace: 'b', state: 'backing-off', age: 500, lists: 0, watches: 0, lastError: error },
    ]);
    stopping.abort();
    await running;
  });

  const watch: WatchLiveness = {
    kind: 'Pod (v1)',
    namespace: undefined,
    state: 'watching',
    age: 0,
    lists: 1,
    watches: 1,
    lastError: undefined,
  };

  test('is well as long as no watch is older than the limit', () => {
    expect(() => checkLiveness([watch, { ...watch, age: 1000 }], 1000)).not.toThrow();
    expect(() => checkLiveness([{ ...watch, age: 1e12 }], Number.POSITIVE_INFINITY)).not.toThrow();
  });

  test('names each watch that is older, and why', () => {
    const refused = { ...watch, kind: 'Secret (v1)', namespace: 'a', age: 5000, lastError: new Error('no') };
    expect(() => checkLiveness([watch, { ...watch, age: 4001 }, refused], 4000)).toThrow(
      'the cache has heard nothing for more than 4 s of Pod (v1): the watch is silent; Secret (v1) in a: no',
    );
  });
});
