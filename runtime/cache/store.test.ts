import { describe, expect, test } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import { Thing, type ThingParts, thing } from '../../test/things.js';
import { cacheSnapshot } from './snapshot.js';
import { Store } from './store.js';

const frozen = (name: string, version: number, parts?: ThingParts) =>
  cacheSnapshot(kindInfo(Thing), thing(name, version, parts));

describe('a store', () => {
  test('answers the object that it was given, the identical one at each read', () => {
    const store = new Store<Thing>();
    const a = frozen('a', 1);
    store.upsert(a);
    expect(store.get({ namespace: 'default', name: 'a' })).toBe(a);
    expect(store.list()[0]).toBe(a);
    expect(store.get({ namespace: 'other', name: 'a' })).toBeUndefined();
    expect(store.get({ name: 'a' })).toBeUndefined();
  });

  test('lists by namespace, then by name, whatever came first', () => {
    const store = new Store<Thing>();
    for (const name of ['c', 'a', 'b', 'a10', 'a9']) {
      store.upsert(frozen(name, 1, { namespace: 'two', uid: `two-${name}` }));
      store.upsert(frozen(name, 1, { namespace: 'one', uid: `one-${name}` }));
    }
    const names = ['a', 'a10', 'a9', 'b', 'c'];
    expect(store.list().map(({ metadata }) => metadata.uid)).toEqual([
      ...names.map(name => `one-${name}`),
      ...names.map(name => `two-${name}`),
    ]);
    expect(store.list('two').map(({ metadata }) => metadata.name)).toEqual(names);
    expect(store.list('three')).toEqual([]);
  });

  test('hands out lists that later changes leave alone, and that nobody can change', () => {
    const store = new Store<Thing>();
    store.upsert(frozen('a', 1, { owners: ['o'] }));
    const lists = [store.list(), store.list('default'), store.ownedBy('o')];
    store.upsert(frozen('a', 2, { owners: ['o'] }));
    store.upsert(frozen('b', 3, { owners: ['o'] }));
    for (const list of lists) {
      expect(list.map(({ metadata }) => metadata.resourceVersion)).toEqual(['1']);
      expect(() => Object.assign(list, { 0: 1 })).toThrow(TypeError);
      expect(() => (list as unknown[]).push(1)).toThrow(TypeError);
    }
  });

  test('answers the identical list until something changes', () => {
    const store = new Store<Thing>();
    store.upsert(frozen('a', 1));
    expect(store.list()).toBe(store.list());
    expect(store.list('default')).toBe(store.list('default'));
    const before = store.list();
    store.upsert(frozen('a', 1));
    expect(store.list()).toBe(before);
    store.upsert(frozen('a', 2));
    expect(store.list()).not.toBe(before);
  });

  test('finds objects by each of their owners, as owner references change', () => {
    const store = new Store<Thing>();
    const owned = (uid: string) => store.ownedBy(uid).map(({ metadata }) => metadata.name);
    store.upsert(frozen('a', 1, { owners: ['x', 'y'] }));
    store.upsert(frozen('b', 2, { owners: ['x', 'x'] }));
    expect([owned('x'), owned('y')]).toEqual([['a', 'b'], ['a']]);
    store.upsert(frozen('a', 3, { owners: ['y', 'z'] }));
    expect([owned('x'), owned('y'), owned('z')]).toEqual([['b'], ['a'], ['a']]);
    expect(store.ownedBy('y')[0]?.metadata.resourceVersion).toBe('3');
    store.upsert(frozen('a', 4));
    store.remove(frozen('b', 5));
    expect([owned('x'), owned('y'), owned('z')]).toEqual([[], [], []]);
  });

  test('tells what a change was', () => {
    const store = new Store<Thing>();
    const [a1, a2, a3] = [frozen('a', 1), frozen('a', 2), frozen('a', 3)];
    expect(store.upsert(a1)).toEqual([{ type: 'add', object: a1 }]);
    expect(store.upsert(frozen('a', 1))).toEqual([]);
    expect(store.upsert(a2)).toEqual([{ type: 'update', old: a1, now: a2 }]);
    expect(store.remove(a3)).toEqual([{ type: 'delete', object: a3, finalStateUnknown: false }]);
    expect(store.remove(a3)).toEqual([]);
    expect(store.size).toBe(0);
  });

  test('takes another uid under the same name for another object', () => {
    const store = new Store<Thing>();
    const old = frozen('a', 1, { uid: 'old', owners: ['x'] });
    const now = frozen('a', 2, { uid: 'now', owners: ['x'] });
    store.upsert(old);
    expect(store.upsert(now)).toEqual([
      { type: 'delete', object: old, finalStateUnknown: true },
      { type: 'add', object: now },
    ]);
    expect(store.ownedBy('x')).toEqual([now]);
    expect(store.remove(frozen('a', 3, { uid: 'newer' }))).toEqual([
      { type: 'delete', object: now, finalStateUnknown: true },
    ]);
  });

  test('is replaced by a list: with adds, updates, nothing for what is the same, and deletes at the end', () => {
    const store = new Store<Thing>();
    const [gone, same, old, now, added] = [
      frozen('g', 1),
      frozen('s', 2),
      frozen('o', 3),
      frozen('o', 5),
      frozen('z', 6),
    ];
    for (const object of [gone, same, old]) store.upsert(object);
    const replacement = store.replace();
    expect(replacement.put(frozen('s', 2))).toEqual([]);
    expect(replacement.put(now)).toEqual([{ type: 'update', old, now }]);
    expect(replacement.put(added)).toEqual([{ type: 'add', object: added }]);
    expect(replacement.finish()).toEqual([{ type: 'delete', object: gone, finalStateUnknown: true }]);
    expect(store.list()).toEqual([now, same, added]);
    expect(store.get({ namespace: 'default', name: 's' })).toBe(same);
  });

  test('forgets nothing for a replacement that is given up, nor because of what it had seen', () => {
    const store = new Store<Thing>();
    store.upsert(frozen('a', 1));
    const givenUp = store.replace();
    givenUp.put(frozen('b', 2));
    expect(store.size).toBe(2);
    expect(store.replace().finish()).toHaveLength(2);
  });

  test('is replaced in one namespace without touching the others', () => {
    const store = new Store<Thing>();
    store.upsert(frozen('a', 1, { namespace: 'one' }));
    const two = frozen('a', 2, { namespace: 'two' });
    store.upsert(two);
    expect(store.replace('one').finish()).toHaveLength(1);
    expect(store.list()).toEqual([two]);
  });
});

describe('a snapshot of the cache', () => {
  test('is frozen through and through, without managedFields, and leaves what came alone', () => {
    const received = { ...thing('a', 1, { owners: ['x'], data: { key: 'value' } }), deep: [{ list: [1, {}] }] };
    const metadata = { ...received.metadata, managedFields: [{ manager: 'kubectl' }] };
    const frozenParts = Object.freeze({ ...received, metadata: Object.freeze(metadata) });
    const kept = cacheSnapshot(kindInfo(Thing), frozenParts as never);
    expect(kept).toEqual(received);
    const check = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(Object.isFrozen(value)).toBe(true);
      for (const inner of Object.values(value)) check(inner);
    };
    check(kept);
  });

  test('says its apiVersion and kind, also where the item of a list did not', () => {
    const { apiVersion: _, kind: __, ...item } = thing('a', 1);
    expect(cacheSnapshot(kindInfo(Thing), item as never)).toMatchObject({
      apiVersion: 'example.com/v1',
      kind: 'Thing',
    });
  });

  test('can be nested deeper than the stack', () => {
    let deep: object = {};
    for (let i = 0; i < 100_000; i++) deep = { deep };
    expect(() => cacheSnapshot(kindInfo(Thing), { ...thing('a', 1), deep } as never)).not.toThrow();
  });
});
