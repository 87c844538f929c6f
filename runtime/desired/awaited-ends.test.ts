import { expect, it } from 'vitest';
import { ConfigMap, Secret } from '../kinds/core-v1.js';
import { AwaitedEnds } from './awaited-ends.js';
import { idOf } from './dependent.js';

const key = (name: string) => ({ namespace: 'default', name });
const MAP = idOf(ConfigMap, key('m'));

it('many owners may wait for one object, and one for many', () => {
  const awaited = new AwaitedEnds();
  awaited.add(key('a'), MAP);
  awaited.add(key('b'), MAP);
  awaited.add(key('b'), MAP);
  awaited.add(key('b'), idOf(Secret, key('s')));
  expect(awaited.ownersOf(ConfigMap, key('m'))).toEqual(['default/a', 'default/b']);
  expect(awaited.ownersOf(Secret, key('s'))).toEqual(['default/b']);
  expect(awaited.ownersOf(Secret, key('m'))).toEqual([]);
  expect(awaited.sizes).toEqual({ owners: 2, objects: 2 });
});

it('nothing is kept of an owner that waits no more', () => {
  const awaited = new AwaitedEnds();
  awaited.add(key('a'), MAP);
  awaited.add(key('b'), MAP);
  awaited.forget(key('b'));
  expect(awaited.ownersOf(ConfigMap, key('m'))).toEqual(['default/a']);
  awaited.forget(key('a'));
  awaited.forget(key('never-waited'));
  expect(awaited.ownersOf(ConfigMap, key('m'))).toEqual([]);
  expect(awaited.sizes).toEqual({ owners: 0, objects: 0 });
});
