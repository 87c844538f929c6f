import { expect, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ScriptedClient } from '../../test/scripted-client.js';
import { refusal, Thing, thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Cache } from './cache.js';
import { CacheSyncError } from './cache-sync-error.js';

const Other = kindOf<Thing>()({
  group: '',
  version: 'v1',
  kind: 'Other',
  plural: 'others',
  scope: 'Namespaced',
});

function start({ namespaces }: { namespaces?: readonly string[] } = {}) {
  const client = new ScriptedClient();
  const clock = new FakeClock();
  const cache = new Cache({ client, log: new RecordedLog(), clock, random: () => 0, namespaces });
  const stopping = new AbortController();
  const run = () => cache.run(stopping.signal);
  return { client, clock, cache, stopping, run };
}

test('makes one informer for a kind, also when the kind is named in another way', () => {
  const { cache } = start();
  const informer = cache.informer(Thing);
  const sameKind = kindOf<Thing>()({ ...Thing.info });
  expect(cache.informer(Thing)).toBe(informer);
  expect(cache.informer(sameKind)).toBe(informer);
  expect(cache.informer(Other)).not.toBe(informer);
  expect(cache.informers).toHaveLength(2);
});

test('asks for nothing before it runs; then follows every kind, those added later too, until it stops', async () => {
  const { client, clock, cache, stopping, run } = start();
  cache.informer(Thing);
  await clock.advance(60_000);
  expect(client.waiting).toBe(0);
  const running = run();
  expect((await client.nextList()).kind).toBe(Thing);
  cache.informer(Other);
  const list = await client.nextList();
  expect(list.kind).toBe(Other);
  list.answer([], '1');
  await client.nextWatch();
  stopping.abort();
  await running;
  expect(client.open).toBe(0);
  expect(clock.pending).toBe(0);
});

test('runs once', async () => {
  const { cache, stopping, run } = start();
  const running = run();
  await expect(run()).rejects.toThrow('the cache runs already');
  stopping.abort();
  await running;
  await expect(cache.run(new AbortController().signal)).rejects.toThrow('or has run');
});

test('reads what its informers keep', async () => {
  const { client, cache, stopping, run } = start();
  cache.informer(Thing);
  const running = run();
  const items = [thing('a', 1, { namespace: 'one', owners: ['x'] }), thing('b', 2, { namespace: 'two' })];
  (await client.nextList()).answer(items, '10');
  await cache.ready(new AbortController().signal);
  expect(cache.get(Thing, { namespace: 'one', name: 'a' })).toEqual(items[0]);
  expect(cache.get(Thing, { namespace: 'one', name: 'b' })).toBeUndefined();
  expect(cache.list(Thing)).toEqual(items);
  expect(cache.list(Thing, { namespace: 'two' })).toEqual([items[1]]);
  expect(cache.ownedBy(Thing, { metadata: { uid: 'x' } })).toEqual([items[0]]);
  stopping.abort();
  await running;
});

test('refuses to read a kind that nothing watches', () => {
  const { cache } = start();
  expect(() => cache.list(Thing)).toThrow(
    'the cache has no Thing (example.com/v1): name the kind in @Reconciles, @Owns or @Watches, or read with the client',
  );
});

test('refuses to read a kind that has not synced, since "there is none" could be wrong', () => {
  const { cache } = start();
  cache.informer(Thing);
  expect(() => cache.get(Thing, { namespace: 'one', name: 'a' })).toThrow(
    'the cache has not synced Thing (example.com/v1) yet',
  );
});

test('refuses to read a namespace that it does not keep', async () => {
  const { client, cache, stopping, run } = start({ namespaces: ['one'] });
  cache.informer(Thing);
  const running = run();
  (await client.nextList()).answer([], '10');
  await cache.ready(new AbortController().signal);
  expect(cache.list(Thing)).toEqual([]);
  expect(cache.list(Thing, { namespace: 'one' })).toEqual([]);
  expect(() => cache.list(Thing, { namespace: 'two' })).toThrow('the cache does not keep namespace two');
  expect(() => cache.get(Thing, { namespace: 'two', name: 'a' })).toThrow('the cache does not keep namespace two');
  stopping.abort();
  await running;
});

test('is ready when all kinds are synced, those that were added meanwhile included', async () => {
  const { client, cache, stopping, run } = start();
  cache.informer(Thing);
  const running = run();
  let ready = false;
  const waiting = cache.ready(new AbortController().signal).then(() => {
    ready = true;
  });
  const first = await client.nextList();
  cache.informer(Other);
  first.answer([], '1');
  const second = await client.nextList();
  await client.nextWatch();
  expect(ready).toBe(false);
  second.answer([], '1');
  await waiting;
  stopping.abort();
  await running;
});

test('names the kinds that did not sync, and why', async () => {
  const { client, clock, cache, stopping, run } = start();
  cache.informer(Thing);
  cache.informer(Other);
  const running = run();
  const [first] = [await client.nextList(), await client.nextList()];
  first.fail(refusal('list', 403, 'Forbidden'));
  await clock.advance(0);
  const deadline = new AbortController();
  const ready = cache.ready(deadline.signal);
  const reason = new Error('two minutes have passed');
  deadline.abort(reason);
  const error = await ready.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CacheSyncError);
  expect(error).toMatchObject({
    message:
      'the cache has not synced: Thing (example.com/v1): list Thing: scripted Forbidden (403 Forbidden); ' +
      'Other (v1): no complete list yet',
    cause: reason,
  });
  stopping.abort();
  await running;
});

test('cannot be of no namespaces', () => {
  expect(() => start({ namespaces: [] })).toThrow('leave them out for all');
});
