import { afterEach, describe, expect, test } from 'vitest';
import { asked, broken, type FollowOptions, follow, stopAll } from '../../test/followed.js';
import type { WatchCall } from '../../test/scripted-client.js';
import { ScriptedSource } from '../../test/scripted-source.js';
import { refusal, thing } from '../../test/things.js';
import type { FakeClock } from '../clock/fake-clock.js';
import type { UnfinishedStreamError } from './sync-policy.js';

afterEach(stopAll);

const stream = (options: FollowOptions = {}) => {
  const followed = follow({ client: new ScriptedSource(), ...options });
  /** Up to the end of the first streamed list. */
  const streamed = async (resourceVersion = '10') => {
    const watch = await followed.client.nextWatch();
    watch.bookmark(resourceVersion, true);
    await followed.clock.advance(0);
    return watch;
  };
  return { ...followed, streamed };
};

const initial = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true };

describe('a streamed list', () => {
  test('is asked for first, is complete with its bookmark, and goes on as a watch', async () => {
    const { client, clock, seen, reached, reflector } = stream();
    const watch = await client.nextWatch();
    expect(asked(watch)).toEqual({ ...initial, timeoutSeconds: 300 });
    watch.send('ADDED', thing('b', 7));
    watch.send('ADDED', thing('a', 2));
    await clock.advance(0);
    expect(reflector).toMatchObject({ state: 'listing', lists: 0, watches: 1 });
    watch.bookmark('10', true);
    watch.send('MODIFIED', thing('a', 11));
    await clock.advance(0);
    expect(reflector).toMatchObject({ state: 'watching', lists: 1, watches: 1, lastError: undefined });
    expect(seen).toEqual(['put b@7', 'put a@2', 'finish', 'upsert a@11']);
    expect(reached).toEqual(['10']);
    await clock.advance(1000);
    watch.end();
    expect(asked(await client.nextWatch())).toEqual({
      resourceVersion: '11',
      allowWatchBookmarks: true,
      timeoutSeconds: 300,
    });
  });

  test('takes in what changes while it comes', async () => {
    const { client, clock, seen } = stream();
    const watch = await client.nextWatch();
    watch.send('ADDED', thing('a', 2));
    watch.send('MODIFIED', thing('a', 8));
    watch.send('ADDED', thing('b', 3));
    watch.send('DELETED', thing('b', 9));
    watch.bookmark('10', true);
    await clock.advance(0);
    expect(seen).toEqual(['put a@2', 'put a@8', 'put b@3', 'remove b@9', 'finish']);
  });

  test.each<[string, UnfinishedStreamError['end'], (watch: WatchCall, clock: FakeClock) => Promise<unknown>]>([
    [
      'tells changes and nothing of what is there for 30 s',
      'changes',
      async (watch, clock) => {
        for (let at = 1; at <= 3; at++) {
          await clock.advance(10_000);
          watch.send(at % 2 === 0 ? 'DELETED' : 'MODIFIED', thing('a', 20 + at));
        }
      },
    ],
    ['says where it is, as on any watch', 'unmarked', async watch => watch.bookmark('23')],
  ])('of a server that passes over the wish, and %s, is a list at once', async (_, end, happen) => {
    const { client, clock, log, seen, streamed } = stream();
    (await streamed()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(0);
    const watch = await client.nextWatch();
    expect(asked(watch)).toMatchObject({ sendInitialEvents: true, resourceVersion: '10' });
    watch.send('MODIFIED', thing('b', 22));
    await happen(watch, clock);
    const list = await client.nextList();
    expect(asked(list)).toEqual({ resourceVersion: '22' });
    expect(
      seen.filter(what => what === 'finish'),
      'nothing is taken for gone',
    ).toHaveLength(1);
    expect(log.of('debug').at(-1)?.fields).toMatchObject({ error: { name: 'UnfinishedStreamError', end } });
  });

  test('that takes long goes on for as long as objects come, whatever changes meanwhile', async () => {
    const { client, clock, seen } = stream();
    const watch = await client.nextWatch();
    for (let at = 1; at <= 10; at++) {
      await clock.advance(20_000);
      watch.send('MODIFIED', thing('a', 20 + at));
      await clock.advance(9_000);
      watch.send('ADDED', thing(`b${at}`, at));
    }
    watch.bookmark('40', true);
    await clock.advance(0);
    expect(seen.at(-1)).toBe('finish');
  });

  test('is of the namespace, the selectors and the form', async () => {
    const scope = { namespace: 'one', labelSelector: 'app=x', fieldSelector: 'metadata.name=a', metadataOnly: true };
    const { client, clock, streamed } = stream(scope);
    const watch = await streamed();
    expect(watch.options).toMatchObject(scope);
    await clock.advance(1000);
    watch.end();
    expect((await client.nextWatch()).options).toMatchObject(scope);
  });

  test('lets other work run in between', async () => {
    const { client, seen } = stream();
    const watch = await client.nextWatch();
    const turns: number[] = [];
    const count = () => {
      turns.push(seen.length);
      if (!seen.includes('finish')) setImmediate(count);
    };
    setImmediate(count);
    for (let at = 1; at <= 1000; at++) watch.send('ADDED', thing(`t${at}`, at));
    watch.bookmark('2000', true);
    while (!seen.includes('finish')) await new Promise(resolve => setImmediate(resolve));
    const longest = Math.max(...turns.map((taken, i) => taken - (turns[i - 1] ?? 0)));
    expect(longest).toBeLessThanOrEqual(101);
  });

  test('is asked for again when the version is gone: of nothing older, then of the newest state', async () => {
    const { client, clock, streamed } = stream();
    (await streamed()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(800);
    const again = await client.nextWatch();
    expect(asked(again)).toEqual({ ...initial, resourceVersion: '10', timeoutSeconds: 300 });
    again.fail(refusal('watch', 410, 'Expired'));
    const newest = await client.nextWatch();
    expect(asked(newest)).toEqual({ ...initial, timeoutSeconds: 300 });
    newest.bookmark('5', true);
    await clock.advance(1000);
    newest.end();
    expect(asked(await client.nextWatch()), 'and a lower version is no obstacle').toMatchObject({
      resourceVersion: '5',
    });
  });

  test.each([
    ['422', refusal('watch', 422, 'Invalid')],
    ['400', refusal('watch', 400, 'BadRequest')],
  ])('that the server does not know (%s) is not asked for again: lists come in pages', async (_, error) => {
    const { client, clock } = stream();
    (await client.nextWatch()).fail(error);
    const list = await client.nextList();
    expect(asked(list)).toEqual({ resourceVersion: '0', limit: 500 });
    list.answer([thing('a', 1)], '10');
    (await client.nextWatch()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(800);
    expect(asked(await client.nextList())).toEqual({ resourceVersion: '10' });
  });

  test('that is forbidden is a list this time', async () => {
    const { client, clock } = stream();
    (await client.nextWatch()).fail(refusal('watch', 403, 'Forbidden'));
    (await client.nextList()).answer([], '10');
    (await client.nextWatch()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(800);
    expect(asked(await client.nextWatch())).toMatchObject({ sendInitialEvents: true, resourceVersion: '10' });
  });

  test.each([
    ['a refused connection', broken('ECONNREFUSED')],
    ['429', refusal('watch', 429, 'TooManyRequests')],
    ['401', refusal('watch', 401, 'Unauthorized')],
    ['404, a CRD that is not applied', refusal('watch', 404, 'NotFound')],
  ])('that fails with %s is asked for again after a back-off, however often', async (_, error) => {
    const { client, clock, reflector } = stream();
    for (const delay of [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]) {
      (await client.nextWatch()).fail(error);
      await clock.advance(delay - 1);
      expect(client.waiting).toBe(0);
      expect(reflector.lastError).toBe(error);
      await clock.advance(1);
    }
    expect(asked(await client.nextWatch())).toMatchObject({ sendInitialEvents: true });
  });

  test('that is cut in the middle is a list the next time, and takes nothing for gone', async () => {
    const { client, clock, seen } = stream();
    const watch = await client.nextWatch();
    watch.send('ADDED', thing('a', 2));
    watch.fail(broken());
    await clock.advance(800);
    (await client.nextList()).answer([thing('a', 2)], '10');
    await client.nextWatch();
    expect(seen).toEqual(['put a@2', 'put a@2', 'finish']);
  });

  test('that is cut in the middle when there was a list before is followed by nothing older than it had brought', async () => {
    const { client, clock, streamed } = stream();
    (await streamed()).fail(refusal('watch', 410, 'Expired'));
    await clock.advance(800);
    const watch = await client.nextWatch();
    expect(asked(watch)).toMatchObject({ sendInitialEvents: true, resourceVersion: '10' });
    watch.send('ADDED', thing('a', 15));
    watch.send('DELETED', thing('b', 30));
    watch.send('ADDED', thing('c', 2));
    watch.fail(broken());
    await clock.advance(1600);
    expect(asked(await client.nextList())).toEqual({ resourceVersion: '30' });
  });

  test.each<[string, (f: ReturnType<typeof stream>) => Promise<unknown>]>([
    ['falls silent for 30 s', ({ clock }) => clock.advance(30_000)],
    ['ends', async ({ clock }) => clock.advance(1000)],
  ])('that %s before its bookmark is a list at once, and after the second time always', async (what, happen) => {
    const f = stream();
    const cut = async () => {
      const watch = await f.client.nextWatch();
      expect(asked(watch)).toMatchObject({ sendInitialEvents: true });
      watch.send('ADDED', thing('a', 2));
      await happen(f);
      if (what === 'ends') watch.end();
    };
    const expire = async () => {
      (await f.client.nextWatch()).fail(refusal('watch', 410, 'Expired'));
      await f.clock.advance(800);
    };
    await cut();
    (await f.client.nextList()).answer([thing('a', 2)], '10');
    await expire();
    await cut();
    (await f.client.nextList()).answer([thing('a', 2)], '20');
    await expire();
    expect(asked(await f.client.nextList())).toEqual({ resourceVersion: '20' });
  });

  test('that brings nothing for 30 s is a list after a back-off, and is asked for again the next time, however often', async () => {
    const { client, clock, reflector } = stream();
    for (const [delay, next] of [
      [800, 0],
      [1600, 800],
      [3200, 1600],
    ] as const) {
      expect(asked(await client.nextWatch())).toMatchObject({ sendInitialEvents: true });
      await clock.advance(30_000);
      expect(reflector.lastError).toMatchObject({ name: 'UnfinishedStreamError', end: 'nothing' });
      await clock.advance(delay - 1);
      expect(client.waiting, 'whoever does not answer has too much to do').toBe(0);
      await clock.advance(1);
      (await client.nextList()).answer([thing('a', 2)], '10');
      (await client.nextWatch()).fail(refusal('watch', 410, 'Expired'));
      await clock.advance(next);
    }
    expect(asked(await client.nextWatch())).toMatchObject({ sendInitialEvents: true });
  });

  test('that is complete may be silent for 90 s', async () => {
    const { client, clock, streamed } = stream();
    await streamed();
    await clock.advance(89_999);
    expect(client.waiting).toBe(0);
    await clock.advance(1);
    expect(asked(await client.nextWatch())).toMatchObject({ resourceVersion: '10' });
  });
});

test.each(['before', 'after'])('a stop %s a streamed list is complete leaves nothing behind', async when => {
  const { client, clock, seen, stop, streamed } = stream();
  const watch = when === 'after' ? await streamed() : await client.nextWatch();
  for (let at = 1; at <= 1000; at++) watch.send('ADDED', thing(`t${at}`, 10 + at));
  await new Promise(resolve => setImmediate(resolve));
  await stop();
  expect(seen.length).toBeLessThan(1000);
  expect(seen.includes('finish')).toBe(when === 'after');
  await clock.advance(3_600_000);
  expect(client.waiting).toBe(0);
});
