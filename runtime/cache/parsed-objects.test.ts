import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ParsedObjects } from './parsed-objects.js';

const key = (id: number) => ({ id });

test('what was asked for since the hand passed stays when something has to go', () => {
  const parsed = new ParsedObjects<object, string>(3);
  const [a, b, c, d, e] = [key(1), key(2), key(3), key(4), key(5)];
  for (const [at, value] of [a, b, c].entries()) parsed.set(value, String(at));
  parsed.get(a);
  parsed.get(c);
  parsed.set(d, 'd');
  expect([parsed.get(a), parsed.get(b), parsed.get(c), parsed.get(d)]).toEqual(['0', undefined, '2', 'd']);
  parsed.set(e, 'e');
  expect(parsed.size).toBe(3);
  expect(parsed.get(e)).toBe('e');
});

test('there are never more than the limit, and each answers what was set last', () => {
  const keys = Array.from({ length: 12 }, (_, id) => key(id));
  const step = fc.tuple(fc.constantFrom('get', 'set', 'take'), fc.nat(11), fc.nat(99));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 200 }), (limit, steps) => {
      const parsed = new ParsedObjects<object, number>(limit);
      const model = new Map<object, number>();
      for (const [what, id, value] of steps) {
        const own = keys[id] as object;
        if (what === 'set') {
          parsed.set(own, value);
          model.set(own, value);
          expect(parsed.get(own)).toBe(value);
        } else {
          const found = what === 'get' ? parsed.get(own) : parsed.take(own);
          expect([undefined, model.get(own)]).toContain(found);
          if (what === 'take') expect(parsed.get(own)).toBeUndefined();
        }
        expect(parsed.size).toBeLessThanOrEqual(limit);
      }
    }),
  );
});
