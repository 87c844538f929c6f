import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ScriptedClient } from '../../test/scripted-client.js';
import { refusal, Thing, thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import { Cache } from './cache.js';
import { type CacheOptions, cacheKind } from './cache-options.js';
import { CacheSyncError } from './cache-sync-error.js';
import type { CacheListOptions } from './lister.js';

const Other = kindOf<Thing>()({
  group: '',
  version: 'v1',
  kind: 'Other',
  plural: 'others',
  scope: 'Namespaced',
});

function start(options: CacheOptions = {}) {
  const client = new ScriptedClient();
  const clock = new FakeClock();
  const log = new RecordedLog();
  const cache = new Cache({ ...options, client, log, clock, random: () => 0 });
  const stopping = new AbortController();
  const run = () => cache.run(stopping.signal);
  return { client, clock, log, cache, stopping, run };
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

test('refuses to read what no object can be: a namespace that is not said, or that the kind does not live in', async () => {
  const { client, cache, stopping, run } = start();
  const Wide = kindOf<Thing>()({ ...Other.info, kind: 'Wide', plural: 'wides', scope: 'Cluster' });
  cache.informer(Thing);
  cache.informer(Wide);
  const running = run();
  for (const _ of cache.informers) (await client.nextList()).answer([], '10');
  await cache.ready(new AbortController().signal);
  expect(() => cache.get(Thing, { name: 'a' } as never)).toThrow('Thing is namespaced: its namespace must be said');
  for (const namespace of ['', undefined as never]) {
    expect(() => cache.get(Thing, { namespace, name: 'a' })).toThrow('namespace');
  }
  expect(() => cache.list(Thing, { namespace: '' })).toThrow('the namespace of a Thing is missing');
  expect(() => cache.get(Wide, { namespace: 'n', name: 'a' })).toThrow('Wide is cluster-scoped');
  expect(() => cache.list(Wide, { namespace: 'n' })).toThrow('Wide is cluster-scoped');
  expect(cache.get(Wide, { name: 'a' } as never)).toBeUndefined();
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

test('whose sync was waited for leaves nothing on a signal that lives on', async () => {
  const { client, cache, stopping, run } = start();
  cache.informer(Thing);
  const running = run();
  const before = getEventListeners(stopping.signal, 'abort').length;
  const waiting = cache.ready(stopping.signal);
  (await client.nextList()).answer([], '1');
  await waiting;
  await cache.ready(stopping.signal);
  expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(before);
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

describe('what a cache keeps', () => {
  test('follows its options: selectors go to the server, transforms are kept, indexes find', async () => {
    const { client, cache, stopping, run } = start({
      namespaces: ['one'],
      kinds: [
        cacheKind(Thing, {
          labelSelector: { app: 'x' },
          transform: ({ data: _, ...object }) => ({ ...object, data: { kept: String(object.kind) } }),
          indexes: { kept: ({ data }) => data?.kept },
        }),
      ],
    });
    cache.informer(Thing);
    const running = run();
    const list = await client.nextList();
    expect(list.options).toMatchObject({ namespace: 'one', labelSelector: 'app=x' });
    // As items of a list of a core kind come.
    const { apiVersion: _, kind, ...item } = thing('a', 1, { namespace: 'one', data: { secret: 'no' } });
    list.answer([item], '10');
    await cache.ready(new AbortController().signal);
    expect(cache.get(Thing, { namespace: 'one', name: 'a' })?.data).toEqual({ kept: kind });
    expect(cache.list(Thing, { index: { name: 'kept', value: kind } })).toHaveLength(1);
    expect(cache.list(Thing, { index: { name: 'kept', value: 'no' } })).toEqual([]);
    expect(() => cache.list(Thing, { index: { name: 'other', value: 'no' } })).toThrow('it has "kept"');
    stopping.abort();
    await running;
  });

  test('is what came, where a transform fails or changes what an object is', async () => {
    const { client, log, cache, stopping, run } = start({
      transform: object => {
        if (object.metadata.name === 'a') throw new Error('broken');
        return { ...object, metadata: { ...object.metadata, uid: 'another' } };
      },
    });
    cache.informer(Thing);
    const running = run();
    const items = [thing('a', 1), thing('b', 2)];
    (await client.nextList()).answer(items, '10');
    await cache.ready(new AbortController().signal);
    expect(cache.list(Thing)).toEqual(items);
    expect(log.of('error').map(({ fields }) => fields)).toMatchObject([
      { kind: 'Thing', object: 'default/a', error: { message: 'broken' } },
      { kind: 'Thing', object: 'default/b', error: { message: expect.stringContaining('must keep the name') } },
    ]);
    stopping.abort();
    await running;
  });

  test('never is the managed fields', async () => {
    const { client, cache, stopping, run } = start();
    cache.informer(Thing);
    const running = run();
    const { metadata, ...rest } = thing('a', 1);
    const managedFields = [{ manager: 'kubectl', operation: 'Update' }];
    (await client.nextList()).answer([{ ...rest, metadata: { ...metadata, managedFields } }], '10');
    await cache.ready(new AbortController().signal);
    expect(cache.list(Thing)).toEqual([thing('a', 1)]);
    stopping.abort();
    await running;
  });

  test('of metadata alone is apart from the kind itself', async () => {
    const { client, cache, stopping, run } = start();
    const running = run();
    cache.informer(metadataOf(Thing));
    (await client.nextList()).answer([thing('a', 1, { data: { x: 'y' } })], '10');
    await cache.ready(new AbortController().signal);
    const found = cache.get(metadataOf(Thing), { namespace: 'default', name: 'a' });
    expect(found).toEqual(thing('a', 1));
    expect(() => cache.list(Thing)).toThrow('the cache has no Thing (example.com/v1): name');
    stopping.abort();
    await running;
  });
});

test('lists what a label selector selects, in any form', async () => {
  const { client, cache, stopping, run } = start();
  cache.informer(Thing);
  const running = run();
  const labelled = (name: string, labels: Record<string, string>) => {
    const { metadata, ...rest } = thing(name, 1);
    return { ...rest, metadata: { ...metadata, labels } };
  };
  const items = [labelled('a', { app: 'x', tier: 'front' }), labelled('b', { app: 'x' }), labelled('c', {})];
  (await client.nextList()).answer(items, '10');
  await cache.ready(new AbortController().signal);
  const names = (labelSelector: CacheListOptions['labelSelector']) =>
    cache.list(Thing, { labelSelector }).map(({ metadata }) => metadata.name);
  expect(names('app=x')).toEqual(['a', 'b']);
  expect(names('app,!tier')).toEqual(['b']);
  expect(names({ app: 'x', tier: 'front' })).toEqual(['a']);
  expect(names({ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] })).toEqual(['c']);
  expect(() => names('app in x')).toThrow('label selector "app in x"');
  stopping.abort();
  await running;
});

test('answers frozen lists, and objects of which those that are read by the way displace no others', async () => {
  const { client, cache, stopping, run } = start({ parsedObjects: 2 });
  const informer = cache.informer(Thing);
  const running = run();
  (await client.nextList()).answer([thing('a', 1), thing('b', 2), thing('c', 3)], '10');
  await cache.ready(new AbortController().signal);
  const read = () => cache.get(Thing, { namespace: 'default', name: 'c' });
  const object = read();
  const all = cache.list(Thing);
  expect(all).toHaveLength(3);
  expect(all[2]).toBe(object);
  expect(read()).toBe(object);
  expect(() => (all as unknown[]).pop()).toThrow(TypeError);
  expect(informer.metrics).toMatchObject({ objects: 3, parsedObjects: 1, parsedHits: 2, parsedMisses: 3 });
  expect(informer.metrics.bytes).toBeGreaterThan(0);
  stopping.abort();
  await running;
});

test('answers lists of headers, for which nothing is parsed before an object is read', async () => {
  const { client, cache, stopping, run } = start();
  const informer = cache.informer(Thing);
  expect(() => cache.headers(Thing)).toThrow('has not synced');
  const running = run();
  (await client.nextList()).answer([thing('a', 1), thing('b', 2, { namespace: 'other' }), thing('c', 3)], '10');
  await cache.ready(new AbortController().signal);
  const found = cache.headers(Thing, { namespace: 'default' });
  expect(found.map(({ key, resourceVersion }) => [key, resourceVersion])).toEqual([
    ['default/a', '1'],
    ['default/c', '3'],
  ]);
  expect(informer.metrics).toMatchObject({ parsedObjects: 0, parsedMisses: 0 });
  expect(found[1]?.object).toBe(cache.get(Thing, { namespace: 'default', name: 'c' }));
  expect(informer.metrics).toMatchObject({ parsedObjects: 1, parsedMisses: 1 });
  expect(() => (found as unknown[]).pop()).toThrow(TypeError);
  expect(cache.headers(Thing)).toHaveLength(3);
  stopping.abort();
  await running;
});

describe('a kind that is removed', () => {
  test('is not followed any more, tells nobody, and is refused to readers', async () => {
    const { client, clock, cache, stopping, run } = start();
    const informer = cache.informer(Thing);
    const heard: string[] = [];
    informer.addHandler({ onAdd: ({ name }) => heard.push(name), onDelete: ({ name }) => heard.push(`no ${name}`) });
    const running = run();
    (await client.nextList()).answer([thing('a', 1)], '10');
    const watch = await client.nextWatch();
    await cache.remove(Thing);
    expect(client.open).toBe(0);
    watch.send('ADDED', thing('b', 11));
    await clock.advance(0);
    expect(heard).toEqual(['a']);
    expect(informer.metrics).toMatchObject({ objects: 0, parsedObjects: 0 });
    expect(cache.informers).toEqual([]);
    expect(() => cache.list(Thing)).toThrow('the cache has no Thing');
    await cache.remove(Thing);
    stopping.abort();
    await running;
  });

  test('is gone for all who remove it at the same time when nothing is left of it, and of those in between', async () => {
    const { client, cache, stopping, run } = start();
    const running = run();
    const order: string[] = [];
    const remove = (who: string) => cache.remove(Thing).then(() => order.push(`${who}, ${client.open} open`));
    cache.informer(Thing);
    await client.nextList();
    const first = [remove('first'), remove('second')];
    cache.informer(Thing);
    await Promise.all([...first, remove('third')]);
    expect(order).toHaveLength(3);
    expect(order.at(-1)).toBe('third, 0 open');
    expect(order).not.toContain('second, 1 open');
    await remove('nobody');
    stopping.abort();
    await running;
  });

  test('can be asked for again, and is listed anew', async () => {
    const { client, cache, stopping, run } = start();
    const first = cache.informer(Thing);
    const running = run();
    (await client.nextList()).answer([thing('a', 1)], '10');
    await client.nextWatch();
    await cache.remove(Thing);
    const second = cache.informer(Thing);
    expect(second).not.toBe(first);
    (await client.nextList()).answer([thing('b', 2)], '20');
    await cache.ready(new AbortController().signal);
    expect(cache.list(Thing)).toEqual([thing('b', 2)]);
    stopping.abort();
    await running;
  });

  test('is not waited for', async () => {
    const { client, cache, stopping, run } = start();
    cache.informer(Thing);
    const running = run();
    const list = await client.nextList();
    const ready = cache.ready(new AbortController().signal);
    const removed = cache.remove(Thing);
    await ready;
    list.answer([thing('a', 1)], '10');
    await removed;
    stopping.abort();
    await running;
  });
});
