import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonEqual } from './json-equal.js';
import { mergePatch } from './merge-patch.js';

test.each<[what: string, from: object, to: object, patch: object | undefined]>([
  ['nothing', { a: 1, b: { c: [1] } }, { b: { c: [1] }, a: 1 }, undefined],
  ['fields that are undefined are not there', { a: undefined }, { b: undefined }, undefined],
  ['a changed, a new and a removed field', { a: 1, b: 2 }, { a: 3, c: 4 }, { a: 3, b: null, c: 4 }],
  ['no more than what differs inside', { m: { a: 1, b: 2 } }, { m: { a: 1 } }, { m: { b: null } }],
  ['lists are whole', { l: [1, 2] }, { l: [1] }, { l: [1] }],
  ['a list in place of an object', { l: { 0: 1 } }, { l: [1] }, { l: [1] }],
])('%s', (_, from, to, patch) => {
  expect(mergePatch(from, to)).toEqual(patch);
});

test('makes of the first value the second, as RFC 7386 applies it', () => {
  const value = fc.letrec(tie => ({
    value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.string(), fc.array(fc.integer()), tie('object')),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'), tie('value')),
  }));
  fc.assert(
    fc.property(value.object, value.object, (from, to) => {
      const patch = mergePatch(from as object, to as object);
      expect(jsonEqual(patched(from, patch ?? {}), to)).toBe(true);
      expect(patch === undefined).toBe(jsonEqual(from, to));
    }),
  );
});

test('looks at each value once, however deep it lies', () => {
  let reads = 0;
  const nested = (depth: number, end: number): object => {
    let value: unknown = end;
    for (let level = 0; level < depth; level++) {
      const inner = value;
      const get = (): unknown => {
        reads += 1;
        return inner;
      };
      value = Object.defineProperty({}, 'a', { enumerable: true, get });
    }
    return value as object;
  };
  expect(JSON.stringify(mergePatch(nested(200, 1), nested(200, 2)))).toBe(`${'{"a":'.repeat(200)}2${'}'.repeat(200)}`);
  expect(reads).toBe(400);
});

/** The pseudo-code of RFC 7386, section 2. */
function patched(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result = new Map(isObject ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, patched(result.get(name), value));
  }
  return Object.fromEntries(result);
}
