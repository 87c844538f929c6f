import { expect, test } from 'vitest';
import { cached } from '../../../test/arrivals.js';
import { type Thing, thing } from '../../../test/things.js';
import { OwnIndexes } from './own-indexes.js';

const one = cached<Thing>(thing('a', 1, { owners: ['o'], data: { x: '1' } }));
const other = cached<Thing>(thing('a', 2, { namespace: 'other', owners: ['p'], data: { x: '2' } }));

test('objects are found by namespace, owner and index, and no more when they have gone', () => {
  const asked: string[] = [];
  const indexes = new OwnIndexes<Thing>((name, object) => {
    asked.push(object.resourceVersion);
    return [object.object.data?.[name] ?? ''];
  });
  const found = () => [
    [...indexes.find({})],
    [...indexes.find({ namespace: 'default' })],
    [...indexes.find({ namespace: 'other' })],
    [...indexes.ownedBy('o')],
    [...indexes.ownedBy('p')],
  ];
  const ofIndex = () => [
    [...indexes.find({ index: { name: 'x', value: '1' } })],
    [...indexes.find({ index: { name: 'x', value: '2' } })],
  ];
  indexes.replace(undefined, one);
  expect(found()).toEqual([[one], [one], [], [one], []]);
  // An index costs nothing before somebody asks for it.
  expect(asked).toEqual([]);
  expect(ofIndex()).toEqual([[one], []]);
  indexes.replace(one, other);
  expect(found()).toEqual([[other], [], [other], [], [other]]);
  expect(ofIndex()).toEqual([[], [other]]);
  indexes.replace(other, undefined);
  expect(found()).toEqual([[], [], [], [], []]);
  expect(ofIndex()).toEqual([[], []]);
});

test('what an index answers may change: an object that has gone is not found', () => {
  let answer: readonly string[] = ['1'];
  const indexes = new OwnIndexes<Thing>(() => answer);
  const find = (value: string) => [...indexes.find({ index: { name: 'x', value } })];
  indexes.replace(undefined, one);
  expect(find('1')).toEqual([one]);
  answer = ['2'];
  indexes.replace(one, undefined);
  expect([...find('1'), ...find('2')]).toEqual([]);
});
