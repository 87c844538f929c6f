import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { FakeClock } from '../clock/fake-clock.js';
import { ConfigMap } from '../kinds/core-v1.js';
import { configurationOf } from './configuration.js';
import { dependent } from './dependent.js';
import { DriftMemory, FREE_REPAIRS } from './drift.js';

const owner = { apiVersion: 'a/v1', kind: 'Owner', metadata: { name: 'o', namespace: 'n', uid: 'u' } } as never;
const wish = (name: string) =>
  configurationOf(dependent(ConfigMap, { metadata: { name }, data: { a: 'ours' } }), owner, 'm/c');

/** An object with what is wished, but for these data. */
function stored(wished: ReturnType<typeof wish>, resourceVersion: string, data: object, uid = 'x') {
  const { body } = wished;
  return {
    ...body,
    data,
    metadata: { ...body.metadata, uid, resourceVersion },
  } as unknown as Snapshot<KubernetesObject>;
}

/** Somebody changes the object, and it is applied again. */
function repair(memory: DriftMemory, wished: ReturnType<typeof wish>): number {
  return memory.applied(wished, stored(wished, '1', { a: 'theirs' }), stored(wished, '2', { a: 'ours' }));
}

test('repairs are counted until there was peace for ten minutes', async () => {
  const clock = new FakeClock();
  const memory = new DriftMemory(clock);
  const wished = wish('a');
  expect([repair(memory, wished), repair(memory, wished), repair(memory, wished)]).toEqual([1, 2, FREE_REPAIRS]);
  expect(memory.wait(wished, stored(wished, '3', { a: 'theirs' }))).toBe(1000);
  await clock.advance(10 * 60_000);
  expect(repair(memory, wished)).toBe(FREE_REPAIRS + 1);
  await clock.advance(10 * 60_000 + 1);
  expect(repair(memory, wished)).toBe(1);
});

test('the waits have an end, however many the repairs are', () => {
  const memory = new DriftMemory(new FakeClock());
  const wished = wish('a');
  for (let i = 0; i < 2000; i += 1) repair(memory, wished);
  expect(memory.wait(wished, stored(wished, '3', {}))).toBe(5 * 60_000);
});

test('another object of the name, or another wish, has no past', () => {
  const memory = new DriftMemory(new FakeClock());
  const wished = wish('a');
  for (let i = 0; i < 4; i += 1) repair(memory, wished);
  expect(memory.wait(wished, stored(wished, '3', {}, 'another'))).toBe(0);
  const other = configurationOf(dependent(ConfigMap, { metadata: { name: 'a' } }), owner, 'm/c');
  expect(memory.wait(other, stored(wished, '3', {}))).toBe(0);
});

test('nothing is remembered of objects that are as they were applied, and of those that are no longer wished', () => {
  const memory = new DriftMemory(new FakeClock());
  const [a, b] = [wish('a'), wish('b')];
  memory.applied(a, undefined, stored(a, '1', { a: 'ours' }));
  expect(memory.isEmpty).toBe(true);
  for (const each of [a, b]) memory.applied(each, undefined, stored(each, '1', { a: 'mutated' }));
  memory.keepOnly([b]);
  expect(memory.isAsApplied(a, stored(a, '1', { a: 'mutated' }))).toBe(false);
  expect(memory.isAsApplied(b, stored(b, '1', { a: 'mutated' }))).toBe(true);
  expect(memory.isAsApplied(b, stored(b, '2', { a: 'theirs' }))).toBe(false);
  memory.keepOnly([]);
  expect(memory.isEmpty).toBe(true);
});
