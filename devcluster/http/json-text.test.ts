import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from './json-text.js';

describe('tells what is wrong as Go does', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['{"a":1}}', "invalid character '}' after top-level value"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['[01]', "invalid character '1' after array element"],
    ['tru!', "invalid character '!' in literal true (expecting 'e')"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['"\\q"', "invalid character 'q' in string escape code"],
  ])('%j', (text, message) => {
    expect(() => parseJson(text)).toThrow(message);
  });
});

describe('names the fields that are there twice', () => {
  test.each([
    ['{"a":1,"b":2}', []],
    ['{"a":1,"a":2}', ['a']],
    ['{"a":{"b":[{"c":1},{"c":1,"c":2}]}}', ['a.b[1].c']],
    ['{"a\\u0062":1,"ab":2}', ['ab']],
    ['{"a":"{\\"x\\":1,\\"x\\":2}"}', []],
  ])('%j', (text, duplicates) => {
    expect(parseJson(text).duplicates).toEqual(duplicates);
  });
});

test('keeps __proto__ as a field like any other', () => {
  const { value } = parseJson('{"__proto__":{"polluted":true}}');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('refuses documents that are nested too deep, without exhausting the stack', () => {
  expect(() => parseJson('['.repeat(1_000_000))).toThrow(/max depth/);
});

test('reads whatever JSON.stringify writes, and finds nothing twice in it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = JSON.stringify(value);
      expect(parseJson(text)).toEqual({ value: JSON.parse(text), duplicates: [] });
    }),
  );
});

test('refuses exactly what JSON.parse refuses', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '1',
    '-',
    '.',
    'e',
    'true',
    'null',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
      const text = pieces.join('');
      const accepts = (read: (text: string) => unknown) => {
        try {
          read(text);
          return true;
        } catch {
          return false;
        }
      };
      expect(accepts(parseJson)).toBe(accepts(JSON.parse));
    }),
  );
});
