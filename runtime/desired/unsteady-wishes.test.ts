import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { FakeClock } from '../clock/fake-clock.js';
import { ConfigMap, Secret } from '../kinds/core-v1.js';
import { configurationOf } from './configuration.js';
import { dependent } from './dependent.js';
import { UnsteadyWishes, type Wish } from './unsteady-wishes.js';

type AnyObject = Snapshot<KubernetesObject>;

const owner = (parts: object = {}, metadata: object = {}) =>
  ({
    apiVersion: 'g/v1',
    kind: 'Owner',
    metadata: { name: 'o', namespace: 'n', uid: 'u', resourceVersion: '1', ...metadata },
    ...parts,
  }) as unknown as AnyObject;

const wish = (data: Record<string, string>, status?: object, name = 'a'): Wish => ({
  objects: [dependent(ConfigMap, { metadata: { name }, data: { port: '1', ...data } })],
  ...(status && { status }),
});

/** As it is wished, and as it stands in the cache with this data. */
function kept(data: Record<string, string>, wished: Record<string, string>, name = 'a') {
  const [object] = wish(wished, undefined, name).objects;
  const configuration = configurationOf(object as never, owner(), 'm/c');
  const found = { ...configuration.body, data: { port: '1', ...data } };
  return [configuration, { apiVersion: 'v1', kind: 'ConfigMap', ...found } as unknown as AnyObject] as const;
}

/** Writes that came out otherwise, one after the other. */
function unsteady(times: number, clock = new FakeClock(), more: Partial<Record<'first' | 'second', Wish>> = {}) {
  const wishes = new UnsteadyWishes(clock);
  const told = Array.from({ length: times }, (_, i) =>
    wishes.judge(owner(), more.first ?? wish({ stamp: `${i}` }), more.second ?? wish({ stamp: `${i}-` })),
  );
  return { wishes, clock, told };
}

describe('a wish that comes out otherwise', () => {
  test('is told at the third time, and waits from then on', () => {
    const { wishes, told } = unsteady(2);
    expect(wishes.holding(owner())).toBeUndefined();
    expect(told).toEqual([undefined, undefined]);
    expect(wishes.judge(owner(), wish({ stamp: 'x' }), wish({ stamp: 'y' }))).toEqual(['ConfigMap n/a: .data.stamp']);
    expect(wishes.holding(owner())?.delay).toBe(1000);
    expect(wishes.judge(owner(), wish({ stamp: 'x' }), wish({ stamp: 'y' }))).toBeUndefined();
  });

  test.each([
    [3, 1000],
    [4, 2000],
    [5, 4000],
    [12, 300_000],
    [2000, 300_000],
  ])('waits after %i writes for %i ms', async (times, delay) => {
    const { wishes, clock } = unsteady(times);
    expect(wishes.holding(owner())?.delay).toBe(delay);
    await clock.advance(delay - 1);
    expect(wishes.holding(owner())?.delay).toBe(1);
    await clock.advance(1);
    expect(wishes.holding(owner())).toBeUndefined();
  });

  test('does not keep back what comes out the same, nor what is missing', () => {
    const { wishes } = unsteady(3);
    const holding = wishes.holding(owner());
    expect(holding?.wait(...kept({ stamp: '7' }, { stamp: '8' }))).toBe(1000);
    expect(holding?.wait(...kept({ port: '2', stamp: '7' }, { stamp: '8' }))).toBe(0);
    expect(holding?.wait(...kept({ stampede: '7' }, { stamp: '8', stampede: '8' }))).toBe(0);
    expect(holding?.wait(...kept({ stamp: '7' }, { stamp: '8' }, 'b'))).toBe(0);
    expect(holding?.wait(kept({}, {})[0], undefined)).toBe(0);
    expect(holding?.waitToPrune(ConfigMap as never)).toBe(0);
    expect(holding?.holdsStatus({ a: 1 }, { a: 2 })).toBe(false);
  });

  test('in its names keeps all of the kind: none is made, none is deleted', () => {
    const { wishes, told } = unsteady(3, new FakeClock(), { first: wish({}, {}, 'x1'), second: wish({}, {}, 'x2') });
    expect(told[2]).toEqual(['ConfigMap n/x1: its name', 'ConfigMap n/x2: its name']);
    const holding = wishes.holding(owner());
    expect(holding?.wait(kept({}, {}, 'x9')[0], undefined)).toBe(1000);
    expect(holding?.waitToPrune(ConfigMap as never)).toBe(1000);
    expect(holding?.waitToPrune(Secret as never)).toBe(0);
  });

  test('in its status keeps the status, unless more of it is otherwise', () => {
    const status = (seen: string) => ({ replicas: 1, seen, conditions: [{ type: 'A', status: 'True' }] });
    const more = { first: wish({}, status('1')), second: wish({}, status('2')) };
    const { wishes, told } = unsteady(3, new FakeClock(), more);
    expect(told[2]).toEqual(['status: .seen']);
    const holding = wishes.holding(owner());
    expect(holding?.holdsStatus(status('3'), status('2'))).toBe(true);
    expect(holding?.holdsStatus({ ...status('3'), replicas: 2 }, status('2'))).toBe(false);
    expect(holding?.holdsStatus(status('3'), undefined)).toBe(false);
  });

  test('in the order of a list is told by its places', () => {
    const finalizers = (...names: string[]): Wish => ({
      objects: [dependent(ConfigMap, { metadata: { name: 'a', labels: { x: 'y' } }, data: {}, immutable: false })],
      status: { names },
    });
    const { told } = unsteady(3, new FakeClock(), { first: finalizers('a', 'b'), second: finalizers('b', 'a') });
    expect(told[2]).toEqual(['status: .names[0]', 'status: .names[1]']);
  });

  test('names ten fields', () => {
    const many = (mark: string) => wish(Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`k${i}`, mark])));
    const { told } = unsteady(3, new FakeClock(), { first: many('1'), second: many('2') });
    expect(told[2]).toHaveLength(11);
    expect(told[2]?.[10]).toBe('and 2 more');
  });
});

describe('the writes begin to count anew', () => {
  test('when the wish came out the same', () => {
    const { wishes } = unsteady(3);
    expect(wishes.judge(owner(), wish({}), wish({}))).toBeUndefined();
    expect(wishes.holding(owner())).toBeUndefined();
    expect(wishes.judge(owner(), wish({ stamp: '1' }), wish({ stamp: '2' }))).toBeUndefined();
  });

  test.each([
    ['its spec', { spec: { size: 2 } }, {}],
    ['a label', {}, { labels: { a: 'b' } }],
    ['an annotation', {}, { annotations: { a: 'b' } }],
    ['its deletion', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }],
  ])('when the owner has changed: %s', (_, parts, metadata) => {
    const { wishes } = unsteady(3);
    expect(wishes.holding(owner(parts, metadata))).toBeUndefined();
    expect(wishes.holding(owner())).toBeUndefined();
  });

  test('but not for what reconciles write to the owner', () => {
    const { wishes } = unsteady(3);
    const annotations = { 'applied.kubewright.dev/m.c': '[]' };
    expect(wishes.holding(owner({ status: { a: 1 } }, { resourceVersion: '2', annotations }))).toBeDefined();
    expect(wishes.holding(owner({}, { uid: 'other' }))).toBeUndefined();
  });
});

test('no more owners are remembered than a program may have that is wrong', () => {
  const wishes = new UnsteadyWishes(new FakeClock());
  const judge = (uid: string) => wishes.judge(owner({}, { uid }), wish({ s: '1' }), wish({ s: '2' }));
  for (let i = 0; i < 3; i++) judge('first');
  for (let i = 0; i < 9_999; i++) judge(`u${i}`);
  expect(wishes.holding(owner({}, { uid: 'first' }))).toBeDefined();
  judge('one more');
  expect(wishes.holding(owner({}, { uid: 'first' }))).toBeUndefined();
});
