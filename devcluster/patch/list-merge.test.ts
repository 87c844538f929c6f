import { expect, test } from 'vitest';
import type { JsonObject } from '../object/json.js';
import { deleteFromList, mergeLists } from './list-merge.js';
import { patchStrategyOf } from './patch-strategy.js';

const FIELD = { strategy: 'merge', mergeKey: 'name', below: patchStrategyOf(undefined) } as const;
const merge = (original: JsonObject, patch: JsonObject) => ({ ...original, ...patch });

// As many as fit into a request. Each with each would take minutes.
const MANY = 60_000;
const items = (fields: JsonObject, from = 0) =>
  Array.from({ length: MANY }, (_, index) => ({ name: `n${from + index}`, ...fields }));

test('long lists are merged item by item', () => {
  const merged = mergeLists(items({ a: 1 }), items({ b: 2 }, MANY / 2), FIELD, merge);
  expect(merged).toHaveLength(MANY * 1.5);
  expect([merged[0], merged[MANY / 2], merged.at(-1)]).toEqual([
    { name: 'n0', a: 1 },
    { name: `n${MANY / 2}`, a: 1, b: 2 },
    { name: `n${MANY * 1.5 - 1}`, b: 2 },
  ]);
});

test('items are taken out of long lists by their keys, and texts by themselves', () => {
  expect(mergeLists(items({}), items({ $patch: 'delete' }, 1), FIELD, merge)).toEqual([{ name: 'n0' }]);
  const texts = items({}).map(({ name }) => name);
  expect(deleteFromList(texts, texts.slice(1))).toEqual(['n0']);
});
