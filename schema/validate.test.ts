import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, StructuralSchema } from './structural-schema.js';
import { validate } from './validate.js';

const INT32: StructuralSchema = { type: 'integer', format: 'int32' };
const INT_OR_STRING: StructuralSchema = { 'x-kubernetes-int-or-string': true };
const MAP_LIST: StructuralSchema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name', 'protocol'],
  items: {
    type: 'object',
    properties: { name: { type: 'string' }, protocol: { type: 'string', default: 'TCP' } },
    required: ['name'],
  },
};

describe('refuses, in the words of the API server', () => {
  test.each<[string, Json, StructuralSchema, string]>([
    [
      'a number below the minimum',
      333,
      { ...INT32, minimum: 1234 },
      'spec.x in body should be greater than or equal to 1234',
    ],
    ['a number above the maximum', 9, { ...INT32, maximum: 8 }, 'spec.x in body should be less than or equal to 8'],
    ['a fraction for an integer', 1.5, INT32, 'spec.x in body must be of type integer: "number"'],
    ['a number beyond int32', 2 ** 31, INT32, 'spec.x in body must be of type int32: "2147483648"'],
    ['a text for a number', '1', { type: 'number' }, 'spec.x in body must be of type number: "string"'],
    ['null where it is not allowed', null, { type: 'string' }, 'spec.x in body must be of type string: "null"'],
    [
      'a fraction for an int-or-string',
      1.5,
      INT_OR_STRING,
      'spec.x in body must be of type integer or string: "number"',
    ],
    ['a short text', '', { type: 'string', minLength: 1 }, 'spec.x in body should be at least 1 chars long'],
    ['a long text', 'abc', { type: 'string', maxLength: 2 }, 'spec.x in body should be at most 2 chars long'],
    [
      'a text outside the enum',
      'c',
      { type: 'string', enum: ['a', 'b'] },
      'spec.x in body should be one of ["a", "b"]',
    ],
    [
      'a text against the pattern',
      'B',
      { type: 'string', pattern: '^[a-z]$' },
      "spec.x in body should match '^[a-z]$'",
    ],
    [
      'a date without a time',
      '2026-01-31',
      { type: 'string', format: 'date-time' },
      'spec.x in body must be of type date-time: "2026-01-31"',
    ],
    [
      'an object without a required field',
      {},
      { type: 'object', required: ['a'], properties: { a: INT32 } },
      'spec.x.a: Required value',
    ],
    ['a wrong item', [1, 'b'], { type: 'array', items: INT32 }, 'spec.x[1] in body must be of type integer: "string"'],
    [
      'a wrong value in a map',
      { k: 'b' },
      { type: 'object', additionalProperties: INT32 },
      'spec.x.k in body must be of type integer: "string"',
    ],
    [
      'two items with the same keys',
      [{ name: 'a' }, { name: 'a', protocol: 'TCP' }],
      MAP_LIST,
      'spec.x[1]: Duplicate value: ["a","TCP"]',
    ],
    [
      'two equal items of a set',
      ['a', 'a'],
      { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      'spec.x[1]: Duplicate value: "a"',
    ],
  ])('%s', (_title, value, schema, message) => {
    expect(validate(value, schema, 'spec.x').map(each => each.message)).toEqual([message]);
  });
});

describe('accepts', () => {
  test.each<[string, Json, StructuralSchema]>([
    ['null where it is allowed', null, { type: 'string', nullable: true }],
    ['a whole number for a number', 1, { type: 'number' }],
    ['a text for an int-or-string', '80%', INT_OR_STRING],
    ['a bound itself', 1234, { ...INT32, minimum: 1234, maximum: 1234 }],
    ['code points, not code units', '👍', { type: 'string', minLength: 1, maxLength: 1 }],
    [
      'a missing field that has a default',
      {},
      { type: 'object', required: ['a'], properties: { a: { ...INT32, default: 1 } } },
    ],
    ['fields that the schema does not name, which are pruned', { b: 1 }, { type: 'object', properties: { a: INT32 } }],
    ['any value where the schema says nothing', { a: [null] }, { 'x-kubernetes-preserve-unknown-fields': true }],
    ['items that differ in one key', [{ name: 'a' }, { name: 'a', protocol: 'UDP' }], MAP_LIST],
  ])('%s', (_title, value, schema) => {
    expect(validate(value, schema)).toEqual([]);
  });
});

test('names every violation of an object once, each with its path', () => {
  const schema: StructuralSchema = {
    type: 'object',
    properties: { a: { ...INT32, minimum: 1 }, b: { type: 'array', items: { type: 'boolean' } } },
  };
  const paths = validate({ a: 0, b: [true, 1] }, schema).map(({ path }) => path);
  expect(paths).toEqual(['a', 'b[1]']);
});

test('accepts exactly the whole numbers between the bounds', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (value, minimum, maximum) => {
      const accepted = validate(value, { ...INT32, minimum, maximum }).length === 0;
      expect(accepted).toBe(value >= minimum && value <= maximum);
    }),
  );
});

test('never throws, whatever the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      for (const schema of [INT32, INT_OR_STRING, MAP_LIST]) validate(value as Json, schema);
    }),
  );
});
