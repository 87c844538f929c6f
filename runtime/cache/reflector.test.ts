import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { asked, broken, follow, stopAll } from '../../test/followed.js';
import { refusal, Thing, thing } from '../../test/things.js';
import { ConnectionError } from '../client/connection-error.js';
import { ShortWatchError } from './recovery.js';
import { Reflector } from './reflector.js';

afterEach(stopAll);

describe('a list', () => {
  test('takes what the server has at hand, and is watched from its version', async () => {
    const { client, seen } = follow();
    const list = await client.nextList();
    expect(asked(list)).toEqual({ resourceVersion: '0', limit: 500 });
    list.answer([thing('a', 1), thing('b', 2)], '10');
    const watch = await client.nextWatch();
    expect(asked(watch)).toEqual({ resourceVersion: '10', allowWatchBookmarks: true, timeoutSeconds: 300 });
    expect(seen).toEqual(['put a@1', 'put b@2', 'finish']);
  });

  test('is read page by page', async () => {
    const { client, seen } = follow();
    (await client.nextList()).answer([thing('a', 1)], '10', 'more');
    const second = await client.nextList();
    expect(asked(second)).toEqual({ limit: 500, continue: 'more' });
    second.answer([thing('b', 2)], '10');
    expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '10' });
    expect(seen).toEqual(['put a@1', 'put b@2', 'finish']);
  });

  test('and its watch are of the namespace and the selectors', async () => {
    const scope = { namespace: 'one', labelSelector: 'app=x', fieldSelector: 'metadata.name=a' };
    const { client } = follow(scope);
    const first = await client.nextList();
    expect(first.options).toMatchObject(scope);
    first.answer([], '10', 'more');
    const second = await client.nextList();
    expect(second.options).toMatchObject(scope);
    second.answer([], '10');
    expect((await client.nextWatch()).options).toMatchObject(scope);
  });

  test('whose pages expire is begun anew, whole and at once', async () => {
    const { client, clock, seen } = follow();
    (await client.nextList()).answer([thing('a', 1)], '10', 'more');
    (await client.nextList()).fail(refusal('list', 410, 'Expired'));
    const whole = await client.nextList();
    expect(asked(whole)).toEqual({});
    expect(clock.pending).toBe(1);
    whole.answer([thing('b', 2)], '20', 'although unasked');
    (await client.nextList()).fail(refusal('list', 410, 'Expired'));
    await clock.advance(799);
    expect(client.waiting, 'but not again and again').toBe(0);
    await clock.advance(1);
    (await client.nextList()).answer([thing('b', 2)], '20');
    expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '20' });
    expect(seen).toEqual(['put a@1', 'put b@2', 'put b@2', 'finish']);
  });

  test.each([
    ['500', refusal('list', 500, 'InternalError')],
    ['403', refusal('list', 403, 'Forbidden')],
    ['404, a CRD that is not applied', refusal('list', 404, 'NotFound')],
    ['429', refusal('list', 429, 'TooManyRequests')],
    ['a refused connection', broken('ECONNREFUSED')],
    ['something else', new TypeError('odd')],
  ])('that fails with %s is tried again after 0.8 s, 1.6 s, ... for as long as it takes', async (_, error) => {
    const { client, clock, reflector } = follow();
    for (const delay of [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]) {
      (await client.nextList()).fail(error);
      await clock.advance(delay - 1);
      expect(client.waiting).toBe(0);
      expect(reflector.state).toBe('backing-off');
      expect(reflector.lastError).toBe(error);
      await clock.advance(1);
      expect(client.waiting).toBe(1);
    }
    (await client.nextList()).answer([], '10');
    await client.nextWatch();
    expect(reflector.lastError).toBeUndefined();
  });

  test('that the server does not answer is given up after two minutes', async () => {
    const { client, clock, reflector } = follow();
    client.deaf = true;
    const first = await client.nextList();
    await clock.advance(120_000);
    expect(first.options.signal?.aborted).toBe(true);
    expect(reflector.lastError).toMatchObject({ message: 'the list was not answered within 120 s' });
    await clock.advance(800);
    (await client.nextList()).answer([], '10');
    first.answer([], '5');
    expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '10' });
    client.deaf = false;
  });

  test.each([
    ['an item without metadata', [{ kind: 'Thing' }], '10'],
    ['an item that is null', [null], '10'],
    ['no version', [], ''],
  ])('with %s is a failed list', async (_, items, version) => {
    const { client, clock, seen, reflector } = follow();
    (await client.nextList()).answer(items as object[], version);
    await clock.advance(0);
    expect(reflector.state).toBe('backing-off');
    expect(reflector.lastError).toBeInstanceOf(TypeError);
    expect(seen).toEqual([]);
  });

  test('lets other work run between chunks', async () => {
    const { client, seen } = follow();
    const list = await client.nextList();
    const turns: number[] = [];
    const count = () => {
      turns.push(seen.length);
      if (!seen.includes('finish')) setImmediate(count);
    };
    list.answer(
      Array.from({ length: 1000 }, (_, i) => thing(`t${i}`, i)),
      '2000',
    );
    setImmediate(count);
    await client.nextWatch();
    const longest = Math.max(...turns.map((taken, i) => taken - (turns[i - 1] ?? 0)));
    expect(turns.length).toBeGreaterThan(5);
    expect(longest).toBeLessThanOrEqual(101);
  });
});

describe('a watch', () => {
  test('hands on changes, and goes on from the last version after its end', async () => {
    const { client, clock, seen, reflector, watching } = follow();
    const watch = await watching();
    watch.send('ADDED', thing('a', 11));
    watch.send('MODIFIED', thing('a', 12));
    watch.send('DELETED', thing('a', 13));
    await clock.advance(1000);
    expect(seen.slice(1)).toEqual(['upsert a@11', 'upsert a@12', 'remove a@13']);
    watch.end();
    expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '13' });
    expect(reflector).toMatchObject({ lists: 1, watches: 2, state: 'watching' });
  });

  test('goes on from the last bookmark', async () => {
    const { client, clock, watching } = follow();
    const watch = await watching();
    watch.bookmark('99');
    await clock.advance(1000);
    watch.end();
    expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '99' });
  });

  test('asks the server to end it after 5 to 10 minutes, at random', async () => {
    const seconds = [];
    for (const value of [0, 0.5, 0.999])
      seconds.push(asked(await follow({ random: () => value }).watching()).timeoutSeconds);
    expect(seconds).toEqual([300, 450, 599]);
  });

  test.each([
    ['as an ERROR event', refusal('watch', 410, 'Expired')],
    ['as a status', refusal('watch', 410, 'Gone')],
    ['of an unknown sort', refusal('watch', 410, 'Odd')],
  ])('that is told 410 %s leads at once to a list of nothing older than was seen', async (_, error) => {
    const { client, clock, watching } = follow();
    const watch = await watching();
    watch.bookmark('20');
    watch.fail(error);
    await clock.advance(0);
    expect(asked(await client.nextList())).toEqual({ resourceVersion: '20' });
  });

  test('that is told 410 again soon after leads to a list after a back-off', async () => {
    const { client, clock, watching } = follow();
    let watch = await watching();
    for (const delay of [0, 800, 1600, 3200]) {
      watch.fail(refusal('watch', 410, 'Expired'));
      if (delay > 0) await clock.advance(delay - 1);
      expect(client.waiting).toBe(0);
      await clock.advance(delay > 0 ? 1 : 0);
      (await client.nextList()).answer([], '20');
      watch = await client.nextWatch();
    }
  });

  test('after which a list fails half way leads to one that is not older than what that one had brought', async () => {
    const { client, clock, watching } = follow();
    (await watching()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(800);
    const first = await client.nextList();
    expect(asked(first)).toEqual({ resourceVersion: '10' });
    first.answer([thing('a', 9), thing('b', 100), thing('c', 20)], '101', 'more');
    (await client.nextList()).fail(refusal('list', 500, 'InternalError'));
    await clock.advance(1600);
    const second = await client.nextList();
    expect(asked(second)).toEqual({ resourceVersion: '100' });
    second.answer([thing('a', 9)], '100');
    (await client.nextWatch()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(3200);
    expect(asked(await client.nextList())).toEqual({ resourceVersion: '100' });
  });

  test.each([
    ['Expired', refusal('list', 410, 'Expired')],
    ['TooLargeResourceVersion', refusal('list', 504, 'Timeout', 'ResourceVersionTooLarge')],
  ])('after which the list is told %s leads to a list of the newest state at once', async (_, error) => {
    const { client, clock, watching } = follow();
    (await watching()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(800);
    (await client.nextList()).fail(error);
    const newest = await client.nextList();
    expect(asked(newest)).toEqual({ limit: 500 });
    newest.fail(refusal('list', 500, 'InternalError'));
    await clock.advance(1600);
    expect(asked(await client.nextList()), 'and so again').toEqual({ limit: 500 });
  });

  test.each([
    ['429', refusal('watch', 429, 'TooManyRequests')],
    ['503', refusal('watch', 503, 'ServiceUnavailable')],
    ['a refused connection', broken('ECONNREFUSED')],
    ['a cut connection', broken()],
  ])('that fails with %s goes on from the last version after a back-off, however often', async (_, error) => {
    const { client, clock, watching } = follow();
    let watch = await watching();
    for (const delay of [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]) {
      watch.fail(error);
      await clock.advance(delay - 1);
      expect(client.waiting).toBe(0);
      await clock.advance(1);
      watch = await client.nextWatch();
      expect(asked(watch)).toMatchObject({ resourceVersion: '10' });
    }
  });

  test('goes on from what came before the connection was cut', async () => {
    const { client, clock, watching } = follow();
    const watch = await watching();
    watch.send('ADDED', thing('a', 11));
    watch.fail(broken());
    await clock.advance(800);
    expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '11' });
  });

  test.each([
    ['500', refusal('watch', 500, 'InternalError')],
    ['403', refusal('watch', 403, 'Forbidden')],
  ])('that the server refuses with %s three times at one version leads to a list', async (_, error) => {
    const { client, clock, watching } = follow();
    let watch = await watching();
    for (const delay of [800, 1600]) {
      watch.fail(error);
      await clock.advance(delay);
      watch = await client.nextWatch();
    }
    watch.fail(error);
    await clock.advance(3200);
    await client.nextList();
  });

  test('that is refused now and then, with events between, goes on', async () => {
    const { client, clock, watching } = follow();
    let watch = await watching();
    for (let version = 11; version < 20; version++) {
      watch.send('ADDED', thing('a', version));
      watch.fail(refusal('watch', 500, 'InternalError'));
      await clock.advance(30_000);
      watch = await client.nextWatch();
      expect(asked(watch)).toMatchObject({ resourceVersion: String(version) });
    }
  });

  test.each([
    ['404: the CRD is gone', (watch: { fail(error: unknown): void }) => watch.fail(refusal('watch', 404, 'NotFound'))],
    ['400', (watch: { fail(error: unknown): void }) => watch.fail(refusal('watch', 400, 'BadRequest'))],
    [
      'a line that is not JSON',
      (watch: { fail(error: unknown): void }) =>
        watch.fail(new ConnectionError('watch Thing', 'https://server', new SyntaxError('Unexpected token'))),
    ],
    ['an event without an object', (watch: { send(type: 'ADDED', object: object): void }) => watch.send('ADDED', {})],
  ])('that brings what would only come again leads to a list: %s', async (_, bring) => {
    const { client, clock, reflector, watching } = follow();
    const watch = await watching();
    bring(watch as never);
    await clock.advance(0);
    expect(reflector.state).toBe('backing-off');
    await clock.advance(800);
    await client.nextList();
  });

  test.each([true, false])(
    'that stays silent for 90 s is given up and goes on (the client heeds it: %s)',
    async heeds => {
      const { client, clock, reflector, watching } = follow();
      client.deaf = !heeds;
      const watch = await watching();
      await clock.advance(60_000);
      watch.bookmark('20');
      await clock.advance(89_999);
      expect(client.waiting).toBe(0);
      await clock.advance(1);
      expect(watch.options.signal?.aborted).toBe(true);
      expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '20' });
      expect(reflector.lastError).toBeUndefined();
      expect(reflector.age).toBe(90_000);
      client.deaf = false;
      watch.end();
    },
  );

  test('that ends within a second with nothing counts as failed; three of them lead to a list', async () => {
    const { client, clock, reflector, watching } = follow();
    let watch = await watching();
    for (const delay of [800, 1600, 3200]) {
      await clock.advance(999);
      watch.end();
      await clock.advance(delay - 1);
      expect(client.waiting).toBe(0);
      expect(reflector.lastError).toBeInstanceOf(ShortWatchError);
      await clock.advance(1);
      if (delay < 3200) watch = await client.nextWatch();
      expect(asked(watch)).toMatchObject({ resourceVersion: '10' });
    }
    expect(asked(await client.nextList())).toEqual({ resourceVersion: '10' });
  });

  test('that ends after each event is begun once a second at most', async () => {
    const { client, clock, watching } = follow();
    let watch = await watching();
    for (let version = 11; version < 15; version++) {
      watch.send('ADDED', thing('a', version));
      watch.end();
      await clock.advance(999);
      expect(client.waiting).toBe(0);
      await clock.advance(1);
      watch = await client.nextWatch();
      expect(asked(watch)).toMatchObject({ resourceVersion: String(version) });
    }
  });

  test('that lived on quietly for more than a second is begun again at once', async () => {
    const { client, clock, watching } = follow();
    const watch = await watching();
    await clock.advance(1000);
    watch.end();
    await client.nextWatch();
  });
});

describe('the back-off', () => {
  test('is stretched at random to at most twice its length', async () => {
    const { client, clock } = follow({ random: () => 0.5 });
    (await client.nextList()).fail(broken());
    await clock.advance(0);
    expect(clock.untilNext).toBe(1200);
  });

  test('begins anew after two minutes of health', async () => {
    const { clock, client, watching } = follow();
    let watch = await watching();
    for (const delay of [800, 1600]) {
      watch.fail(broken());
      await clock.advance(delay);
      watch = await client.nextWatch();
    }
    for (let minute = 0; minute < 2; minute++) {
      watch.bookmark('10');
      await clock.advance(60_000);
    }
    watch.fail(broken());
    await clock.advance(0);
    expect(clock.untilNext).toBe(800);
  });

  test.each([
    [77, 77_000],
    [86_400, 300_000],
    [-1, 800],
    ['soon', 800],
    [null, 800],
  ])('is as long as the server asks for, up to five minutes (%s s)', async (asked, delay) => {
    const { client, clock } = follow();
    const busy = refusal('list', 429, 'TooManyRequests');
    (await client.nextList()).fail(Object.assign(busy, { retryAfterSeconds: asked }));
    await clock.advance(0);
    expect(clock.untilNext).toBe(delay);
  });
});

describe('a stop', () => {
  const states: Record<string, (f: ReturnType<typeof follow>) => Promise<unknown>> = {
    'during a list': ({ client }) => client.nextList(),
    'between two pages': async ({ client }) => {
      (await client.nextList()).answer([thing('a', 1)], '10', 'more');
      return client.nextList();
    },
    'while a list is taken in': async ({ client }) =>
      (await client.nextList()).answer(
        Array.from({ length: 1000 }, (_, i) => thing(`t${i}`, i)),
        '2000',
      ),
    'during a watch': ({ watching }) => watching(),
    'during a back-off of a list': async ({ client, clock }) => {
      (await client.nextList()).fail(broken());
      await clock.advance(10);
    },
    'during a back-off of a watch': async ({ watching, clock }) => {
      (await watching()).fail(broken());
      await clock.advance(10);
    },
    'while waiting out a short watch': async ({ watching, clock }) => {
      const watch = await watching();
      watch.bookmark('11');
      watch.end();
      await clock.advance(10);
    },
  };

  test.each(Object.entries(states))('%s leaves nothing behind and asks for nothing more', async (_, reach) => {
    const f = follow();
    await reach(f);
    await f.stop();
    await f.clock.advance(3_600_000);
    expect(f.client.waiting).toBe(0);
    expect(f.log.of('warn').length).toBeLessThanOrEqual(1);
  });

  test('while a list is taken in takes in no more of it, and takes nothing for gone', async () => {
    const { client, seen, stop } = follow();
    (await client.nextList()).answer(
      Array.from({ length: 1000 }, (_, i) => thing(`t${i}`, i)),
      '2000',
    );
    while (seen.length === 0) await new Promise(resolve => setImmediate(resolve));
    await stop();
    expect(seen.length).toBeLessThan(500);
    expect(seen).not.toContain('finish');
  });

  test('between two pages takes nothing for gone', async () => {
    const { client, seen, stop } = follow();
    (await client.nextList()).answer([thing('a', 1)], '10', 'more');
    await client.nextList();
    await stop();
    expect(seen).toEqual(['put a@1']);
  });

  test('is listened for once, however many lists and watches there were', async () => {
    const { client, clock, watching, stopping } = follow();
    let watch = await watching();
    const listeners = () => getEventListeners(stopping.signal, 'abort').length;
    const before = listeners();
    for (let i = 0; i < 5; i++) {
      watch.fail(refusal('watch', 410, 'Expired'));
      await clock.advance(30_000);
      (await client.nextList()).answer([], '20');
      watch = await client.nextWatch();
    }
    expect(listeners()).toBe(before);
  });

  test.each(['list', 'watch'])('does not wait for a client that does not heed it, in a %s', async verb => {
    const { client, watching, run, stopping } = follow();
    const call = verb === 'list' ? await client.nextList() : await watching();
    client.deaf = true;
    stopping.abort();
    await run;
    if (call.verb === 'watch') call.end();
    else call.fail(new Error('late'));
    await new Promise(resolve => setImmediate(resolve));
  });

  test('before the start means that nothing is asked', async () => {
    const { client, clock, log, sink } = follow();
    const reflector = new Reflector({ kind: Thing, client, sink, log, clock, random: Math.random });
    await client.nextList();
    await reflector.run(AbortSignal.abort());
    expect(client.waiting).toBe(0);
  });
});

describe('the log', () => {
  test('tells of a lasting failure once, and of its end', async () => {
    const { client, clock, log } = follow();
    const error = refusal('list', 403, 'Forbidden');
    for (let i = 0; i < 3; i++) {
      (await client.nextList()).fail(error);
      await clock.advance(30_000);
    }
    expect(log.of('warn')).toEqual([
      { level: 'warn', message: 'the cache could not list, trying again', fields: { error, retryInMilliseconds: 800 } },
    ]);
    (await client.nextList()).answer([], '10');
    await client.nextWatch();
    expect(log.of('info')).toHaveLength(1);
  });

  test('tells of another failure in between', async () => {
    const { client, clock, log } = follow();
    for (const error of [broken(), refusal('list', 500, 'InternalError'), broken()]) {
      (await client.nextList()).fail(error);
      await clock.advance(30_000);
    }
    expect(log.of('warn')).toHaveLength(2);
  });

  test('tells once of a watch that is refused for good, although lists succeed', async () => {
    const { client, clock, log, watching } = follow();
    let watch = await watching();
    for (let round = 0; round < 12; round++) {
      watch.fail(refusal('watch', 403, 'Forbidden'));
      await clock.advance(30_000);
      if (round % 3 === 2) (await client.nextList()).answer([], '10');
      watch = await client.nextWatch();
    }
    expect(log.of('warn')).toHaveLength(1);
    expect(log.of('info')).toHaveLength(0);
  });

  test('is quiet about a version that is too old', async () => {
    const { clock, log, watching } = follow();
    (await watching()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(0);
    expect(log.of('warn')).toEqual([]);
  });
});

test('a reflector of one namespace lists and watches only that', async () => {
  const { client } = follow({ namespace: 'one' });
  const list = await client.nextList();
  expect(list.options.namespace).toBe('one');
  list.answer([], '10');
  expect((await client.nextWatch()).options.namespace).toBe('one');
});
