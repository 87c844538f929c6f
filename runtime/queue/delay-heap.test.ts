import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DelayHeap } from './delay-heap.js';

test('gives keys by their moment, then in the order in which they were scheduled', () => {
  const entry = fc.record({ key: fc.integer({ min: 0, max: 40 }).map(String), due: fc.integer({ min: 0, max: 30 }) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 80 }), fc.nat(30), (entries, now) => {
      const heap = new DelayHeap();
      let model: { key: string; due: number }[] = [];
      for (const { key, due } of entries) {
        heap.schedule(key, due);
        const present = model.find(other => other.key === key);
        if (present === undefined || due < present.due) model = [...model.filter(o => o.key !== key), { key, due }];
      }
      expect(heap.length).toBe(model.length);
      const sorted = model.toSorted((a, b) => a.due - b.due);
      for (const { key } of sorted.filter(({ due }) => due <= now)) expect(heap.takeDue(now)).toBe(key);
      expect(heap.takeDue(now)).toBeUndefined();
      expect(heap.earliest).toBe(sorted.find(({ due }) => due > now)?.due);
      heap.clear();
      expect([heap.length, heap.earliest, heap.takeDue(Number.POSITIVE_INFINITY)]).toEqual([0, undefined, undefined]);
    }),
    { numRuns: 1000 },
  );
});
