import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import { MemoryStore } from '../store/memory-store.js';
import { StorageObserver } from './observer.js';

function objectOf(name: string): ApiObject {
  const metadata = { name, uid: `uid-of-${name}`, resourceVersion: '', creationTimestamp: '2026-01-01T00:00:00Z' };
  return { apiVersion: 'v1', kind: 'Thing', metadata };
}

const keyOf = (name: string) => ({ storage: '/things', namespace: '', name });

function put(store: MemoryStore, name: string): void {
  store.put(keyOf(name), objectOf(name), store.get(keyOf(name))?.metadata.resourceVersion ?? '');
}

function observed(store: MemoryStore) {
  const told: string[] = [];
  const observer = new StorageObserver(store, '/things');
  observer.listen(({ type, object }) => told.push(`${type} ${object.metadata.name}`));
  return { told, observer };
}

test('an observer hears of what is there, then of each change', async () => {
  const store = new MemoryStore();
  put(store, 'a');
  const { told, observer } = observed(store);
  await nextTurn();
  put(store, 'b');
  put(store, 'a');
  store.remove(keyOf('b'), store.get(keyOf('b'))?.metadata.resourceVersion ?? '');
  await nextTurn();
  expect(told).toEqual(['ADDED a', 'ADDED b', 'MODIFIED a', 'DELETED b']);
  observer.stop();
  put(store, 'c');
  await nextTurn();
  expect(told).toHaveLength(4);
});

test('an observer that was too slow for history hears of the difference', async () => {
  const store = new MemoryStore({ history: 3 });
  for (const name of ['a', 'b', 'c']) put(store, name);
  const { told, observer } = observed(store);
  await nextTurn();
  told.length = 0;
  store.remove(keyOf('a'), store.get(keyOf('a'))?.metadata.resourceVersion ?? '');
  for (const name of ['b', 'd', 'e', 'f', 'g']) put(store, name);
  await nextTurn();
  expect(told).toEqual(['DELETED a', 'MODIFIED b', 'ADDED d', 'ADDED e', 'ADDED f', 'ADDED g']);
  put(store, 'c');
  await nextTurn();
  expect(told.at(-1)).toBe('MODIFIED c');
  observer.stop();
});

test('a listener that comes later hears first of what is known', async () => {
  const store = new MemoryStore();
  put(store, 'a');
  const { observer } = observed(store);
  await nextTurn();
  const told: string[] = [];
  const end = observer.listen(({ type, object }) => told.push(`${type} ${object.metadata.name}`));
  put(store, 'b');
  await nextTurn();
  end();
  put(store, 'c');
  await nextTurn();
  expect(told).toEqual(['ADDED a', 'ADDED b']);
  observer.stop();
});
