import { describe, expect, test } from 'vitest';
import { parseYaml } from './yaml-text.js';

test.each([
  ['', null],
  ['a: 1', { a: 1 }],
  ['{"a": 1}', { a: 1 }],
  ['{a: yes}', { a: true }],
  ['a: 1\n---\nb: 2', { a: 1 }],
  ['a: &x [1]\nb: *x', { a: [1], b: [1] }],
  ['a: 2001-02-03\nb: !!binary aGk=', { a: '2001-02-03T00:00:00Z', b: 'aGk=' }],
])('reads %j as %j', (text, value) => {
  expect(parseYaml(text).value).toEqual(value);
});

test('keeps __proto__ as a key like any other', () => {
  const { value } = parseYaml('__proto__: {polluted: true}\nconstructor: {a: 1}');
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ['a: {c: 1, c: 2}', 'line 1: key "c" already set in map', { a: { c: 2 } }],
  ['a: 1\n"a": 2', 'line 2: key "a" already set in map', { a: 2 }],
])('tells the key that %j has twice, and takes the last', (text, duplicate, value) => {
  expect(parseYaml(text)).toMatchObject({ value, duplicates: [duplicate] });
});

describe('refuses', () => {
  test.each([
    ['a: .inf', 'json: unsupported value: +Inf'],
    ['a: -.inf', 'json: unsupported value: -Inf'],
    ['a: .nan', 'json: unsupported value: NaN'],
    [`a: ${'['.repeat(100_000)}`, /maxDepth/],
    [`${'- '.repeat(100_000)}a`, /maxDepth/],
    [`${'a: {b: 1, b: 2}\nc: '}[`, /^yaml: line \d+: /],
  ])('%.40j', (text, message) => {
    expect(() => parseYaml(text)).toThrow(message);
  });

  test('a billion laughs, in lists and in maps', () => {
    const levels = Array.from('bcdefghijk', (name, at) => [name, String.fromCharCode(97 + at)] as const);
    const lists = levels.map(([name, below]) => `${name}: &${name} [${`*${below},`.repeat(9)}]`);
    const maps = levels.map(
      ([name, below]) => `${name}: &${name} {${[1, 2, 3, 4].map(n => `k${n}: *${below}`).join()}}`,
    );
    for (const bomb of [lists, maps]) {
      expect(() => parseYaml(['a: &a ["lol"]', ...bomb].join('\n'))).toThrow(/excessive aliasing/);
    }
  });

  test('one long text, a thousand times', () => {
    const text = `a: &a "${'x'.repeat(1_000_000)}"\nb: [${'*a,'.repeat(1000)}]`;
    expect(() => parseYaml(text)).toThrow(/excessive aliasing/);
  });
});

test('lets ordinary use of aliases through, however often', () => {
  const text = `base: &base {a: 1, b: 2}\nitems: [${'*base,'.repeat(5000)}]`;
  expect((parseYaml(text).value as { items: unknown[] }).items).toHaveLength(5000);
});

test('tells the whole numbers that may have lost digits', () => {
  expect(parseYaml('a: {b: [9223372036854775807, 12]}').rounded).toMatchObject([{ path: 'a.b[0]' }]);
});
