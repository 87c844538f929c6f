import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VersionOrder } from './version-order.js';

test('keys are taken when their version is reached, the oldest first, in whichever order they came', () => {
  const step = fc.record({ add: fc.boolean(), version: fc.integer({ min: 1, max: 2000 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const order = new VersionOrder();
      let waiting: number[] = [];
      for (const { add, version } of steps) {
        if (add) {
          order.add(String(version), `key-${version}`);
          waiting.push(version);
        } else {
          const due = waiting.filter(other => other <= version).sort((a, b) => a - b);
          expect(order.take(String(version))).toEqual(due.map(other => `key-${other}`));
          waiting = waiting.filter(other => other > version);
        }
        expect(order.size).toBe(waiting.length);
      }
    }),
  );
});
