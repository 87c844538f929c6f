// What single paths find in a real server's Table is replayed by printer-of.test.ts; here is what a Table does not show.
import { describe, expect, test } from 'vitest';
import { jsonPath } from './json-path.js';
import { JsonPathError } from './json-path-parser.js';

const object = {
  list: [3, 1, 2],
  pods: [
    { name: 'a', ready: true, ports: [80, 81] },
    { name: 'b', ready: false, ports: [90] },
  ],
  fields: { z: 1, a: 2 },
  nothing: null,
};

describe('a JSONPath', () => {
  test.each([
    ['.pods[*].name', ['a', 'b']],
    ['.pods[*].ports[*]', [80, 81, 90]],
    ['.pods[?(@.ready==true)].ports[-1]', [81]],
    ['.pods[?(@.name!="a")].name', ['b']],
    ['.list[0,2]', [3, 2]],
    ['.list[0:3:2]', [3, 2]],
    ['.list[3:3]', []],
    ['..ports', [[80, 81], [90]]],
    ['.fields.*', [2, 1]],
    ["['fields'].z", [1]],
    ['$.fields.z', [1]],
    ['.fields.z}', [1]],
    ['.fields}.z', [{ z: 1, a: 2 }]],
    ['.nothing', [null]],
    ['.nothing.deeper', []],
    ['.constructor', []],
    ['.fields.__proto__', []],
    ['.pods[?(@.name=="\\"")].name', []],
  ])('%s finds all of its values in order', (path, values) => {
    expect(jsonPath(path)(object)).toEqual(values);
  });

  test.each([
    '.a[',
    '.a[x]',
    '.a["b"]',
    '.a[?(@.b',
    '.a[?(@.b)',
    '.a[?(@.b=="c)]',
    '....a',
    '"open',
    '.a[-]',
    '.a\\',
    '.a[9999999999999999999999]',
    '.a..[*]١',
  ])('%s cannot be parsed', path => {
    expect(() => jsonPath(path)).toThrow(JsonPathError);
  });

  test.each([
    '.list[3]',
    '.list[-4]',
    '.list[2:1]',
    '.list[0:3:0]',
    '.fields[0]',
    '.fields[?(@.z==1)]',
    '.list[?(@=="1")]',
    '.pods[?(@.ready<true)]',
    '.pods[?(@.ports==1)]',
    '.pods[?(@.name=~"a")]',
    '.pods[?(@.ports[*]==80)]',
    '.fields.z range',
  ])('%s cannot be followed', path => {
    expect(() => jsonPath(path)(object)).toThrow(JsonPathError);
  });

  test('that finds more than anybody wants cannot be followed', () => {
    const nested = Array.from({ length: 12 }).reduce<object>(inner => ({ a: inner, b: inner }), {});
    expect(() => jsonPath('...*...*...*...*')(nested as never)).toThrow('too many values');
  });
});
