import { describe, expect, test } from 'vitest';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { checkSchema } from './check-schema.js';

type Keywords = Omit<SchemaNode, 'origin' | 'said'>;

/** Each place is told by its column. */
function at(column: number): Origin {
  return { file: '/project/thing.ts', line: 1, column };
}

/** A schema in which the n-th of these keywords was said in column n; children are in column 0. */
function node(schema: Keywords, ...said: readonly string[]): SchemaNode {
  const places = said.map((keyword, index) => [keyword, at(index + 1)]);
  return { ...schema, origin: at(0), said: Object.fromEntries(places) };
}

function found(schema: SchemaNode): readonly string[] {
  return checkSchema(schema, 'field').map(({ column, code }) => `${column} ${code}`);
}

function hints(schema: SchemaNode): readonly Diagnostic['hint'][] {
  return checkSchema(schema, 'field').map(({ hint }) => hint);
}

const TEXT = { type: 'string' } as const;
const INTEGER = { type: 'integer', format: 'int32' } as const;
const PLAIN = node(TEXT);

describe('bounds', () => {
  test.each<[string, Keywords, string[]]>([
    ['one number fits', { ...INTEGER, minimum: 3, maximum: 3 }, []],
    ['one number between excluded bounds', bounds(1, 3), []],
    ['no whole number between excluded bounds', bounds(1, 2), ['1 KW2005']],
    ['a fraction between excluded bounds', { ...bounds(1, 2), type: 'number', format: 'double' }, []],
    ['one number, which is left out', { type: 'number', minimum: 1, maximum: 1, exclusiveMaximum: true }, ['1 KW2005']],
    ['a multiple at the lower bound', { ...INTEGER, minimum: 10, maximum: 19, multipleOf: 10 }, []],
    ['a multiple that is left out', { ...bounds(10, 20), multipleOf: 10 }, ['1 KW2005']],
    ['multiples below zero', { ...INTEGER, minimum: -9, maximum: -1, multipleOf: 10 }, ['1 KW2005']],
    ['a factor of zero', { ...INTEGER, multipleOf: 0 }, ['3 KW2026']],
    ['a factor below zero', { type: 'number', multipleOf: -0.5 }, ['3 KW2026']],
    ['a fraction as factor of an integer', { ...INTEGER, multipleOf: 0.5 }, ['3 KW2006']],
  ])('%s', (_title, schema, expected) => {
    expect(found(node(schema, 'minimum', 'maximum', 'multipleOf'))).toEqual(expected);
  });

  function bounds(minimum: number, maximum: number): Keywords {
    return { ...INTEGER, minimum, maximum, exclusiveMinimum: true, exclusiveMaximum: true };
  }

  test.each<[string, Keywords, string, string, string[]]>([
    ['equal lengths', { ...TEXT, minLength: 1, maxLength: 1 }, 'minLength', 'maxLength', []],
    ['lengths', { ...TEXT, minLength: 2, maxLength: 1 }, 'minLength', 'maxLength', ['1 KW2005']],
    ['items', { type: 'array', items: PLAIN, minItems: 2, maxItems: 1 }, 'minItems', 'maxItems', ['1 KW2005']],
    [
      'keys',
      { type: 'object', additionalProperties: PLAIN, minProperties: 2, maxProperties: 1 },
      'minProperties',
      'maxProperties',
      ['1 KW2005'],
    ],
    ['both odd', { ...TEXT, minLength: -1, maxLength: 0.5 }, 'minLength', 'maxLength', ['1 KW2008', '2 KW2008']],
    ['too large', { ...TEXT, maxLength: 2 ** 53 }, 'minLength', 'maxLength', ['2 KW2008']],
  ])('of sizes: %s', (_title, schema, least, most, expected) => {
    expect(found(node(schema, least, most))).toEqual(expected);
  });

  test.each<[string, Keywords, string[]]>([
    ['as many as there are', { minProperties: 2 }, []],
    ['more than there are', { minProperties: 3 }, ['1 KW2027']],
    ['more, where unknown fields are kept', { minProperties: 3, 'x-kubernetes-preserve-unknown-fields': true }, []],
    ['fewer than must be there', { maxProperties: 1, required: ['a', 'b'] }, ['2 KW2027']],
  ])('of fields: %s', (_title, keywords, expected) => {
    const schema = node(
      { type: 'object', properties: { a: PLAIN, b: PLAIN }, ...keywords },
      'minProperties',
      'maxProperties',
    );
    expect(found(schema)).toEqual(expected);
  });
});

describe('enums', () => {
  const INT_OR_STRING = {
    anyOf: [{ type: 'integer' }, { type: 'string' }],
    'x-kubernetes-int-or-string': true,
  } as const;
  test.each<[string, Keywords, string[]]>([
    ['of texts', { ...TEXT, enum: ['a', 'b'] }, []],
    ['of numbers and texts', { ...INT_OR_STRING, enum: [1, 'a'] }, []],
    ['of a fraction', { ...INT_OR_STRING, enum: [1, 0.5] }, ['3 KW2025']],
    ['of another type', { ...TEXT, enum: ['a', 1] }, ['3 KW2025']],
    ['with a value twice', { ...TEXT, enum: ['a', 'a'] }, ['3 KW2025']],
    ['of a field that may be null', { ...TEXT, enum: ['a'], nullable: true }, ['1 KW2025']],
    ['of nothing', { ...TEXT, enum: [] }, ['1 KW2025']],
    ['on a list', { type: 'array', items: PLAIN, enum: ['a'] }, ['1 KW2004']],
    ['with a value that a pattern refuses', { ...TEXT, enum: ['a', 'b'], pattern: '^a' }, ['4 KW2016']],
  ])('%s', (_title, schema, expected) => {
    const places = ['enum', 'enum[0]', 'enum[1]', 'pattern'];
    expect(found(node(schema, ...places.filter(place => place !== 'pattern' || 'pattern' in schema)))).toEqual(
      expected,
    );
  });
});

describe('sets', () => {
  const object: Keywords = { type: 'object', properties: { a: PLAIN } };
  test.each<[string, Keywords, string[]]>([
    ['of texts', TEXT, []],
    ['of objects that are owned as a whole', { ...object, 'x-kubernetes-map-type': 'atomic' }, []],
    ['of objects', object, ['1 KW2029']],
    ['of lists', { type: 'array', items: PLAIN }, []],
    ['of sets', { type: 'array', items: PLAIN, 'x-kubernetes-list-type': 'set' }, ['1 KW2029']],
    ['of what may be null', { ...TEXT, nullable: true }, ['1 KW2029']],
  ])('%s', (_title, items, expected) => {
    const schema = node(
      { type: 'array', items: node(items), 'x-kubernetes-list-type': 'set' },
      'x-kubernetes-list-type',
    );
    expect(found(schema)).toEqual(expected);
  });
});

describe('rules in CEL', () => {
  const object = { type: 'object', properties: { a: PLAIN, list: node({ type: 'array', items: PLAIN }) } } as const;
  const check = (rule: NonNullable<SchemaNode['x-kubernetes-validations']>[number]) =>
    node(
      { ...object, 'x-kubernetes-validations': [{ rule: 'true' }, rule] },
      ...['', '.message', '.messageExpression', '.reason', '.fieldPath'].map(
        part => `x-kubernetes-validations[1]${part}`,
      ),
    );
  test.each<[string, Parameters<typeof check>[0], string[]]>([
    ['whole', { rule: 'true', message: 'm', reason: 'FieldValueInvalid', fieldPath: '.a' }, []],
    ['empty', { rule: ' ' }, ['1 KW2032']],
    ['of several lines, with a message', { rule: 'true\n', message: 'm' }, []],
    ['of several lines, without', { rule: 'a\nb' }, ['2 KW2032']],
    ['with a message of several lines', { rule: 'true', message: 'a\nb' }, ['2 KW2032']],
    ['with an empty message', { rule: 'true', message: ' ' }, ['2 KW2032']],
    ['with an empty expression for it', { rule: 'true', messageExpression: ' ' }, ['3 KW2032']],
    ['with another reason', { rule: 'true', reason: 'Invalid' as never }, ['4 KW2033']],
    ['with a path to nowhere', { rule: 'true', fieldPath: '.b' }, ['5 KW2034']],
    ['with a path into a list', { rule: 'true', fieldPath: '.list[0]' }, ['5 KW2034']],
  ])('%s', (_title, rule, expected) => {
    expect(found(check(rule))).toEqual(expected);
  });

  test('suggest the reason that was meant', () => {
    expect(hints(check({ rule: 'true', reason: 'FieldValueForbiden' as never }))).toEqual([
      'did you mean "FieldValueForbidden"?',
    ]);
  });
});

describe('formats, examples, links and open fields', () => {
  test.each<[string, Keywords, string, string[]]>([
    ['a known format', { ...TEXT, format: 'ipv4' }, 'format', []],
    ['a format with dashes', { ...TEXT, format: 'k8s-short-name' }, 'format', []],
    ['an unknown format', { ...TEXT, format: 'ipv5' }, 'format', ['1 KW2031']],
    ['two formats', { ...TEXT, allOf: [{ format: 'date' }, { format: 'uri' }] }, 'format', ['1 KW2030']],
    ['an example', { ...TEXT, example: 'a' }, 'example', []],
    ['an example of another type', { ...TEXT, example: 1 }, 'example', ['1 KW2043']],
    ['a link', { ...TEXT, externalDocs: { url: 'https://example.com' } }, 'externalDocs', []],
    ['half a link', { ...TEXT, externalDocs: { url: 'example.com' } }, 'externalDocs', ['1 KW2041']],
    [
      'an embedded map',
      { type: 'object', additionalProperties: PLAIN, 'x-kubernetes-embedded-resource': true },
      'x-kubernetes-embedded-resource',
      ['1 KW2039'],
    ],
    [
      'an embedded object without fields',
      { type: 'object', 'x-kubernetes-embedded-resource': true },
      'x-kubernetes-embedded-resource',
      ['1 KW2039'],
    ],
    [
      'unknown fields of a text',
      { ...TEXT, 'x-kubernetes-preserve-unknown-fields': true },
      'x-kubernetes-preserve-unknown-fields',
      ['1 KW2004'],
    ],
  ])('%s', (_title, schema, keyword, expected) => {
    expect(found(node(schema, keyword))).toEqual(expected);
  });
});
