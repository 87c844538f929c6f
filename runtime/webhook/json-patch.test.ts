import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPatch as apply } from '../../devcluster/patch/json-patch.js';
import type { Json } from '../../schema/structural-schema.js';
import { jsonEqual } from '../meta/json-equal.js';
import { jsonPatch } from './json-patch.js';

describe('a patch', () => {
  it.each<[string, unknown, unknown, readonly object[]]>([
    ['nothing changed', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    ['the order of fields', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['a field that is undefined and was not there', { a: 1 }, { a: 1, b: undefined }, []],
    ['a field put in', { a: 1 }, { a: 1, b: { c: 2 } }, [{ op: 'add', path: '/b', value: { c: 2 } }]],
    ['a field left out', { a: 1, b: 2 }, { a: 1 }, [{ op: 'remove', path: '/b' }]],
    ['a field that is undefined', { a: 1, b: 2 }, { a: 1, b: undefined }, [{ op: 'remove', path: '/b' }]],
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, [{ op: 'replace', path: '/a/b', value: 2 }]],
    ['null for a value', { a: 1 }, { a: null }, [{ op: 'replace', path: '/a', value: null }]],
    ['a value for null', { a: null }, { a: 1 }, [{ op: 'replace', path: '/a', value: 1 }]],
    ['a list for an object', { a: {} }, { a: [] }, [{ op: 'replace', path: '/a', value: [] }]],
    ['names with slashes and tildes', { 'a/b~c': 1 }, { 'a/b~c': 2 }, [{ op: 'replace', path: '/a~1b~0c', value: 2 }]],
    ['an empty name', { '': 1 }, { '': 2 }, [{ op: 'replace', path: '/', value: 2 }]],
    ['an item at the end', { a: [1] }, { a: [1, 2] }, [{ op: 'add', path: '/a/1', value: 2 }]],
    ['an item at the start', { a: [1, 2] }, { a: [0, 1, 2] }, [{ op: 'add', path: '/a/0', value: 0 }]],
    ['an item in the middle', { a: [1, 3] }, { a: [1, 2, 3] }, [{ op: 'add', path: '/a/1', value: 2 }]],
    ['an item taken out', { a: [1, 2, 3] }, { a: [1, 3] }, [{ op: 'remove', path: '/a/1' }]],
    [
      'several items taken out, the last one first',
      { a: [1, 2, 3, 4] },
      { a: [4] },
      [
        { op: 'remove', path: '/a/2' },
        { op: 'remove', path: '/a/1' },
        { op: 'remove', path: '/a/0' },
      ],
    ],
    [
      'a field of an item',
      { a: [{ n: 'x', i: 1 }, { n: 'y' }] },
      { a: [{ n: 'x', i: 2 }, { n: 'y' }] },
      [{ op: 'replace', path: '/a/0/i', value: 2 }],
    ],
    [
      'what has a toJSON',
      { a: 1 },
      { a: new Date(0) },
      [{ op: 'replace', path: '/a', value: '1970-01-01T00:00:00.000Z' }],
    ],
  ])('tells of %s', (_what, before, after, steps) => {
    expect(jsonPatch(before, after)).toEqual(steps);
  });

  it('takes __proto__ and constructor for names like others', () => {
    const before = JSON.parse('{"__proto__":{"a":1},"b":1}');
    const after = JSON.parse('{"__proto__":{"a":2},"b":1,"constructor":{"__proto__":3}}');
    expect(JSON.stringify(jsonPatch(before, after))).toBe(
      '[{"op":"replace","path":"/__proto__/a","value":2},{"op":"add","path":"/constructor","value":{"__proto__":3}}]',
    );
  });

  it('does not look into what is the same value in both', () => {
    const untouched = new Proxy({}, { ownKeys: () => expect.fail('it was looked into') });
    expect(jsonPatch({ untouched, a: 1 }, { untouched, a: 2 })).toEqual([{ op: 'replace', path: '/a', value: 2 }]);
  });

  it.each<[unknown, string]>([
    [Number.NaN, '/a/b is NaN, which is no JSON'],
    [Number.POSITIVE_INFINITY, '/a/b is Infinity, which is no JSON'],
    [1n, '/a/b is a bigint, which is no JSON'],
    [() => 1, '/a/b is a function, which is no JSON'],
    [Symbol('s'), '/a/b is a symbol, which is no JSON'],
    [[1, undefined], '/a/b/1 is undefined, which is no JSON'],
  ])('is not made of %s, which is no JSON', (value, message) => {
    expect(() => jsonPatch({ a: {} }, { a: { b: value } })).toThrow(new TypeError(message));
  });

  it('is not made of what leads back to itself', () => {
    const round: { self?: unknown } = {};
    round.self = round;
    expect(() => jsonPatch({}, { round })).toThrow(new TypeError('/round/self leads back to what it is in'));
  });
});

describe('of any two objects', () => {
  // Few names and values, so that much is alike.
  const names = fc.constantFrom('a', 'b', 'a/b', '~', '', '0', '-', '__proto__');
  const scalars = fc.constantFrom<Json>(null, 0, 1, 'x', '', true, false);
  const { value } = fc.letrec<{ value: Json; fields: { [name: string]: Json } }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      scalars,
      fc.array(tie('value'), { maxLength: 5 }),
      tie('fields'),
    ),
    fields: fc
      .array(fc.tuple(names, tie('value')), { maxLength: 4 })
      .map(entries => Object.fromEntries(entries) as { [name: string]: Json }),
  }));
  const object = fc.array(fc.tuple(names, value), { maxLength: 4 }).map(entries => Object.fromEntries(entries));

  it('the patch makes the one of the other, as the API server applies it', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const patched = apply(before as Json, jsonPatch(before, after));
        if (!jsonEqual(patched, after)) throw new Error(JSON.stringify({ patched, patch: jsonPatch(before, after) }));
      }),
      { numRuns: 3000 },
    );
  });

  it('the patch is empty for those that are equal, and only for them', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        expect(jsonPatch(before, structuredClone(before))).toEqual([]);
        expect(jsonPatch(before, after).length === 0).toBe(jsonEqual(before, after));
      }),
      { numRuns: 1000 },
    );
  });
});
