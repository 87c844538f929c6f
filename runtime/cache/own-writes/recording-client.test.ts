import { expect, onTestFinished, test } from 'vitest';
import { kindInfo } from '../../../decorators/kind.js';
import type { Snapshot } from '../../../decorators/snapshot.js';
import { RecordedLog } from '../../../test/recorded-log.js';
import { ScriptedClient, type WatchCall } from '../../../test/scripted-client.js';
import { refusal, Thing, type ThingParts, thing } from '../../../test/things.js';
import { ApiError } from '../../client/api-error.js';
import type { Client, ListOptions } from '../../client/client.js';
import { ConnectionError } from '../../client/connection-error.js';
import { HttpClient } from '../../client/http-client.js';
import { FakeClock } from '../../clock/fake-clock.js';
import { Cache } from '../cache.js';
import { type CacheOptions, cacheKind } from '../cache-options.js';
import { recordingClient } from './recording-client.js';

const key = { namespace: 'default', name: 'a' };
const others = { namespace: 'default', name: 'b' };

/** A cache of Things, with a watch from version 10 on, and a client that answers what the test says. */
async function start(present: readonly Snapshot<Thing>[] = [], options: CacheOptions = {}) {
  const script = new ScriptedClient();
  const clock = new FakeClock();
  const cache = new Cache({
    client: script,
    log: new RecordedLog(),
    clock: clock,
    random: () => 0,
    ...options,
  });
  const { ownWrites } = cache.informer(Thing);
  const stopping = new AbortController();
  const running = cache.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await running;
  });
  const watches: WatchCall[] = [];
  for (const _ of cache.informer(Thing).reflectors) {
    (await script.nextList()).answer(present, '10');
    watches.push(await script.nextWatch());
  }
  await cache.ready(AbortSignal.timeout(10_000));
  const calls: string[] = [];
  const answers: unknown[] = [];
  const answer = (verb: string) => async () => {
    calls.push(verb);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const verbs = ['get', 'create', 'update', 'patch', 'patchJson', 'patchStrategic', 'apply', 'delete', 'deleteAllOf'];
  const lists: (ListOptions | undefined)[] = [];
  const list = answer('list');
  const plain = {
    ...Object.fromEntries(verbs.map(verb => [verb, answer(verb)])),
    list: (_: unknown, options?: ListOptions) => {
      lists.push(options);
      return list();
    },
    status: () => ({
      set: answer('status'),
      update: answer('status'),
      patch: answer('status'),
      apply: answer('status'),
    }),
    scale: () => ({ get: answer('scale'), set: answer('scale') }),
  } as unknown as Client;
  const versions = () => cache.list(Thing).map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  return {
    cache,
    client: recordingClient(plain, cache),
    answers,
    calls,
    lists,
    versions,
    watch: watches[0] as WatchCall,
    ownWrites,
    script,
    clock,
  };
}

/** An object that waits to go. */
function doomed(name: string, version: number, finalizers: readonly string[], parts?: ThingParts): Snapshot<Thing> {
  const { metadata, ...rest } = thing(name, version, parts);
  const ending = { deletionTimestamp: '2026-01-01T00:00:01Z', deletionGracePeriodSeconds: 0 };
  return {
    ...rest,
    metadata: { ...metadata, ...ending, ...(finalizers.length > 0 && { finalizers }) },
  } as Snapshot<Thing>;
}

const gone = (uid: string) => ({ apiVersion: 'v1', kind: 'Status', status: 'Success', details: { uid } });

const WRITES: Readonly<Record<string, (client: Client, options: { dryRun?: boolean }) => Promise<unknown>>> = {
  create: (client, options) => client.create(Thing, { metadata: key }, options),
  update: (client, options) => client.update(Thing, thing('a', 3), options),
  patch: (client, options) => client.patch(Thing, key, { data: {} }, options),
  patchJson: (client, options) => client.patchJson(Thing, key, [], options),
  patchStrategic: (client, options) => client.patchStrategic(Thing, key, {}, options),
  apply: (client, options) => client.apply(Thing, { metadata: key }, options),
  'status.set': (client, options) => client.status(Thing as never).set(thing('a', 3) as never, {} as never, options),
  'status.update': (client, options) => client.status(Thing as never).update(thing('a', 3) as never, options),
  'status.patch': (client, options) => client.status(Thing as never).patch(key as never, {} as never, options),
  'status.apply': (client, options) => client.status(Thing as never).apply(key as never, {} as never, options),
};

test.each(Object.entries(WRITES))('the answer of %s is read at once, in all ways to read', async (_, write) => {
  const { cache, client, answers, versions } = await start([thing('a', 3), thing('b', 4)]);
  answers.push(thing('a', 12, { owners: ['o'], data: { x: 'new' } }));
  await write(client, {});
  expect(cache.get(Thing, key)?.data).toEqual({ x: 'new' });
  expect(versions()).toEqual(['a@12', 'b@4']);
  expect(cache.ownedBy(Thing, { metadata: { uid: 'o' } })).toHaveLength(1);
});

test.each(Object.entries(WRITES))('a dry run of %s is no write, and neither is one that failed', async (_, write) => {
  const { client, answers, versions } = await start([thing('a', 3)]);
  answers.push(thing('a', 12));
  await write(client, { dryRun: true });
  const lost = new ConnectionError('the call', 'a server', new Error('reset'));
  for (const error of [refusal('list', 409, 'Conflict'), lost]) {
    answers.push(error);
    await expect(write(client, {})).rejects.toBe(error);
  }
  expect(versions()).toEqual(['a@3']);
});

test('every verb of the client that reaches a server is one of the recording client', async () => {
  const { client } = await start();
  const verbs = Object.getOwnPropertyNames(HttpClient.prototype);
  const ofCaches = ['constructor', 'streamsInitialEvents', 'listEncoded', 'watchEncoded'];
  expect(Object.keys(client).sort()).toEqual(verbs.filter(verb => !ofCaches.includes(verb)).sort());
});

test('own writes give way to the watch', async () => {
  const { client, answers, versions, watch, ownWrites } = await start([thing('a', 3)]);
  answers.push(thing('a', 12));
  await client.patch(Thing, key, {});
  watch.send('MODIFIED', thing('a', 11));
  await expect.poll(versions).toEqual(['a@12']);
  watch.send('MODIFIED', thing('a', 13));
  await expect.poll(versions).toEqual(['a@13']);
  expect(ownWrites?.pending).toBe(0);
});

test('what the server says is gone is not read any more, though the watch still brings it', async () => {
  const { client, answers, calls, versions, watch, ownWrites } = await start([thing('a', 3), thing('b', 4)]);
  answers.push(gone('uid-a'));
  await client.delete(Thing, key);
  expect(calls).toEqual(['delete']);
  expect(versions()).toEqual(['b@4']);
  watch.send('MODIFIED', thing('a', 11));
  watch.send('MODIFIED', thing('b', 12));
  await expect.poll(versions).toEqual(['b@12']);
  watch.send('DELETED', thing('a', 13));
  await expect.poll(() => ownWrites?.pending).toBe(0);
});

test.each([
  ['one without a time of deletion', thing('a', 12)],
  ['one that nothing holds', doomed('a', 12, [])],
])('a deletion that answers an object is done: %s', async (_, answer) => {
  const { client, answers, versions } = await start([thing('a', 3)]);
  answers.push(answer);
  await client.delete(Thing, key);
  expect(versions()).toEqual([]);
});

test('an object with finalizers is read until the last one goes; its answer is of before', async () => {
  const { cache, client, answers, versions } = await start([thing('a', 3)]);
  answers.push(doomed('a', 12, ['example.com/hold']));
  await client.delete(Thing, key);
  expect(cache.get(Thing, key)?.metadata.deletionTimestamp).toBeDefined();
  answers.push(doomed('a', 12, []));
  await client.patch(Thing, key, { metadata: { finalizers: null } });
  expect(versions()).toEqual([]);
});

test('a deletion that has grace is no end', async () => {
  const { client, answers, versions } = await start([thing('a', 3)]);
  const { metadata, ...rest } = doomed('a', 12, []);
  answers.push({ ...rest, metadata: { ...metadata, deletionGracePeriodSeconds: 30 } });
  await client.delete(Thing, key);
  expect(versions()).toEqual(['a@12']);
});

test('a deletion under the same name as before hides what had the name then', async () => {
  const { client, answers, versions } = await start([thing('a', 3)]);
  answers.push(gone('another'), { items: [], metadata: { resourceVersion: '14' } });
  await client.delete(Thing, key);
  expect(versions()).toEqual([]);
});

test('of an object that the cache does not know, a list says by when it had gone', async () => {
  const { client, answers, calls, versions, watch, ownWrites } = await start();
  answers.push(gone('uid-a'), { items: [], metadata: { resourceVersion: '14' } });
  await client.delete(Thing, key);
  expect(calls).toEqual(['delete', 'list']);
  watch.send('ADDED', thing('a', 11));
  watch.send('ADDED', thing('b', 12));
  await expect.poll(versions).toEqual(['b@12']);
  watch.bookmark('14');
  await expect.poll(() => ownWrites?.pending).toBe(0);
});

test('of an object of ours nobody needs a list, though the watch has brought nothing of it', async () => {
  const { client, answers, calls, versions, watch, ownWrites } = await start([thing('a', 3, { uid: 'former' })]);
  answers.push(thing('a', 12), gone('uid-a'));
  await client.create(Thing, { metadata: key });
  await client.delete(Thing, key);
  expect(calls).toEqual(['create', 'delete']);
  expect(versions()).toEqual([]);
  watch.send('DELETED', thing('a', 11, { uid: 'former' }));
  watch.send('ADDED', thing('a', 12));
  watch.send('DELETED', thing('a', 13));
  await expect.poll(() => ownWrites?.pending).toBe(0);
  expect(versions()).toEqual([]);
});

test('where no list can say it, the event of its end does', async () => {
  const { client, answers, watch, ownWrites } = await start();
  answers.push(gone('uid-a'), refusal('list', 403, 'Forbidden'));
  await client.delete(Thing, key);
  await expect.poll(() => answers).toEqual([]);
  watch.send('ADDED', thing('b', 12));
  await expect.poll(() => ownWrites?.list().length).toBe(1);
  expect(ownWrites?.pending).toBe(1);
  watch.send('DELETED', thing('a', 13));
  await expect.poll(() => ownWrites?.pending).toBe(0);
});

test('a scale answers no object: it is read live', async () => {
  const { client, answers, calls, versions } = await start([thing('a', 3), thing('b', 4)]);
  answers.push({ replicas: 3 }, thing('a', 12));
  await client.scale(Thing).set(key, 3);
  expect(versions()).toEqual(['a@12', 'b@4']);
  answers.push({ replicas: 3 }, refusal('list', 404, 'NotFound'));
  await client.scale(Thing).set(others, 3);
  expect(versions()).toEqual(['a@12']);
  answers.push({ replicas: 3 }, refusal('list', 500, 'InternalError'));
  await client.scale(Thing).set(key, 3);
  answers.push({ replicas: 3 });
  await client.scale(Thing).set(key, 3, { dryRun: true });
  expect(calls).toEqual(['scale', 'get', 'scale', 'get', 'scale', 'get', 'scale']);
  expect(versions()).toEqual(['a@12']);
});

test('a write by which an object leaves the selectors takes it out of reads, and one by which it comes puts it in', async () => {
  const options = { kinds: [cacheKind(Thing, { fieldSelector: 'data.x=in', labelSelector: '!out' })] };
  const { client, answers, versions } = await start([thing('a', 3, { data: { x: 'in' } })], options);
  answers.push(thing('a', 12, { data: { x: 'out' } }), thing('b', 13, { data: { x: 'in' } }));
  await client.patch(Thing, key, {});
  expect(versions()).toEqual([]);
  await client.create(Thing, { metadata: others });
  expect(versions()).toEqual(['b@13']);
  const { metadata, ...rest } = thing('b', 14, { data: { x: 'in' } });
  answers.push({ ...rest, metadata: { ...metadata, labels: { out: '' } } });
  await client.patch(Thing, others, {});
  expect(versions()).toEqual([]);
});

test('indexes find own writes, and no more what they have changed', async () => {
  const indexes = { x: ({ data }: Snapshot<Thing>) => (data?.x === undefined ? [] : [data.x]) };
  const kinds = [cacheKind(Thing, { indexes })];
  const { cache, client, answers } = await start([thing('a', 3, { data: { x: '1' } })], { kinds });
  const found = (value: string) =>
    cache.list(Thing, { index: { name: 'x', value } }).map(({ metadata }) => metadata.name);
  answers.push(thing('a', 12, { data: { x: '2' } }), thing('b', 13, { data: { x: '1' } }));
  await client.patch(Thing, key, {});
  expect([found('1'), found('2')]).toEqual([[], ['a']]);
  await client.create(Thing, { metadata: others });
  expect([found('1'), found('2')]).toEqual([['b'], ['a']]);
});

test('what the cache keeps of an object it keeps of an answer: transformed, without managed fields, frozen', async () => {
  const transform = (object: Thing) => {
    delete object.data;
    return object;
  };
  const { cache, client, answers } = await start([], { kinds: [cacheKind(Thing, { transform })] });
  const { metadata, ...rest } = thing('a', 12, { data: { x: '1' } });
  answers.push({ ...rest, metadata: { ...metadata, managedFields: [] } });
  const answer = await client.create(Thing, { metadata: key });
  expect(answer.data).toEqual({ x: '1' });
  const read = cache.get(Thing, key);
  expect(read).toEqual({ ...rest, data: undefined, metadata });
  expect(Object.isFrozen(read?.metadata)).toBe(true);
});

test('namespaces that the cache does not keep, and kinds, have no overlay', async () => {
  const { client, answers, ownWrites, versions } = await start([], { namespaces: ['other'] });
  answers.push(thing('a', 12), thing('b', 12, { namespace: 'other' }));
  await client.create(Thing, { metadata: key });
  expect(ownWrites?.pending).toBe(0);
  await client.create(Thing, { metadata: { name: 'b', namespace: 'other' } });
  expect(versions()).toEqual(['b@12']);
});

test('versions that are no numbers are not compared: reads are those of the watch', async () => {
  const { client, answers, versions } = await start([thing('a', 3)]);
  const { metadata, ...rest } = thing('a', 12);
  answers.push({ ...rest, metadata: { ...metadata, resourceVersion: 'W/12' } });
  await client.patch(Thing, key, {});
  expect(versions()).toEqual(['a@3']);
});

test('with readYourWrites: false nothing is laid over the cache', async () => {
  const { client, answers, ownWrites, versions } = await start([thing('a', 3)], { readYourWrites: false });
  answers.push(thing('a', 12), gone('uid-a'));
  await client.patch(Thing, key, {});
  await client.delete(Thing, key);
  expect(ownWrites).toBeUndefined();
  expect(versions()).toEqual(['a@3']);
});

test('an object of ours that a list no longer has is told of, as if it had come and gone', async () => {
  const { cache, client, answers, watch, script, clock } = await start();
  const heard: string[] = [];
  cache.informer(Thing).addHandler({
    onAdd: ({ name }) => void heard.push(`add ${name}`),
    onDelete: ({ name }, unknown) => void heard.push(`delete ${name} ${unknown}`),
  });
  answers.push(thing('a', 12));
  await client.create(Thing, { metadata: key });
  expect(heard).toEqual([]);
  watch.fail(refusal('watch', 410, 'Expired'));
  await expect.poll(() => cache.informer(Thing).reflectors[0]?.state).toBe('backing-off');
  await clock.advance(60_000);
  (await script.nextList()).answer([], '20');
  await expect.poll(() => heard).toEqual(['add a', 'delete a true']);
  expect(cache.get(Thing, key)).toBeUndefined();
});

test('the watch that brings an own object proves that all is there that others had written before', async () => {
  const { cache, client, answers, watch } = await start();
  expect(cache.hasSeenOwnCreate(Thing)).toBe(false);
  answers.push(thing('a', 12), thing('a', 13));
  await client.create(Thing, { metadata: key });
  await client.patch(Thing, key, {});
  expect(cache.hasSeenOwnCreate(Thing, 'default')).toBe(false);
  watch.send('ADDED', thing('a', 12));
  await expect.poll(() => cache.hasSeenOwnCreate(Thing, 'default')).toBe(true);
  answers.push(refusal('list', 409, 'AlreadyExists'));
  await expect(client.create(Thing, { metadata: key })).rejects.toThrow(ApiError);
  answers.push(thing('b', 30));
  await client.create(Thing, { metadata: others });
  expect(cache.hasSeenOwnCreate(Thing)).toBe(true);
  answers.push(new ConnectionError('the call', 'a server', new Error('reset')));
  await expect(client.delete(Thing, key)).rejects.toThrow(ConnectionError);
  expect(cache.hasSeenOwnCreate(Thing)).toBe(false);
});

test('after a deletion of all, the server is asked in pages what is left', async () => {
  const { client, answers, lists, versions, watch, ownWrites } = await start([
    thing('a', 3),
    thing('b', 4),
    thing('c', 5),
    thing('d', 6),
  ]);
  const answer = (resourceVersion: string, items: readonly unknown[], next?: string) => ({
    items,
    metadata: { resourceVersion, ...(next && { continue: next }) },
  });
  const expired = new ApiError({ verb: 'list', kind: kindInfo(Thing) }, 410, {
    kind: 'Status',
    code: 410,
    reason: 'Expired',
    metadata: { continue: 'rest' },
  });
  answers.push(
    answer('12', [thing('a', 3), thing('b', 4), thing('c', 5)]),
    answer('12', [thing('other', 7), doomed('a', 11, ['hold'])], 'more'),
    expired,
    answer('15', [thing('d', 6)]),
  );
  await client.deleteAllOf(Thing, { namespace: 'default', labelSelector: 'x' });
  expect(lists).toMatchObject([{ limit: 500 }, { limit: 500, continue: 'more' }, { limit: 500, continue: 'rest' }]);
  expect(lists.every(options => options?.namespace === 'default' && options.labelSelector === undefined)).toBe(true);
  expect(versions()).toEqual(['a@11', 'd@6']);
  watch.send('DELETED', thing('b', 13));
  watch.send('DELETED', thing('c', 14));
  await expect.poll(() => ownWrites?.pending).toBe(0);
});

test('after a deletion of all, a page that fails leaves it to the watch', async () => {
  const { client, answers, versions } = await start([thing('a', 3)]);
  answers.push(
    { items: [thing('a', 3)], metadata: { resourceVersion: '12' } },
    { items: [], metadata: { resourceVersion: '12', continue: 'more' } },
    refusal('list', 500, 'InternalError'),
  );
  await client.deleteAllOf(Thing, { namespace: 'default' });
  expect(versions()).toEqual(['a@3']);
});
