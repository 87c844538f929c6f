import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap, type HeapItem } from './heap.js';

interface Item extends HeapItem {
  rank: number;
  readonly id: number;
}

const step = fc.oneof(
  fc.record({ do: fc.constant('push' as const), rank: fc.nat(20) }),
  fc.record({ do: fc.constant('remove' as const), which: fc.nat(30) }),
  fc.record({ do: fc.constant('move' as const), which: fc.nat(30), rank: fc.nat(20) }),
);

test('has the first of its items at hand, whichever are taken out or change their rank', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), steps => {
      const isBefore = (a: Item, b: Item): boolean => a.rank < b.rank || (a.rank === b.rank && a.id < b.id);
      const heap = new Heap<Item>(isBefore);
      let model: Item[] = [];
      for (const [id, step] of steps.entries()) {
        if (step.do === 'push') {
          const item = { rank: step.rank, id, index: -1 };
          heap.push(item);
          model.push(item);
        } else {
          const item = model[step.which % model.length];
          if (item === undefined) continue;
          if (step.do === 'remove') {
            heap.remove(item);
            model = model.filter(other => other !== item);
            expect(item.index).toBe(-1);
          } else {
            item.rank = step.rank;
            heap.moved(item);
          }
        }
        expect(heap.length).toBe(model.length);
        expect(heap.first).toBe(model.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))[0]);
      }
      expect(new Set(heap)).toEqual(new Set(model));
      heap.clear();
      expect([heap.length, heap.first, ...model.map(({ index }) => index)]).toEqual([
        0,
        undefined,
        ...model.map(() => -1),
      ]);
    }),
    { numRuns: 1000 },
  );
});
