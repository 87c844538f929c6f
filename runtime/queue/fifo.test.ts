import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fifo } from './fifo.js';

test('gives back what was pushed, in order, through growth and shrinking', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -60, max: 60 }), { maxLength: 30 }), bursts => {
      const fifo = new Fifo<number>();
      const model: number[] = [];
      let next = 0;
      for (const burst of bursts) {
        for (let i = 0; i < burst; i += 1) model.push(next) && fifo.push(next++);
        for (let i = 0; i > burst; i -= 1) expect(fifo.shift()).toBe(model.shift());
        expect(fifo.length).toBe(model.length);
      }
      while (model.length > 0) expect(fifo.shift()).toBe(model.shift());
      expect(fifo.shift()).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});
