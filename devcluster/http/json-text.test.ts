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
    ['"\0"', "invalid character '\\x00' in string literal"],
    ['"\n"', "invalid character '\\n' in string literal"],
    // The first byte of what is one character.
    ['\ufeff{}', "invalid character '\u00ef' looking for beginning of value"],
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

describe('tells the whole numbers that JavaScript would round and Go would not', () => {
  test.each([
    ['9007199254740991', []],
    ['9007199254740992', []],
    ['{"a":[9007199254740993]}', [{ path: 'a[0]', written: '9007199254740993' }]],
    ['{"a":{"b":-9223372036854775807 }}', [{ path: 'a.b', written: '-9223372036854775807' }]],
    ['4611686018427387904', [{ path: '', written: '4611686018427387904' }]],
    // Beyond int64 Go has float64 as well.
    ['18446744073709551615', []],
    ['0.10000000000000000555', []],
    ['"9007199254740993"', []],
    ['-0', []],
  ])('%j', (text, rounded) => {
    expect(parseJson(text).rounded).toEqual(rounded);
  });
});

test.each(['1e999', '{"a":[-1E400]}'])('refuses %s, which no float64 holds', text => {
  expect(() => parseJson(text)).toThrow(/^json: cannot unmarshal number .* into Go value of type float64$/);
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
      expect(parseJson(text)).toEqual({ value: JSON.parse(text), duplicates: [], rounded: [] });
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
