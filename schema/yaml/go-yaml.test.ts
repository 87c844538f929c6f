import { describe, expect, it, test } from 'vitest';
import { allGoYaml, firstGoYaml, GoYamlError } from './go-yaml.js';

const read = (text: string) => firstGoYaml(text)?.value;
const twiceIn = (text: string) => firstGoYaml(text)?.duplicates.map(each => each.text);

// As sigs.k8s.io/yaml answers each, with `YAMLToJSON` and `YAMLToJSONStrict`.
describe('of merges', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['{a: 1, <<: {a: 2, b: 3}}', { a: 2, b: 3 }, ['line 1: key "a" already set in map']],
    ['{<<: {a: 2, b: 3}, a: 1}', { a: 1, b: 3 }, ['line 1: key "a" already set in map']],
    ['<<: {a: 1}\n<<: {a: 2}', { a: 2 }, ['line 2: key "a" already set in map']],
    ['<<: [{a: 1}, {a: 2, b: 2}]', { a: 1, b: 2 }, ['line 1: key "a" already set in map']],
    ['x: &x {a: 1}\nw: &w {<<: *x, b: 2}\nz: {<<: *w}', { x: { a: 1 }, w: { a: 1, b: 2 }, z: { a: 1, b: 2 } }, []],
    ['{"<<": {a: 1}, c: <<}', { '<<': { a: 1 }, c: '<<' }, []],
    ['!!merge "<<": {a: 1}', { a: 1 }, []],
  ])('%j', (text, value, duplicates) => {
    expect(read(text)).toEqual(value);
    expect(twiceIn(text)).toEqual(duplicates);
  });

  test.each(['<<: a', '<<: [a]', 'x: &x [{a: 1}]\ny: {<<: *x}', '<<:'])('%j is none', text => {
    expect(() => read(text)).toThrow('yaml: map merge requires map or sequence of maps as the value');
  });

  it('tells which duplicates come with one', () => {
    const { duplicates } = firstGoYaml('{<<: {a: 1}, a: 2, b: 1, b: 2}') ?? {};
    expect(duplicates?.map(({ merged }) => merged)).toEqual([true, false]);
  });
});

describe('of keys', () => {
  test.each<[string, unknown]>([
    [
      '{1.5: a, 1e6: b, 16777217.0: c, 0.1: d, -0.0: e}',
      { 1.5: 'a', '1e+06': 'b', '1.6777216e+07': 'c', 0.1: 'd', '-0': 'e' },
    ],
    ['{on: a, 0b11: b, .NaN: c, 1e39: d}', { true: 'a', 3: 'b', '.nan': 'c', '.inf': 'd' }],
  ])('%j', (text, value) => {
    expect(read(text)).toEqual(value);
    expect(twiceIn(text)).toEqual([]);
  });

  test.each<[string, readonly string[]]>([
    ['1: a\n0x1: b', ['line 2: key 1 already set in map']],
    ['1: a\n"1": b', []],
    ['y: a\nyes: |\n  b', ['line 2: key true already set in map']],
    [
      'a: 1\nb:\n- {c: 1,\n   c: 2}\na: 2\na: 3',
      [4, 5, 6].map(line => `line ${line}: key "${line === 4 ? 'c' : 'a'}" already set in map`),
    ],
  ])('of %j that are there twice', (text, duplicates) => {
    expect(twiceIn(text)).toEqual(duplicates);
  });

  test.each([
    ['{~: x}', 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "x"'],
    ['{18446744073709551615: 1}', 'unsupported map key of type: uint64, key: 0xffffffffffffffff, value: 1'],
    ['{[]: x}', 'yaml: invalid map key: []interface {}{...}'],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('of scalars', () => {
  test.each<[string, unknown]>([
    ['0b-1', -1],
    ['1__0', 10],
    ['0_7', 7],
    ['+18446744073709551615', 2 ** 64],
    ['-9223372036854775809', -(2 ** 63)],
    ['1e-400', 0],
    ['.5e1', 5],
    ['._5', '._5'],
    ['.iNf', '.iNf'],
    ['!!timestamp 2001-1-1T1:2:3.5+01:00', '2001-1-1T1:2:3.5+01:00'],
    ['! 1', '1'],
    ['!!null ""', null],
  ])('%j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  test.each([
    ['!!float 18446744073709551615', 'yaml: cannot decode !!int `18446744073709551615` as a !!float'],
    ['!!timestamp 2001-02-30', 'yaml: cannot decode !!str `2001-02-30` as a !!timestamp'],
    ['!!bool 1', 'yaml: cannot decode !!int `1` as a !!bool'],
  ])('%j is refused', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test.each<[string, unknown]>([
    ['a: |\n  b', 'b'],
    ['a: |\n  b\n', 'b\n'],
    ['a: >+\n  b\n\n', 'b\n\n'],
    ['a: >-\n  b', 'b'],
    ['a: |\n  b\n---\n', 'b\n'],
  ])('of the block %j, which may lack its last line break', (text, value) => {
    expect(read(text)).toEqual({ a: value });
  });
});

describe('of brackets and quotes over several lines', () => {
  test.each<[string, unknown]>([
    ['a: [\n]', { a: [] }],
    ['a:\n  b: [\n    c,\n  ]\n  d: {\ne: f\n}', { a: { b: ['c'], d: { e: 'f' } } }],
    ['a: "b\nc"', { a: 'b c' }],
    ['- - - [\r\n]', [[[[]]]]],
    ["a:\n  b: 'c\n\n d'", { a: { b: 'c\nd' } }],
  ])('%j: they may stand as far left as they like', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it('tells lines as they were written', () => {
    expect(twiceIn('a: [\n]\nb: {\n}\na: 1')).toEqual(['line 5: key "a" already set in map']);
  });

  it('does not take the end of a document into them', () => {
    expect(() => allGoYaml('a: [\n---\n]')).toThrow('deficient indentation');
  });

  it('gives up on more of them than it has time for', () => {
    const text = Array.from({ length: 200_000 }, (_, index) => `k${index}: [\n]`).join('\n');
    expect(() => read(text)).toThrow('deficient indentation');
  });
});

describe('of several documents', () => {
  test.each<[string, unknown]>([
    ['a: 1\n---\n}broken', { a: 1 }],
    ['a: 1\n...\n*x', { a: 1 }],
    ['# c\n\n--- # d\na: 1\r\n---\t\n[', { a: 1 }],
    ['%YAML 1.1\n---\na: 1\n--- }', { a: 1 }],
    ['\uFEFF---\n---\na: 1', null],
    ['a: |\n  ---\n  b\n---x: 1', { a: '---\nb\n', '---x': 1 }],
    ['a: "\n  ---\n  b"', { a: ' --- b' }],
  ])('%j only the first is read', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it('reads nothing where nothing is', () => {
    expect(firstGoYaml('# nothing\n')).toBeUndefined();
    expect(allGoYaml('')).toEqual([]);
  });

  it('reads all, each with anchors of its own', () => {
    expect(allGoYaml('a: &x 1\n---\n- 2\n---\n').map(({ value }) => value)).toEqual([{ a: 1 }, [2], null]);
    expect(() => allGoYaml('a: &x 1\n---\nb: *x')).toThrow("yaml: unknown anchor 'x' referenced");
  });

  it.each(['1.2', '1.0'])('refuses those of YAML %s', version => {
    expect(() => read(`%YAML ${version}\n---\na: 1`)).toThrow('found incompatible YAML document');
  });
});

describe('of aliases', () => {
  it('refuses one that holds itself, and says where', () => {
    const text = 'b: 1\na: &a\n  - *a';
    expect(() => read(text)).toThrow(new GoYamlError("yaml: anchor 'a' value contains itself", 3));
  });

  it('bounds how deeply they nest each other', () => {
    const deep = (index: number) => `k${index}: &k${index} ${'['.repeat(900)}*k${index - 1}${']'.repeat(900)}`;
    const text = ['k0: &k0 1', ...Array.from({ length: 20 }, (_, index) => deep(index + 1))].join('\n');
    expect(() => read(text)).toThrow('exceeded max depth');
  });

  it('reads what they stand for anew', () => {
    const { a, b } = read('a: &a {c: 1}\nb: *a') as { a: object; b: object };
    expect(b).toEqual(a);
    expect(b).not.toBe(a);
  });
});

test('whole numbers tell their digits where JavaScript loses some', () => {
  const { value, rounded } =
    firstGoYaml('a: [0x7fffffffffffffff, 9007199254740992, 1e17]\nb: {18: -9007199254740993}') ?? {};
  expect(rounded).toEqual([
    { path: 'a[0]', written: '9223372036854775807' },
    { path: 'b.18', written: '-9007199254740993' },
  ]);
  expect(value).toEqual({ a: [2 ** 63, 2 ** 53, 1e17], b: { 18: -9007199254740992 } });
});
