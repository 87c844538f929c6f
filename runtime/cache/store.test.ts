import { describe, expect, test } from 'vitest';
import { arrival } from '../../test/arrivals.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing, type ThingParts, thing } from '../../test/things.js';
import type { CachedObject } from './cached-object.js';
import { KeptTexts } from './kept-texts.js';
import type { CacheScope } from './readable-store.js';
import type { IndexFunctions } from './secondary-indexes.js';
import { type Change, Store } from './store.js';

function start(indexes: IndexFunctions<Thing> = {}, parsedObjects = 10) {
  const log = new RecordedLog();
  const store = new Store(new KeptTexts(Thing, parsedObjects), indexes, log);
  const put = (name: string, version: number, parts?: ThingParts, seenBy?: number) =>
    store.put(arrival(thing(name, version, parts)), seenBy).map(text);
  const remove = (name: string, version: number, parts?: ThingParts) =>
    store.remove(arrival(thing(name, version, parts))).map(text);
  const finish = (replacement: number, scope: CacheScope = {}) =>
    [...store.removeUnseen(replacement, scope)].filter(change => change !== undefined).map(text);
  return { log, store, put, remove, finish };
}

const state = ({ name, resourceVersion }: CachedObject<Thing>) => `${name}@${resourceVersion}`;

function text(change: Change<Thing>): string {
  if (change.type === 'add') return `add ${state(change.object)}`;
  if (change.type === 'update') return `update ${state(change.old)} ${state(change.now)}`;
  return `delete ${state(change.object)}${change.finalStateUnknown ? ' unseen' : ''}`;
}

const key = (name: string) => ({ namespace: 'default', name });

describe('a store', () => {
  test('answers what it was given, the identical frozen object at each read', () => {
    const { store, put } = start();
    const parts = { owners: ['x'], data: { key: 'value' } };
    put('a', 1, parts);
    const object = store.get(key('a'))?.object;
    expect(object).toEqual(thing('a', 1, parts));
    expect(store.get(key('a'))?.object).toBe(object);
    expect(store.list()[0]?.object).toBe(object);
    expect(isFrozen(object)).toBe(true);
    expect(store.get({ namespace: 'other', name: 'a' })).toBeUndefined();
    expect(store.get({ name: 'a' })).toBeUndefined();
  });

  test('says the apiVersion and the kind, also where the item of a list did not', () => {
    const { store } = start();
    const { apiVersion: _, kind: __, ...item } = thing('a', 1);
    store.put(arrival(item as never));
    expect(store.get(key('a'))?.object).toEqual(thing('a', 1));
  });

  test('reads objects that are nested deeper than the stack', () => {
    const { store } = start();
    const levels = 10_000;
    const deep = `${'{"deep":'.repeat(levels)}{}${'}'.repeat(levels)}`;
    const text = JSON.stringify(thing('a', 1)).replace(/}$/, `,"spec":${deep}}`);
    const encoded = Buffer.from(text);
    const header = arrival(thing('a', 1)).header;
    store.put({ header, kept: () => ({ header, encoded }) });
    expect(store.get(key('a'))?.object).toHaveProperty('spec.deep.deep');
  });

  test('lists by namespace, then by name, whatever came first', () => {
    const { store, put } = start();
    for (const name of ['c', 'a', 'b', 'a10', 'a9']) {
      put(name, 1, { namespace: 'two', uid: `two-${name}` });
      put(name, 1, { namespace: 'one', uid: `one-${name}` });
    }
    const names = ['a', 'a10', 'a9', 'b', 'c'];
    expect(store.list().map(({ uid }) => uid)).toEqual([
      ...names.map(name => `one-${name}`),
      ...names.map(name => `two-${name}`),
    ]);
    expect(store.list({ namespace: 'two' }).map(({ name }) => name)).toEqual(names);
    expect(store.list({ namespace: 'three' })).toEqual([]);
  });

  test('hands out lists that later changes leave alone', () => {
    const { store, put } = start();
    put('a', 1, { owners: ['o'] });
    const lists = [store.list(), store.list({ namespace: 'default' }), store.ownedBy('o')];
    put('a', 2, { owners: ['o'] });
    put('b', 3, { owners: ['o'] });
    for (const list of lists) expect(list.map(state)).toEqual(['a@1']);
  });

  test('leaves states that somebody holds what they were, read before or not', () => {
    const { store, put, remove } = start();
    put('a', 1);
    const first = store.get(key('a'));
    const object = first?.object;
    put('a', 2, { data: { now: 'this' } });
    const second = store.get(key('a'));
    remove('a', 3);
    expect(first?.object).toBe(object);
    expect(first?.object).toEqual(thing('a', 1));
    expect(second?.object).toEqual(thing('a', 2, { data: { now: 'this' } }));
    expect(second?.object).toBe(second?.object);
    expect(JSON.parse(Buffer.from(second?.encoded ?? []).toString())).toEqual(second?.object);
  });

  test('the last state of an object is a copy: what it came in is used again', () => {
    const { store, put } = start();
    put('a', 1);
    const last = thing('a', 2);
    const encoded = Buffer.from(JSON.stringify(last));
    const { header } = arrival(last);
    const [change] = store.remove({ header, kept: () => ({ header, encoded }) });
    encoded.fill(' ');
    expect(change?.type === 'delete' && change.object.object).toEqual(last);
  });

  test.each([10, 1000])('keeps no more of a state that somebody holds than it has (%d characters)', length => {
    const { store, put } = start();
    put('a', 1, { data: { text: 'x'.repeat(length) } });
    const held = store.get(key('a'));
    put('a', 2);
    const { encoded } = held as CachedObject<Thing>;
    expect(encoded.buffer.byteLength).toBe(encoded.length);
  });

  test('parses an object once, as long as there is room for it', () => {
    const { store, put } = start({}, 2);
    for (const name of ['a', 'b', 'c']) put(name, 1);
    const read = (name: string) => store.get(key(name))?.object;
    const a = read('a');
    read('b');
    expect(read('a')).toBe(a);
    read('c');
    expect(read('a')).toBe(a);
    expect(store.texts.parsed).toMatchObject({ size: 2, hits: 2, misses: 3 });
  });

  test('finds objects by each of their owners, as owner references change', () => {
    const { store, put, remove } = start();
    const owned = (uid: string) => store.ownedBy(uid).map(({ name }) => name);
    put('a', 1, { owners: ['x', 'y'] });
    put('b', 2, { owners: ['x', 'x'] });
    expect([owned('x'), owned('y')]).toEqual([['a', 'b'], ['a']]);
    put('a', 3, { owners: ['y', 'z'] });
    expect([owned('x'), owned('y'), owned('z')]).toEqual([['b'], ['a'], ['a']]);
    expect(store.ownedBy('y')[0]?.resourceVersion).toBe('3');
    put('a', 4);
    remove('b', 5);
    expect([owned('x'), owned('y'), owned('z')]).toEqual([[], [], []]);
  });

  test('tells what a change was', () => {
    const { store, put, remove } = start();
    expect(put('a', 1)).toEqual(['add a@1']);
    expect(put('a', 1)).toEqual([]);
    expect(put('a', 2)).toEqual(['update a@1 a@2']);
    expect(remove('a', 3)).toEqual(['delete a@3']);
    expect(remove('a', 3)).toEqual([]);
    expect(store.size).toBe(0);
    expect(store.texts.liveBytes).toBe(0);
  });

  test('takes another uid under the same name for another object', () => {
    const { store, put, remove } = start();
    put('a', 1, { uid: 'old', owners: ['x'] });
    expect(put('a', 2, { uid: 'now', owners: ['x'] })).toEqual(['delete a@1 unseen', 'add a@2']);
    expect(store.ownedBy('x').map(state)).toEqual(['a@2']);
    expect(remove('a', 3, { uid: 'newer' })).toEqual(['delete a@2 unseen']);
  });

  test('is replaced by a list: with adds, updates, nothing for what is the same, and deletes at the end', () => {
    const { store, put, finish } = start();
    put('g', 1);
    put('s', 2);
    put('o', 3);
    const same = store.get(key('s'));
    const replacement = store.newReplacement();
    expect(put('s', 2, {}, replacement)).toEqual([]);
    expect(put('o', 5, {}, replacement)).toEqual(['update o@3 o@5']);
    expect(put('z', 6, {}, replacement)).toEqual(['add z@6']);
    expect(finish(replacement)).toEqual(['delete g@1 unseen']);
    expect(store.list().map(state)).toEqual(['o@5', 's@2', 'z@6']);
    expect(store.get(key('s'))).toBe(same);
  });

  test('forgets nothing for a replacement that is given up, nor because of what it had seen', () => {
    const { store, put, finish } = start();
    put('a', 1);
    put('b', 2, {}, store.newReplacement());
    expect(store.size).toBe(2);
    expect(finish(store.newReplacement())).toHaveLength(2);
  });

  test('is replaced in one namespace, or in all but some, without touching the others', () => {
    const { store, put, finish } = start();
    for (const namespace of ['one', 'three', 'two']) put('a', 1, { namespace, uid: namespace });
    expect(finish(store.newReplacement(), { namespace: 'one' })).toHaveLength(1);
    expect(store.list().map(({ namespace }) => namespace)).toEqual(['three', 'two']);
    expect(finish(store.newReplacement(), { exceptNamespaces: ['two'] })).toHaveLength(1);
    expect(store.list().map(({ namespace }) => namespace)).toEqual(['two']);
  });

  test('goes on removing what was not seen although it changes in between', () => {
    const { store, put, remove } = start();
    const name = (i: number) => `a${String(i).padStart(4, '0')}`;
    for (let i = 0; i < 600; i++) put(name(i), 1);
    const replacement = store.newReplacement();
    put(name(0), 1, {}, replacement);
    const removal = store.removeUnseen(replacement, {});
    expect(removal.next().value).toMatchObject({ type: 'delete', object: { name: name(1) } });
    remove(name(2), 9);
    remove(name(300), 9);
    expect([...removal].filter(change => change !== undefined)).toHaveLength(596);
    expect(store.list().map(({ name }) => name)).toEqual([name(0)]);
  });

  test('forgets everything, and what somebody holds can still be read', () => {
    const { store, put } = start({ all: () => 'x' });
    put('a', 1, { owners: ['o'] });
    const held = store.get(key('a'));
    store.clear();
    expect(store).toMatchObject({ size: 0, texts: { liveBytes: 0 } });
    expect([store.list(), store.ownedBy('o'), store.list({ index: { name: 'all', value: 'x' } })]).toEqual([
      [],
      [],
      [],
    ]);
    expect(held?.object).toEqual(thing('a', 1, { owners: ['o'] }));
  });
});

describe('a query', () => {
  test('selects by labels, by an index and by the namespace', () => {
    const { store } = start({ color: ({ data }) => data?.color });
    const put = (name: string, namespace: string, color: string, tier: string) => {
      const object = thing(name, 1, { namespace, data: { color } });
      store.put(arrival({ ...object, metadata: { ...object.metadata, labels: { tier } } } as never));
    };
    put('a', 'one', 'red', 'x');
    put('b', 'one', 'blue', 'x');
    put('c', 'two', 'red', 'x');
    put('d', 'one', 'red', 'y');
    const names = (query: Parameters<typeof store.list>[0]) => store.list(query).map(({ name }) => name);
    const labels = ({ tier }: Readonly<Record<string, string>>) => tier === 'x';
    const index = { name: 'color', value: 'red' };
    expect(names({ labels })).toEqual(['a', 'b', 'c']);
    expect(names({ index })).toEqual(['a', 'd', 'c']);
    expect(names({ index, namespace: 'one' })).toEqual(['a', 'd']);
    expect(names({ index, labels, namespace: 'one' })).toEqual(['a']);
    expect(names({ labels, namespace: 'two' })).toEqual(['c']);
  });

  test('parses nothing for labels, owners, and indexes of what is known without it', () => {
    const { store, put } = start({ name: { header: ({ name }) => name } });
    put('a', 1, { owners: ['o'] });
    store.list({ labels: () => true });
    store.ownedBy('o');
    expect(store.list({ index: { name: 'name', value: 'a' } })).toHaveLength(1);
    expect(store.texts.parsed).toMatchObject({ hits: 0, misses: 0 });
  });

  test('follows the values of an object as it changes, several of them too', () => {
    const { store, put, remove } = start({ data: ({ data = {} }) => Object.values(data) });
    const found = (value: string) => store.list({ index: { name: 'data', value } }).map(({ name }) => name);
    put('a', 1, { data: { x: 'red', y: 'blue', z: 'red' } });
    put('b', 2, { data: { x: 'blue' } });
    expect([found('red'), found('blue')]).toEqual([['a'], ['a', 'b']]);
    put('a', 3, { data: { x: 'blue' } });
    expect([found('red'), found('blue')]).toEqual([[], ['a', 'b']]);
    remove('a', 4, {});
    expect(found('blue')).toEqual(['b']);
    put('b', 5);
    expect(found('blue')).toEqual([]);
  });

  test('for an index that is not there is refused, with the names of those that are', () => {
    const { store } = start({ b: () => 'x', a: () => 'x' });
    const index = { name: 'c', value: 'x' };
    expect(() => store.list({ index })).toThrow('no index "c": it has "a", "b"; name it in the indexes of the kind');
    expect(() => start().store.list({ index })).toThrow('no index "c": it has none');
  });

  test('does not find what an index function throws for, or has no value for', () => {
    const { store, put, log } = start({
      bad: ({ metadata }) => {
        if (metadata.name === 'a') throw new Error('bad');
        return metadata.name === 'b' ? undefined : ([1] as never);
      },
    });
    for (const name of ['a', 'b', 'c']) put(name, 1);
    expect(store.size).toBe(3);
    expect(log.of('error').map(({ fields }) => fields)).toMatchObject([
      { index: 'bad', object: 'default/a', error: new Error('bad') },
      { index: 'bad', object: 'default/c', error: new TypeError('an index value is a string, not 1') },
    ]);
  });
});

function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}
