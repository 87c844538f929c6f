import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import { deepFreeze } from '../object/deep-freeze.js';
import { mergePatch } from './merge-patch.js';

/** The definition in RFC 7386, section 2. */
function byDefinition(target: Json | undefined, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result = new Map<string, Json>(isObject ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, byDefinition(result.get(name), value));
  }
  return Object.fromEntries(result);
}

const key = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString');
const scalar = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
const { value, object } = fc.letrec<{ value: Json; object: { [key: string]: Json } }>(tie => ({
  // Lists of scalars: the API server strips nulls from objects in lists, which the RFC does not.
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(scalar, { maxLength: 3 }), tie('object')),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map(entries => Object.fromEntries(entries) as { [key: string]: Json }),
}));

describe('mergePatch', () => {
  test('does what the RFC says', () => {
    fc.assert(
      fc.property(object, object, (target, patch) => {
        expect(mergePatch(deepFreeze(target), deepFreeze(patch))).toEqual(byDefinition(target, patch));
      }),
    );
  });

  test('changes nothing the second time', () => {
    fc.assert(
      fc.property(object, object, (target, patch) => {
        const once = mergePatch(target, patch);
        expect(mergePatch(once, patch)).toEqual(once);
      }),
    );
  });

  test('leaves keys alone that objects inherit', () => {
    const patched = mergePatch({}, JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}'));
    expect(Object.keys(patched as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
    expect(Object.getPrototypeOf(patched)).toBe(Object.prototype);
  });

  test('refuses a patch that is nested too deep', () => {
    let deep: Json = 1;
    for (let level = 0; level < 100_000; level++) deep = { a: deep };
    expect(() => mergePatch({}, deep)).toThrow('the patch is nested more than 1000 levels deep');
  });
});

test.for([
  ['a list', [], 'array'],
  ['a text', 'text', 'string'],
  ['a number', 1, 'number'],
  ['a boolean', true, 'bool'],
] as const)('refuses %s', ([, patch, kind]) => {
  expect(() => mergePatch({}, patch as unknown as Json)).toThrow(
    `error decoding patch: json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
  );
});

// Keeps the generator honest: nested values do come up.
test('is tried on nested values', () => {
  expect(fc.sample(value, 200).some(each => JSON.stringify(each).includes('{'))).toBe(true);
});
