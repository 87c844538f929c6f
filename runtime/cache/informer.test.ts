import { expect, test, vi } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import type { ClusterObjectMeta, KubernetesObject } from '../../decorators/object-meta.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { ScriptedClient, type WatchCall } from '../../test/scripted-client.js';
import { refusal, Thing, thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { CacheOptions } from './cache-options.js';
import type { CachedObject } from './cached-object.js';
import { Informer, type InformerHandler } from './informer.js';
import { CacheSettings } from './kind-settings.js';

function start(options: CacheOptions = {}) {
  const client = new ScriptedClient();
  const clock = new FakeClock();
  const log = new RecordedLog();
  const settings = new CacheSettings(options).of(Thing);
  const informer = new Informer(Thing, { client, log, clock, random: () => 0 }, settings);
  const stopping = new AbortController();
  const run = informer.run(stopping.signal);
  const stop = async () => {
    stopping.abort();
    await run;
  };
  return { client, clock, log, informer, stop };
}

/** Writes down what it hears. */
function recorder(lines: string[], prefix = ''): InformerHandler<Thing> {
  const text = ({ name, resourceVersion }: CachedObject<Thing>) => `${name}@${resourceVersion}`;
  return {
    onAdd: (object, isInInitialList) => lines.push(`${prefix}add ${text(object)} ${isInInitialList}`),
    onUpdate: (old, now) => lines.push(`${prefix}update ${text(old)} ${text(now)}`),
    onDelete: (object, finalStateUnknown) => lines.push(`${prefix}delete ${text(object)} ${finalStateUnknown}`),
  };
}

test('handlers hear of the initial list, then of every change, in the order in which they were added', async () => {
  const { client, clock, informer, stop } = start();
  const lines: string[] = [];
  informer.addHandler(recorder(lines, '1 '));
  informer.addHandler(recorder(lines, '2 '));
  (await client.nextList()).answer([thing('a', 1)], '10');
  const watch = await client.nextWatch();
  watch.send('ADDED', thing('b', 11));
  watch.send('MODIFIED', thing('a', 12));
  watch.send('DELETED', thing('b', 13));
  await clock.advance(0);
  expect(lines).toEqual(
    ['add a@1 true', 'add b@11 false', 'update a@1 a@12', 'delete b@13 false'].flatMap(line => [
      `1 ${line}`,
      `2 ${line}`,
    ]),
  );
  await stop();
});

test('a new list is told as changes: adds that are not initial, updates, deletes of an unknown final state', async () => {
  const { client, clock, informer, stop } = start();
  const lines: string[] = [];
  (await client.nextList()).answer([thing('gone', 1), thing('same', 2), thing('old', 3), thing('re', 4)], '10');
  (await client.nextWatch()).fail(refusal('watch', 410, 'Expired'));
  await clock.advance(800);
  informer.addHandler(recorder(lines));
  lines.length = 0;
  const items = [thing('new', 11), thing('old', 12), thing('re', 13, { uid: 'another' }), thing('same', 2)];
  (await client.nextList()).answer(items, '20');
  await client.nextWatch();
  expect(lines).toEqual([
    'add new@11 false',
    'update old@3 old@12',
    'delete re@4 true',
    'add re@13 false',
    'delete gone@1 true',
  ]);
  await stop();
});

test.each([
  ['a change', (watch: WatchCall) => watch.send('MODIFIED', thing('a', 11))],
  ['a deletion', (watch: WatchCall) => watch.send('DELETED', thing('a', 11))],
])('%s that comes after something newer changes nothing: all is listed anew', async (_, send) => {
  const { client, clock, informer, stop } = start();
  const lines: string[] = [];
  (await client.nextList()).answer([thing('a', 1)], '10');
  const watch = await client.nextWatch();
  watch.send('MODIFIED', thing('a', 12));
  await clock.advance(0);
  informer.addHandler(recorder(lines));
  send(watch);
  await clock.advance(800);
  const list = await client.nextList();
  expect(list.options.resourceVersion, 'of the newest state').toBeUndefined();
  expect(informer.store.list().map(({ resourceVersion }) => resourceVersion)).toEqual(['12']);
  expect(lines).toEqual(['add a@12 true']);
  await stop();
});

test('the store shows a change already when a handler hears of it', async () => {
  const { client, clock, informer, stop } = start();
  const found: unknown[] = [];
  const read = () => found.push(informer.store.get({ namespace: 'default', name: 'a' })?.resourceVersion);
  informer.addHandler({ onAdd: read, onUpdate: read, onDelete: read });
  (await client.nextList()).answer([thing('a', 1)], '1');
  const watch = await client.nextWatch();
  watch.send('MODIFIED', thing('a', 2));
  watch.send('DELETED', thing('a', 3));
  await clock.advance(0);
  expect(found).toEqual(['1', '2', undefined]);
  await stop();
});

test('a handler that throws or rejects is logged, and stops nothing', async () => {
  const { client, clock, log, informer, stop } = start();
  const lines: string[] = [];
  const thrown = new Error('thrown');
  const rejected = new Error('rejected');
  const bad = () => {
    throw thrown;
  };
  informer.addHandler({ onAdd: bad, onUpdate: bad, onDelete: bad });
  informer.addHandler({ onAdd: async () => Promise.reject(rejected) });
  informer.addHandler(recorder(lines));
  (await client.nextList()).answer([thing('a', 1)], '1');
  const watch = await client.nextWatch();
  watch.send('MODIFIED', thing('a', 2));
  watch.send('DELETED', thing('a', 3));
  await clock.advance(0);
  expect(lines).toHaveLength(3);
  expect(log.of('error').map(({ fields }) => fields)).toEqual([
    { kind: 'Thing', object: 'default/a', change: 'add', error: thrown },
    { kind: 'Thing', object: 'default/a', change: 'add', error: rejected },
    { kind: 'Thing', object: 'default/a', change: 'update', error: thrown },
    { kind: 'Thing', object: 'default/a', change: 'delete', error: thrown },
  ]);
  await stop();
});

test('a handler that comes late hears of the present objects first, and no more once it is taken out', async () => {
  const { client, clock, informer, stop } = start();
  const lines: string[] = [];
  (await client.nextList()).answer([thing('b', 1), thing('a', 2)], '10');
  const watch = await client.nextWatch();
  const remove = informer.addHandler(recorder(lines));
  expect(lines).toEqual(['add a@2 true', 'add b@1 true']);
  watch.send('MODIFIED', thing('a', 11));
  await clock.advance(0);
  remove();
  remove();
  watch.send('MODIFIED', thing('a', 12));
  await clock.advance(0);
  expect(lines.slice(2)).toEqual(['update a@2 a@11']);
  await stop();
});

test('handlers that come or go while a change is told hear of everything once', async () => {
  const { client, clock, informer, stop } = start();
  const lines: string[] = [];
  let removeLast = (): void => {};
  const once = informer.addHandler({
    onAdd: () => {
      once();
      removeLast();
      informer.addHandler(recorder(lines, 'new '));
    },
  });
  removeLast = informer.addHandler(recorder(lines, 'last '));
  (await client.nextList()).answer([thing('a', 1)], '10');
  const watch = await client.nextWatch();
  watch.send('ADDED', thing('b', 11));
  await clock.advance(0);
  expect(lines).toEqual(['new add a@1 true', 'new add b@11 false']);
  await stop();
});

test('a handler that comes between two changes of one event is not told twice of what the store shows already', async () => {
  const { client, clock, informer, stop } = start();
  const lines: string[] = [];
  informer.addHandler({ onDelete: () => void informer.addHandler(recorder(lines)) });
  (await client.nextList()).answer([thing('a', 1)], '10');
  (await client.nextWatch()).send('ADDED', thing('a', 11, { uid: 'another' }));
  await clock.advance(0);
  expect(lines).toEqual(['add a@11 true']);
  await stop();
});

test('is synced when the whole list was taken in, and stays so', async () => {
  const { client, clock, informer, stop } = start();
  const synced = vi.fn();
  void informer.synced.then(synced);
  (await client.nextList()).answer([thing('a', 1)], '10', 'more');
  const page = await client.nextList();
  expect(informer.store.size).toBe(1);
  expect(informer.hasSynced).toBe(false);
  page.answer([thing('b', 2)], '10');
  const watch = await client.nextWatch();
  expect(informer.hasSynced).toBe(true);
  expect(synced).toHaveBeenCalledOnce();
  watch.fail(refusal('watch', 410, 'Expired'));
  await clock.advance(800);
  await client.nextList();
  expect(informer.hasSynced).toBe(true);
  await stop();
});

test('with namespaces follows each of them, is synced when all are, and keeps their lists apart', async () => {
  const { client, clock, informer, stop } = start({ namespaces: ['one', 'two', 'one'] });
  const synced = vi.fn();
  void informer.synced.then(synced);
  const [first, second] = [await client.nextList(), await client.nextList()];
  expect([first.options.namespace, second.options.namespace]).toEqual(['one', 'two']);
  first.answer([thing('a', 1, { namespace: 'one' })], '10');
  const watch = await client.nextWatch();
  expect(informer.hasSynced).toBe(false);
  expect(synced).not.toHaveBeenCalled();
  second.answer([thing('a', 2, { namespace: 'two' })], '11');
  await client.nextWatch();
  expect(informer.hasSynced).toBe(true);
  watch.fail(refusal('watch', 410, 'Expired'));
  await clock.advance(800);
  (await client.nextList()).answer([], '20');
  await client.nextWatch();
  expect(informer.store.list().map(({ namespace }) => namespace)).toEqual(['two']);
  await stop();
});

test('follows a cluster-scoped kind as a whole, whatever the namespaces are', async () => {
  interface Wide extends KubernetesObject {
    metadata: ClusterObjectMeta;
  }
  const Wide = kindOf<Wide>()({ group: 'example.com', version: 'v1', kind: 'Wide', plural: 'wides', scope: 'Cluster' });
  const client = new ScriptedClient();
  const informer = new Informer(
    Wide,
    { client, log: new RecordedLog(), clock: new FakeClock() },
    new CacheSettings({ namespaces: ['one'] }).of(Wide),
  );
  const stopping = new AbortController();
  const run = informer.run(stopping.signal);
  const list = await client.nextList();
  expect(list.options.namespace).toBeUndefined();
  list.answer([{ metadata: { name: 'w', uid: 'u', resourceVersion: '1' } }], '10');
  await client.nextWatch();
  expect(informer.store.get({ name: 'w' })?.object).toMatchObject({ kind: 'Wide' });
  stopping.abort();
  await run;
});
