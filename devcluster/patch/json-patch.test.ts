import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import { deepFreeze } from '../object/deep-freeze.js';
import { jsonPatch } from './json-patch.js';

const REFUSED = 'the server rejected our request due to an error in our request';

describe('jsonPatch', () => {
  test.for<[string, Json, Json, Json]>([
    ['adds to an empty key', {}, [{ op: 'add', path: '/', value: 1 }], { '': 1 }],
    ['reads escapes once', { '~1': 1 }, [{ op: 'remove', path: '/~01' }], {}],
    ['works on lists', [1, 2], [{ op: 'add', path: '/-', value: 3 }], [1, 2, 3]],
    ['replaces the document', { a: 1 }, [{ op: 'replace', path: '', value: { b: 2 } }], { b: 2 }],
    ['tests the document', { a: 1 }, [{ op: 'test', path: '', value: { a: 1 } }], { a: 1 }],
    ['moves within a list', ['a', 'b', 'c'], [{ op: 'move', from: '/2', path: '/0' }], ['c', 'a', 'b']],
    ['moves to itself', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
    [
      'copies by value',
      { a: { x: 1 } },
      [
        { op: 'copy', from: '/a', path: '/b' },
        { op: 'remove', path: '/b/x' },
      ],
      { a: { x: 1 }, b: {} },
    ],
    ['does nothing by null', { a: 1 }, null, { a: 1 }],
  ])('%s', ([, object, operations, expected]) => {
    expect(jsonPatch(deepFreeze(object), deepFreeze(operations))).toEqual(expected);
  });

  test.for<[string, Json, Json]>([
    ['a scalar for the document', {}, [{ op: 'replace', path: '', value: 1 }]],
    ['a move of the document', { a: {} }, [{ op: 'move', from: '', path: '/a' }]],
    ['a key that is inherited', {}, [{ op: 'remove', path: '/toString' }]],
    ['a path through what is inherited', {}, [{ op: 'add', path: '/constructor/prototype', value: 1 }]],
    ['fractions as indices', [1], [{ op: 'remove', path: '/0.0' }]],
    ['no operation', {}, [null]],
  ])('refuses %s', ([, object, operations]) => {
    expect(() => jsonPatch(object, operations)).toThrow(REFUSED);
  });

  test('adds and removes again', () => {
    const key = fc.string({ maxLength: 4 });
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), key, fc.jsonValue(), (object, name, value) => {
        fc.pre(!Object.hasOwn(object, name));
        const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        const operations = [
          { op: 'add', path, value },
          { op: 'test', path, value },
          { op: 'remove', path },
        ];
        expect(jsonPatch(object as Json, operations)).toEqual(object);
      }),
    );
  });

  test('refuses more than 10000 operations', () => {
    const operations = new Array(10_001).fill({ op: 'test', path: '/a', value: null });
    expect(() => jsonPatch({}, operations)).toThrow(
      'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    );
  });

  test('refuses copies that grow without end', () => {
    const doubling = Array.from({ length: 60 }, (_, i) => ({ op: 'copy', from: '/a', path: `/a/k${i}` }));
    expect(() => jsonPatch({ a: { text: 'x'.repeat(100) } }, doubling)).toThrow(REFUSED);
  });

  test('refuses an object that becomes too deep', () => {
    const deepening = Array.from({ length: 1100 }, () => [
      { op: 'add', path: '/b', value: {} },
      { op: 'move', from: '/a', path: '/b/a' },
      { op: 'move', from: '/b', path: '/a' },
    ]).flat();
    expect(() => jsonPatch({ a: {} }, deepening)).toThrow('nested more than 1000 levels deep');
  });
});

test('copies what it changes, once: neither the object nor the patch are touched, and copies are apart', () => {
  const object = JSON.parse('{"a":{"b":[1]},"c":{}}');
  const value = { x: {} };
  const operations = [
    { op: 'add', path: '/c/v', value },
    { op: 'add', path: '/c/v/x/y', value: 1 },
    { op: 'copy', from: '/c/v', path: '/d' },
    { op: 'add', path: '/d/x/z', value: 2 },
    { op: 'add', path: '/a/b/0', value: 0 },
  ];
  expect(jsonPatch(object, operations)).toEqual({
    a: { b: [0, 1] },
    c: { v: { x: { y: 1 } } },
    d: { x: { y: 1, z: 2 } },
  });
  expect(object).toEqual({ a: { b: [1] }, c: {} });
  expect(value).toEqual({ x: {} });
});

test('many changes to something large cost no copy of it each', () => {
  const large = { map: Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, 'v'])) };
  const operations = Array.from({ length: 10_000 }, (_, at) => ({ op: 'add', path: `/map/n${at}`, value: at }));
  const { map } = jsonPatch(large, operations) as { map: object };
  expect(Object.keys(map)).toHaveLength(30_000);
});

test('__proto__ in a path is a key like any other', () => {
  const patched = jsonPatch({}, [
    { op: 'add', path: '/__proto__', value: {} },
    { op: 'add', path: '/__proto__/polluted', value: true },
    { op: 'add', path: '/constructor', value: {} },
    { op: 'add', path: '/constructor/prototype', value: { polluted: true } },
  ]);
  expect(Object.keys(patched as object)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('refuses copies that would nest without end', () => {
  const path = '/a'.repeat(900);
  const deep = JSON.parse(`${'{"a":'.repeat(900)}{}${'}'.repeat(900)}`);
  const copies = Array.from({ length: 40 }, () => ({ op: 'copy', from: '', path: `${path}/b` }));
  const nested = Array.from({ length: 40 }, () => ({ op: 'copy', from: '/a', path: `${path}/b` }));
  expect(() => jsonPatch(deep, copies)).toThrow();
  expect(() => jsonPatch(deep, nested)).toThrow(/nested more than 1000 levels/);
});
