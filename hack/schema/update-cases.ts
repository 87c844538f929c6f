// Values that take the place of others, for what the API server lets through when it has not changed.
import type { Json, JsonObject, StructuralSchema } from '../../schema/structural-schema.js';
import { EMBEDDED, INTEGER, list, mapBy, object, PRESERVE, SET, STRING } from './shapes.js';
import type { ValueCase } from './value-cases.js';

/** A value that another takes the place of. It was written before the schema was there. */
export interface UpdateCase extends ValueCase {
  readonly old: Json;
}

const STRICT: StructuralSchema = object({
  a: { ...INTEGER, minimum: 5 },
  b: { ...STRING, maxLength: 2 },
  l: list({ ...INTEGER, minimum: 5 }),
  items: list(object({ c: { ...INTEGER, minimum: 5 }, name: STRING })),
  o: object({ c: { ...INTEGER, minimum: 5 }, d: STRING }, { required: ['d'] }),
  m: { type: 'object', additionalProperties: { ...INTEGER, minimum: 5 } },
  ports: list(
    object({ name: STRING, port: { ...INTEGER, minimum: 5 }, t: STRING }, { required: ['name'] }),
    mapBy('name'),
  ),
  set: list(STRING, SET),
  any: { ...INTEGER, anyOf: [{ minimum: 5 }, { maximum: -5 }] },
  deep: object({ e: INTEGER, f: INTEGER }, { allOf: [{ properties: { e: { minimum: 5 } } }] }),
  one: { ...STRING, enum: ['x', 'y'] },
  free: { ...PRESERVE, maxProperties: 1 },
  res: EMBEDDED,
  n: { ...INTEGER, maximum: 1 },
});

/** What the schema of all of them refuses; a field of any object takes it. */
export const REFUSED: JsonObject = { a: 1 };

const update = (title: string, old: Json, value: Json): UpdateCase => ({ title, schema: STRICT, old, value });

/** The values that take the place of others. */
export const UPDATE_CASES: readonly UpdateCase[] = [
  update('an unchanged field', { a: 1 }, { a: 1, b: 'x' }),
  update('a changed field', { a: 1 }, { a: 2 }),
  update('a field that is fine and stays so', { a: 6 }, { a: 7 }),
  update('a new field', { b: 'x' }, { b: 'x', a: 1 }),
  update('a list that has not changed', { l: [1] }, { l: [1], a: 9 }),
  update('a list that has grown', { l: [1] }, { l: [1, 9] }),
  update(
    'an unchanged item of a list that has grown',
    { items: [{ c: 1, name: 'a' }] },
    { items: [{ c: 1, name: 'a' }, { c: 9 }] },
  ),
  update('a missing field that was missing', { o: { c: 9 } }, { o: { c: 9 }, a: 9 }),
  update('a missing field in an object that has changed', { o: { c: 9 } }, { o: { c: 10 } }),
  update('an unchanged field in an object that has changed', { o: { c: 1, d: 'x' } }, { o: { c: 1, d: 'y' } }),
  update('an unchanged entry of a map', { m: { k: 1 } }, { m: { k: 1, l: 9 } }),
  update('a new entry of a map', { m: { k: 1 } }, { m: { k: 1, l: 2 } }),
  update(
    'an unchanged item of a list map',
    { ports: [{ name: 'a', port: 1 }] },
    {
      ports: [
        { name: 'b', port: 9 },
        { name: 'a', port: 1 },
      ],
    },
  ),
  update('a changed item of a list map', { ports: [{ name: 'a', port: 1 }] }, { ports: [{ name: 'a', port: 2 }] }),
  update(
    'an unchanged field in a changed item of a list map',
    { ports: [{ name: 'a', port: 1 }] },
    { ports: [{ name: 'a', port: 1, t: 'x' }] },
  ),
  update(
    'an item of a list map with another key',
    { ports: [{ name: 'a', port: 1 }] },
    { ports: [{ name: 'b', port: 1 }] },
  ),
  update(
    'duplicates of a list map that were there',
    {
      ports: [
        { name: 'a', port: 9 },
        { name: 'a', port: 8 },
      ],
    },
    {
      ports: [
        { name: 'a', port: 9 },
        { name: 'a', port: 8 },
      ],
      a: 9,
    },
  ),
  update(
    'new duplicates of a list map',
    { ports: [{ name: 'a', port: 9 }] },
    {
      ports: [
        { name: 'a', port: 9 },
        { name: 'a', port: 8 },
      ],
    },
  ),
  update('duplicates of a set that were there', { set: ['a', 'a'] }, { set: ['a', 'a', 'b'] }),
  update(
    'new duplicates elsewhere when there were some',
    { set: ['a', 'a'] },
    { set: ['a', 'a'], ports: [{ name: 'a' }, { name: 'a' }] },
  ),
  update('new duplicates of a set', { set: ['a'] }, { set: ['a', 'a'] }),
  update('anyOf of what has not changed', { any: 0 }, { any: 0, a: 9 }),
  update('anyOf of what has changed', { any: 0 }, { any: 1 }),
  update('properties in allOf that have not changed', { deep: { e: 1, f: 1 } }, { deep: { e: 1, f: 2 } }),
  update('allOf of an object that has not changed', { deep: { e: 1 } }, { deep: { e: 1 }, a: 9 }),
  update('an enum of what has not changed', { one: 'z' }, { one: 'z', a: 9 }),
  update('an enum of what has changed', { one: 'z' }, { one: 'w' }),
  update('an object of unknown fields that has not changed', { free: { a: 1, b: 2 } }, { free: { a: 1, b: 2 }, a: 9 }),
  update('an object of unknown fields that has changed', { free: { a: 1, b: 2 } }, { free: { a: 1, c: 2 } }),
  update('an embedded resource that has not changed', { res: { kind: 'A' } }, { res: { kind: 'A' }, a: 9 }),
  update('a type that was wrong', { a: 'x' }, { a: 'x', b: 'x' }),
  update('a type that becomes wrong', { a: 9 }, { a: 'x' }),
  update('several of all kinds', { a: 1, l: [1], n: 5 }, { a: 1, l: [2], n: 6 }),
];
