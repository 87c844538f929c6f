import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import { MemoryStore } from './memory-store.js';
import { CompactedError, ObjectTooLargeError, type StoreEvent, type StoreKey } from './store.js';

const PODS = '/pods';

function key(name: string, namespace = 'a', storage = PODS): StoreKey {
  return { storage, namespace, name };
}

function object(name: string, namespace = 'a', value = 0): ApiObject {
  const metadata = { name, namespace, uid: name, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' };
  return { apiVersion: 'v1', kind: 'Pod', metadata, value };
}

function create(store: MemoryStore, name: string, namespace = 'a', storage = PODS): ApiObject {
  const stored = store.put(key(name, namespace, storage), object(name, namespace), '');
  if (stored === undefined) throw new Error(`${name} is there already`);
  return stored;
}

async function take(events: AsyncIterator<StoreEvent>, count: number): Promise<StoreEvent[]> {
  const taken: StoreEvent[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

const names = (list: { readonly objects: readonly ApiObject[] }) => list.objects.map(({ metadata }) => metadata.name);

describe('a write', () => {
  test('of what etcd would not take changes nothing', () => {
    const store = new MemoryStore();
    const { metadata } = create(store, 'x');
    const large = { ...object('x'), text: 'x'.repeat(1.5 * 1024 * 1024) };
    expect(() => store.put(key('x'), large, metadata.resourceVersion)).toThrow(ObjectTooLargeError);
    expect([store.revision, store.get(key('x'))?.text]).toEqual([2, undefined]);
  });

  test('gets the next revision as its resourceVersion', () => {
    const store = new MemoryStore();
    expect(store.revision).toBe(1);
    expect(create(store, 'x').metadata.resourceVersion).toBe('2');
    expect(create(store, 'y', 'b', '/services').metadata.resourceVersion).toBe('3');
    expect(store.revision).toBe(3);
  });

  test('is refused when the present object is not the expected one, and then changes nothing', () => {
    const store = new MemoryStore();
    create(store, 'x');
    expect(store.put(key('x'), object('x'), '')).toBeUndefined();
    expect(store.put(key('x'), object('x'), '1')).toBeUndefined();
    expect(store.put(key('y'), object('y'), '2')).toBeUndefined();
    expect(store.remove(key('x'), '1')).toBeUndefined();
    expect(store.remove(key('y'), '2')).toBeUndefined();
    expect(store.revision).toBe(2);
  });

  test('freezes what it stores, all the way down', () => {
    const stored = create(new MemoryStore(), 'x');
    expect(Object.isFrozen(stored)).toBe(true);
    expect(Object.isFrozen(stored.metadata)).toBe(true);
  });

  test('does not happen when the journal throws', () => {
    const store = new MemoryStore({
      journal: () => {
        throw new Error('the disk is full');
      },
    });
    expect(() => create(store, 'x')).toThrow('the disk is full');
    expect(store.get(key('x'))).toBeUndefined();
    expect(store.revision).toBe(1);
  });
});

test('a deletion has a revision of its own, which the last state shows', () => {
  const store = new MemoryStore();
  create(store, 'x');
  expect(store.remove(key('x'), '2')?.metadata.resourceVersion).toBe('3');
  expect(store.get(key('x'))).toBeUndefined();
  expect(create(store, 'x').metadata.resourceVersion).toBe('4');
});

describe('a list', () => {
  test('is in the order of etcd, in which "-" and "." come before the end of a namespace', () => {
    const store = new MemoryStore();
    for (const namespace of ['a', 'a-b', 'a.b', 'b']) create(store, 'x', namespace);
    expect(store.list(PODS).objects.map(({ metadata }) => metadata.namespace)).toEqual(['a-b', 'a.b', 'a', 'b']);
  });

  test('of a namespace has its objects only', () => {
    const store = new MemoryStore();
    for (const namespace of ['a', 'a-b', 'a0', 'b']) create(store, 'x', namespace);
    create(store, 'x', 'a', '/services');
    expect(store.list(PODS, { namespace: 'a' }).objects).toHaveLength(1);
    expect(store.list('/none').objects).toEqual([]);
  });

  test('in pages is one state, although objects come, change and go meanwhile', () => {
    const store = new MemoryStore();
    for (const name of ['a', 'b', 'c', 'd', 'e']) create(store, name);
    const first = store.list(PODS, { limit: 2 });
    expect(first).toMatchObject({ revision: 6, remaining: 3, next: { namespace: 'a', name: 'b' } });
    store.remove(key('c'), '4');
    store.put(key('d'), object('d', 'a', 1), '5');
    create(store, 'cc');
    const second = store.list(PODS, { revision: first.revision, limit: 2, after: first.next });
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.objects[1]?.value).toBe(0);
    const third = store.list(PODS, { revision: first.revision, limit: 2, after: second.next });
    expect(names(third)).toEqual(['e']);
    expect(third.next).toBeUndefined();
  });

  test('of a revision that is forgotten is refused', () => {
    const store = new MemoryStore({ history: 3 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) create(store, name);
    expect(() => store.list(PODS, { revision: 2 })).toThrow(CompactedError);
    expect(names(store.list(PODS, { revision: 4 }))).toEqual(['a', 'b', 'c']);
  });
});

test('history is bounded by the bytes of former states, whatever their number', async () => {
  const store = new MemoryStore({ historyBytes: 10_000 });
  create(store, 'x');
  const events = store.watch(PODS, store.revision)[Symbol.asyncIterator]();
  for (let round = 0; round < 100; round++) {
    const present = store.get(key('x'));
    store.put(key('x'), { ...object('x'), blob: 'b'.repeat(1_000) }, present?.metadata.resourceVersion ?? '');
    expect(store.historyBytes).toBeLessThanOrEqual(10_000);
  }
  expect(store.oldest).toBeGreaterThan(90);
  await expect(events.next()).rejects.toThrow(CompactedError);
});

test('an object that is read again after others says the same, and is frozen again', () => {
  const store = new MemoryStore({ parsedBytes: 500 });
  for (const name of ['a', 'b', 'c', 'd']) create(store, name);
  const read = store.get(key('a'));
  for (const name of ['b', 'c', 'd']) store.get(key(name));
  expect(store.get(key('a'))).toEqual(read);
  expect(store.get(key('a'))).not.toBe(read);
  expect(Object.isFrozen(store.get(key('a'))?.metadata)).toBe(true);
});

describe('a watch', () => {
  test('shows the changes after its revision in order, those to come as well', async () => {
    const store = new MemoryStore();
    create(store, 'x');
    create(store, 'y');
    const watch = store.watch(PODS, 2);
    const events = watch[Symbol.asyncIterator]();
    const seen = take(events, 3);
    store.put(key('y'), object('y', 'a', 1), '3');
    create(store, 'z', 'a', '/services');
    store.remove(key('y'), '4');
    expect((await seen).map(({ type, revision }) => [type, revision])).toEqual([
      ['ADDED', 3],
      ['MODIFIED', 4],
      ['DELETED', 6],
    ]);
    expect((await seen)[2]).toMatchObject({ object: { value: 1, metadata: { resourceVersion: '6' } } });
    watch.close();
    expect((await events.next()).done).toBe(true);
  });

  test('ends when it is closed while it waits', async () => {
    const store = new MemoryStore();
    const watch = store.watch(PODS, 1);
    const next = watch[Symbol.asyncIterator]().next();
    watch.close();
    expect((await next).done).toBe(true);
  });

  test('from a forgotten revision is refused', () => {
    const store = new MemoryStore({ history: 2 });
    for (const name of ['a', 'b', 'c', 'd']) create(store, name);
    expect(() => store.watch(PODS, 1)).toThrow(new CompactedError(1, 3));
  });

  test('that is too slow is told so, and holds nothing', async () => {
    const store = new MemoryStore({ history: 2 });
    create(store, 'a');
    const events = store.watch(PODS, 2)[Symbol.asyncIterator]();
    for (const name of ['b', 'c', 'd', 'e', 'f', 'g', 'h']) create(store, name);
    await expect(events.next()).rejects.toThrow(CompactedError);
  });

  test('of a quiet storage outlives the history of busy ones', async () => {
    const store = new MemoryStore({ history: 2 });
    const events = store.watch(PODS, 1)[Symbol.asyncIterator]();
    const next = events.next();
    for (let count = 0; count < 20; count += 1) create(store, `s${count}`, 'a', '/services');
    create(store, 'x');
    expect((await next).value).toMatchObject({ type: 'ADDED', revision: 22 });
  });
});

test('whatever happens, each former state that is not forgotten can be listed, and watching from it leads to the present', async () => {
  const write = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    namespace: fc.constantFrom('x', 'y'),
    storage: fc.constantFrom(PODS, '/services'),
    remove: fc.boolean(),
  });
  const limits = fc.record({
    history: fc.integer({ min: 1, max: 50 }),
    historyBytes: fc.integer({ min: 1, max: 10_000 }),
    parsedBytes: fc.integer({ min: 0, max: 2_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 40 }), limits, async (writes, options) => {
      const store = new MemoryStore(options);
      const states = [store.list(PODS).objects];
      let last = 1;
      for (const { name, namespace, storage, remove } of writes) {
        const at = key(name, namespace, storage);
        const present = store.get(at);
        if (remove && present !== undefined) store.remove(at, present.metadata.resourceVersion);
        else store.put(at, object(name, namespace, states.length), present?.metadata.resourceVersion ?? '');
        states[store.revision - 1] = store.list(PODS).objects;
        if (storage === PODS) last = store.revision;
      }
      for (let revision = store.oldest; revision <= store.revision; revision += 1) {
        const state = states[revision - 1] ?? [];
        expect(store.list(PODS, { revision }).objects).toEqual(state);
        expect(await replay(store, revision, last, state)).toEqual(store.list(PODS).objects);
      }
    }),
    { numRuns: 200 },
  );
});

/** The state after the changes up to the last one, told by a watch. */
async function replay(
  store: MemoryStore,
  from: number,
  last: number,
  state: readonly ApiObject[],
): Promise<ApiObject[]> {
  const text = ({ metadata }: ApiObject) => `${metadata.namespace}/${metadata.name}`;
  const objects = new Map(state.map(one => [text(one), one]));
  const watch = store.watch(PODS, from);
  if (from >= last) watch.close();
  for await (const { type, revision, object: changed } of watch) {
    if (type === 'DELETED') objects.delete(text(changed));
    else objects.set(text(changed), changed);
    if (revision === last) break;
  }
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
