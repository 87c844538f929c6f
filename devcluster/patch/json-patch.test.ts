import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import { deepFreeze } from '../store/deep-freeze.js';
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
