import { describe, expect, test } from 'vitest';
import { parseYaml } from './yaml-text.js';

test.each([
  ['', null],
  ['a: 1', { a: 1 }],
  ['{"a": 1}', { a: 1 }],
  ['{a: yes}', { a: true }],
  ['a: 1\n---\nb: 2', { a: 1 }],
  ['a: &x [1]\nb: *x', { a: [1], b: [1] }],
])('reads %j as %j', (text, value) => {
  expect(parseYaml(text).value).toEqual(value);
});

// As a real API server reads them, in the same words.
test.each<[string, unknown]>([
  ...['1:30', '190:20:30', '2001-01-01', '2001-12-14 21:59:43.10 -5', '0b', '0o8', '1e', '_1', 'yEs', '=', '._5'].map(
    (text): [string, unknown] => [text, text],
  ),
  ...['0xfffffffffffffffff', '-0x8000000000000001', '1e400'].map((text): [string, unknown] => [text, text]),
  ...['yes', 'On', 'y', 'TRUE'].map((text): [string, unknown] => [text, true]),
  ...['no', 'off', 'N', 'False'].map((text): [string, unknown] => [text, false]),
  ...['', '~', 'Null'].map((text): [string, unknown] => [text, null]),
  ['0644', 0o644],
  ['-0o7', -7],
  ['0O17', 15],
  ['08', 8],
  ['1_000', 1000],
  ['1_e3', 1000],
  ['0B11', 3],
  ['0X1f', 31],
  ['1e3', 1000],
  ['5.', 5],
  ['0777777777777777777777', 2 ** 63],
  ['18446744073709551616', 2 ** 64],
  ['!!float 1', 1],
  ['!!int "0x10"', 16],
  ['!!str yes', 'yes'],
  ['!!binary aGk=', 'hi'],
  ['!!timestamp 2001-01-01', '2001-01-01'],
  ['!!set {a, b}', { a: null, b: null }],
  ['!!pairs [a: 1]', [{ a: 1 }]],
  ['!foo {a: 1}', { a: 1 }],
  ['!foo 1', '1'],
  [
    '{1e3: a, yes: b, 0x10: c, 2001-01-01: d, -.inf: e, .nan: f}',
    { 1000: 'a', true: 'b', 16: 'c', '2001-01-01': 'd', '-.inf': 'e', '.nan': 'f' },
  ],
])('reads the value %j as the API server does', (text, value) => {
  expect(parseYaml(`a: ${text}`).value).toEqual({ a: value });
});

test('takes as long for a long number as for a long text', () => {
  const digits = '9'.repeat(1_000_000);
  expect(parseYaml(`a: ${digits}`).value).toEqual({ a: digits });
});

test('merges', () => {
  expect(parseYaml('a: &x {p: 1}\nb: {<<: *x, q: 2}').value).toEqual({ a: { p: 1 }, b: { p: 1, q: 2 } });
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
    ['a: {~: 1}', 'unsupported map key of type: %!s(<nil>), key: <nil>, value: 1'],
    ['a: {? [b] : 1}', 'yaml: invalid map key: []interface {}{...}'],
    ['a: !!int b', 'yaml: cannot decode !!str `b` as a !!int'],
    ['a: !!binary x', 'yaml: !!binary value contains invalid base64 data'],
    ['a: !!timestamp x', 'yaml: cannot decode !!str `x` as a !!timestamp'],
    ['a: &a [*a]', "yaml: anchor 'a' value contains itself"],
    ['a: *nope', "yaml: unknown anchor 'nope' referenced"],
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
