import { expect, test } from 'vitest';
import { PriorityLabels } from './priority-labels.js';

test('a priority that was seen is 0 rather than missing, as is the usual one from the start', () => {
  const labels = new PriorityLabels();
  expect(labels.of(new Map())).toEqual([['0', 0]]);
  expect(labels.of(new Map([[-100, 3]]))).toEqual([
    ['0', 0],
    ['-100', 3],
  ]);
  expect(labels.of(new Map([[0, 1]]))).toEqual([
    ['0', 1],
    ['-100', 0],
  ]);
});

test('of more than 25 priorities only the sum is told, from then on', () => {
  const labels = new PriorityLabels();
  const depth = (count: number) => new Map(Array.from({ length: count }, (_, priority) => [priority, 2] as const));
  expect(labels.of(depth(25))).toHaveLength(25);
  expect(labels.of(depth(26))).toEqual([['exceeded_cardinality_limit', 52]]);
  expect(labels.of(new Map([[0, 1]]))).toEqual([['exceeded_cardinality_limit', 1]]);
});
