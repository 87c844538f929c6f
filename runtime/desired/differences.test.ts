import { expect, test } from 'vitest';
import { differences, projection } from './differences.js';

const paths = (wished: unknown, found: unknown) => differences(wished, found).map(({ path }) => path);

test.each<[what: string, wished: unknown, found: unknown, expected: string[]]>([
  ['fields that are not wished do not count', { a: 1 }, { a: 1, b: 2 }, []],
  ['fields that are missing do', { a: 1, b: { c: 1 } }, { a: 1 }, ['.b']],
  ['undefined is not wished', { a: undefined }, {}, []],
  ['names that are no words are quoted', { m: { 'a.b/c': 1 } }, { m: {} }, ['.m["a.b/c"]']],
  ['what a prototype has is not there', { toString: 'x' }, {}, ['.toString']],
  ['items of a list may have more', { l: [{ a: 1 }] }, { l: [{ a: 1, b: 2 }] }, []],
  ['and have to be as wished', { l: [{ a: 1 }, { a: 2 }] }, { l: [{ a: 1 }, { a: 3 }] }, ['.l[1].a']],
  ['a list is wished whole', { l: [1] }, { l: [1, 2] }, ['.l']],
  ['an object is no list', { l: { 0: 1 } }, { l: [1] }, ['.l']],
  ['empty objects count', { emptyDir: {} }, {}, ['.emptyDir']],
  ['null is not an object', { a: {} }, { a: null }, ['.a']],
  [
    'other finalizers may stand beside ours',
    { metadata: { finalizers: ['a/b'] } },
    { metadata: { finalizers: ['c/d', 'a/b'] } },
    [],
  ],
  [
    'ours have to be there',
    { metadata: { finalizers: ['a/b'] } },
    { metadata: { finalizers: ['c/d'] } },
    ['.metadata.finalizers[0]'],
  ],
  [
    'amounts are equal in any spelling',
    { limits: { cpu: '1000m', memory: '1Gi' } },
    { limits: { cpu: 1, memory: '1024Mi' } },
    [],
  ],
  ['and differ when they do', { limits: { cpu: '1001m' } }, { limits: { cpu: '1' } }, ['.limits.cpu']],
  ['names of resources may have dots', { hard: { 'a.b/c': '1k' } }, { hard: { 'a.b/c': '1000' } }, []],
  [
    'what is no amount is not one by its place',
    { limits: { cpu: 'lots' } },
    { limits: { cpu: 'much' } },
    ['.limits.cpu'],
  ],
  ['elsewhere texts are texts', { labels: { v: '1000m' } }, { labels: { v: '1' } }, ['.labels.v']],
])('%s', (_, wished, found, expected) => {
  expect(paths(wished, found)).toEqual(expected);
});

test('a projection has what is wished, with whole lists', () => {
  const found = { a: { b: 1, c: 2 }, l: [{ x: 1, y: 2 }, 3], z: 1 };
  expect(projection({ a: { b: 7, d: 8 }, l: [{ x: 0 }], u: undefined }, found)).toEqual({
    a: { b: 1, d: undefined },
    l: [{ x: 1, y: 2 }, 3],
  });
});
