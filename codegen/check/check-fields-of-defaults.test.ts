import { expect, test } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import type { SchemaNode } from '../model/schema-node.js';
import { checkFieldsOfDefaults } from './check-fields-of-defaults.js';

const PLACE = { file: '/project/thing.ts', line: 1, column: 1 };

function node(schema: Omit<SchemaNode, 'origin' | 'said'>, column = 1): SchemaNode {
  return { ...schema, origin: PLACE, said: { default: { ...PLACE, column } } };
}

const TEXT = node({ type: 'string' });
const TLS = node({ type: 'object', properties: { secret: TEXT, constructor2: TEXT } });

function check(schema: Omit<SchemaNode, 'origin' | 'said'>): readonly string[] {
  const root = node({ type: 'object', properties: { field: node(schema, 7) } });
  return checkFieldsOfDefaults(root, '').map(
    ({ column, code, message, hint }) => `${column} ${code} ${message}; ${hint}`,
  );
}

test.each<[string, Omit<SchemaNode, 'origin' | 'said'>]>([
  ['of fields', { ...TLS, default: { secret: 'a' } }],
  ['of keys of a map', { type: 'object', additionalProperties: TEXT, default: { any: 'a', constructor: 'b' } }],
  ['of items', { type: 'array', items: TLS, default: [{ secret: 'a' }] }],
  [
    'where unknown fields are kept',
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, default: { x: 1 } },
  ],
  ['without fields', { type: 'string', default: 'a' }],
])('lets defaults pass %s', (_title, schema) => {
  expect(check(schema)).toEqual([]);
});

test.each<[string, Omit<SchemaNode, 'origin' | 'said'>, string]>([
  ['in an object', { ...TLS, default: { secert: 'a' } }, 'field.secert; did you mean "secret"?'],
  [
    'with a name of JavaScript',
    { ...TLS, default: { toString: 'a' } as Json },
    'field.toString; the fields of field are secret, constructor2',
  ],
  [
    'in items',
    { type: 'array', items: TLS, default: [{ x: 1 }] },
    'field[0].x; the fields of field[0] are secret, constructor2',
  ],
  [
    'in a map',
    { type: 'object', additionalProperties: TLS, default: { a: { x: 1 } } },
    'field.a.x; the fields of field.a are secret, constructor2',
  ],
])('refuses a field that is not there %s', (_title, schema, text) => {
  expect(check(schema)).toEqual([`7 KW2009 the default does not fit: there is no field ${text}`]);
});

test('finds defaults below items and maps', () => {
  const inner = { ...TLS, default: { x: 1 }, said: { default: { ...PLACE, column: 9 } } };
  const list = check({ type: 'array', items: inner });
  const map = check({ type: 'object', additionalProperties: inner });
  expect([...list, ...map].map(text => text.slice(0, 8))).toEqual(['9 KW2009', '9 KW2009']);
});
