import { describe, expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import { MemoryStore } from '../store/memory-store.js';
import { CompactedError } from '../store/store.js';
import type { StoredObject } from '../store/stored-object.js';
import { WatchSession } from './watch-session.js';

const STORAGE = '/configmaps';

function object(name: string, color: string, namespace = 'default'): ApiObject {
  const metadata = { name, namespace, uid: name, resourceVersion: '', creationTimestamp: '', labels: { color } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}

function write(store: MemoryStore, next: ApiObject): ApiObject {
  const key = { storage: STORAGE, namespace: next.metadata.namespace ?? '', name: next.metadata.name };
  return store.put(key, next, store.get(key)?.metadata.resourceVersion ?? '') as ApiObject;
}

function session(
  store: MemoryStore,
  options: Partial<ConstructorParameters<typeof WatchSession>[0]> = {},
): WatchSession {
  const matches = ({ labels }: StoredObject) => labels.color === 'red';
  const defaults = { namespace: '', after: undefined, markInitialEvents: false };
  return new WatchSession({ store, storage: STORAGE, matches, ...defaults, ...options });
}

async function take(watch: WatchSession, count: number): Promise<string[]> {
  const told: string[] = [];
  for await (const event of watch.events()) {
    told.push(event.type === 'BOOKMARK' ? 'BOOKMARK' : `${event.type} ${event.stored.key.name}`);
    if (told.length === count) break;
  }
  return told;
}

test('nobody is told how far a watch has come before all is told that was there at first', async () => {
  const store = new MemoryStore();
  for (const name of ['a', 'b']) write(store, object(name, 'red'));
  const watch = session(store, { markInitialEvents: true });
  const begun: boolean[] = [];
  for await (const event of watch.events()) {
    begun.push(watch.hasBegun);
    if (event.type === 'BOOKMARK') break;
  }
  expect(begun).toEqual([false, false, true]);
});

describe('a watch with a selector', () => {
  test('begins with what matches, and marks the end of that', async () => {
    const store = new MemoryStore();
    write(store, object('a', 'red'));
    write(store, object('b', 'blue'));
    expect(await take(session(store, { markInitialEvents: true }), 2)).toEqual(['ADDED a', 'BOOKMARK']);
  });

  test('tells objects that come to match as added, and those that no longer do as deleted', async () => {
    const store = new MemoryStore();
    const watch = session(store);
    for (const color of ['blue', 'red', 'red', 'blue'])
      write(store, { ...object('a', color), data: { at: `${store.revision}` } });
    write(store, object('b', 'red'));
    expect(await take(watch, 4)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED b']);
  });

  test('tells of an object that no longer matches what it was, with the revision of the change', async () => {
    const store = new MemoryStore();
    write(store, object('a', 'red'));
    const watch = session(store, { after: store.revision });
    const changed = write(store, object('a', 'blue'));
    const { value } = await watch.events().next();
    expect(value).toMatchObject({
      type: 'DELETED',
      stored: { labels: { color: 'red' } },
      resourceVersion: changed.metadata.resourceVersion,
    });
    watch.close();
  });

  test('hears of its namespace alone', async () => {
    const store = new MemoryStore();
    const watch = session(store, { namespace: 'mine' });
    write(store, object('a', 'red', 'other'));
    write(store, object('b', 'red', 'mine'));
    expect(await take(watch, 1)).toEqual(['ADDED b']);
  });

  test('cannot begin where history does not reach back to', () => {
    const store = new MemoryStore();
    write(store, object('a', 'red'));
    write(store, object('a', 'blue'));
    store.compact(store.revision);
    expect(() => session(store, { after: 1 })).toThrow(CompactedError);
  });
});

test('what has to be made ready is so before anybody looks at it', async () => {
  const store = new MemoryStore();
  write(store, object('a', 'red'));
  const made = new Set<string>();
  const stateOf = ({ key, resourceVersion }: StoredObject) => `${key.name} ${resourceVersion}`;
  const ready = async (states: readonly StoredObject[]) => {
    await Promise.resolve();
    for (const each of states) made.add(stateOf(each));
  };
  const matches = (stored: StoredObject) => {
    expect([...made]).toContain(stateOf(stored));
    return stored.labels.color === 'red';
  };
  const watch = session(store, { ready, matches });
  write(store, object('a', 'blue'));
  write(store, object('elsewhere', 'red', 'other'));
  write(store, object('b', 'red'));
  expect(await take(watch, 4)).toEqual(['ADDED a', 'DELETED a', 'ADDED elsewhere', 'ADDED b']);

  made.clear();
  const there = session(store, { ready, matches: undefined, namespace: 'other', after: store.revision - 2 });
  expect(await take(there, 1)).toEqual(['ADDED elsewhere']);
  expect(made.size).toBe(1);
});
