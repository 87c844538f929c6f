// What the API server is asked about schemas. Each case is small, and asks one thing.
import type { Json, StructuralSchema } from '../../schema/structural-schema.js';

/** A schema of `spec.x`, and a value that is written there. */
export interface ValueCase {
  readonly title: string;
  readonly schema: StructuralSchema;
  readonly value: Json;
}

/** A value that another takes the place of. It was written before the schema was there. */
export interface UpdateCase extends ValueCase {
  readonly old: Json;
}

/** A schema of `spec.x`, or with `root` of the whole object, for a definition that the server may refuse. */
export interface DefinitionCase {
  readonly title: string;
  readonly schema: Json;
  readonly root?: boolean;
  /** Whether the definition has a status subresource. */
  readonly status?: boolean;
}

/** A schema with the values that are tried on it. */
interface Group {
  readonly of: string;
  readonly schema: StructuralSchema;
  readonly values: readonly Json[];
}

const STRING: StructuralSchema = { type: 'string' };
const INTEGER: StructuralSchema = { type: 'integer' };
const PRESERVE: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const INT_OR_STRING: StructuralSchema = { 'x-kubernetes-int-or-string': true };
const EMBEDDED: StructuralSchema = { ...PRESERVE, 'x-kubernetes-embedded-resource': true };
const POD = { apiVersion: 'v1', kind: 'Pod' };

const list = (items: StructuralSchema, more: StructuralSchema = {}): StructuralSchema => ({
  type: 'array',
  items,
  ...more,
});
const object = (properties: Record<string, StructuralSchema>, more: StructuralSchema = {}): StructuralSchema => ({
  type: 'object',
  properties,
  ...more,
});
const SET = { 'x-kubernetes-list-type': 'set' } as const;
const mapBy = (...keys: string[]) => ({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys }) as const;

const PORTS = list(
  object(
    { name: STRING, protocol: { ...STRING, default: 'TCP' }, port: { ...INTEGER, minimum: 1, maximum: 9 } },
    { required: ['name'] },
  ),
  mapBy('name', 'protocol'),
);

const groups: readonly Group[] = [
  // Types
  { of: 'a string', schema: STRING, values: ['a', 1, 1.5, true, null, [], {}] },
  {
    of: 'an integer',
    schema: INTEGER,
    values: [1, -1, 1.5, -1.5, 'a', true, null, [1], { a: 1 }, 1e20, 2 ** 62, 1.0000000001],
  },
  { of: 'a number', schema: { type: 'number' }, values: [1, 1.5, '1', false, 1e21, 1e-7] },
  { of: 'a boolean', schema: { type: 'boolean' }, values: [false, 0, 'true'] },
  { of: 'an object', schema: object({ a: STRING }), values: [{}, 'a', []] },
  { of: 'a list', schema: list(STRING), values: [[], {}, 'a', ['a', 1, null]] },
  { of: 'a nullable string', schema: { ...STRING, nullable: true }, values: [null, 1] },
  { of: 'an int-or-string', schema: INT_OR_STRING, values: [1, '80%', 1.5, true, null, 1e20] },
  {
    of: 'an int-or-string that says so in anyOf',
    schema: { ...INT_OR_STRING, anyOf: [{ type: 'integer' }, { type: 'string' }], pattern: '^[0-9]+%$' },
    values: [1, '80%', 'a', 1.5, true],
  },
  {
    of: 'an int-or-string with bounds',
    schema: { ...INT_OR_STRING, minimum: 3, maxLength: 2 },
    values: [2, 'abc', 2.5],
  },

  // Numbers
  { of: 'a minimum', schema: { ...INTEGER, minimum: 1234 }, values: [333, 1234, 1233.5] },
  { of: 'a maximum', schema: { ...INTEGER, maximum: 1000000 }, values: [1000001, 1e20] },
  {
    of: 'exclusive bounds',
    schema: { ...INTEGER, minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: true },
    values: [1, 5, 3],
  },
  {
    of: 'bounds of a number',
    schema: { type: 'number', minimum: 0.5, maximum: 1000000 },
    values: [0, 0.25, 1000000.5, 2000000, 1.5],
  },
  {
    of: 'exclusive bounds of a number',
    schema: { type: 'number', minimum: 0.5, exclusiveMinimum: true, maximum: 2.5, exclusiveMaximum: true },
    values: [0.5, 2.5],
  },
  {
    of: 'bounds of an integer that are not whole',
    schema: { ...INTEGER, minimum: 1.5, maximum: 2.5 },
    values: [1, 2, 3],
  },
  { of: 'a multiple', schema: { ...INTEGER, multipleOf: 3 }, values: [4, 6, -3] },
  {
    of: 'a multiple of a fraction',
    schema: { type: 'number', multipleOf: 0.01 },
    values: [4.02, 4.005, 1000000.005, 3],
  },
  { of: 'a multiple of a number', schema: { type: 'number', multipleOf: 2.5 }, values: [5, 7.5, 4, 4.5] },
  { of: 'an int32', schema: { ...INTEGER, format: 'int32' }, values: [2147483647, 2147483648, -2147483649, 1.5, 'a'] },
  {
    of: 'an int32 with bounds',
    schema: { ...INTEGER, format: 'int32', minimum: 1, maximum: 5 },
    values: [2147483648, 0],
  },
  { of: 'an int64', schema: { ...INTEGER, format: 'int64' }, values: [1, 1e19, 1.5, true] },
  { of: 'a float', schema: { type: 'number', format: 'float' }, values: [1.5, 1e39, 'a'] },
  { of: 'a double', schema: { type: 'number', format: 'double' }, values: [1e39, true] },
  { of: 'an integer of an unknown format', schema: { ...INTEGER, format: 'uint8' }, values: [300, 'a'] },

  // Texts
  { of: 'a minimal length', schema: { ...STRING, minLength: 2 }, values: ['a', '👍', '👍👍', ''] },
  { of: 'a maximal length', schema: { ...STRING, maxLength: 3 }, values: ['abcd', '👍👍👍', 'ééé'] },
  { of: 'a maximal length of one', schema: { ...STRING, maxLength: 1 }, values: ['ab'] },
  {
    of: 'all rules for texts',
    schema: { ...STRING, minLength: 2, maxLength: 3, pattern: '^a', enum: ['abc'] },
    values: ['b', 'bcde', 'bc', 'abd'],
  },
  {
    of: 'a pattern',
    schema: { ...STRING, pattern: '^[a-z]+$' },
    values: ['B', 'abc', 'a\n', 'line\nbreak "quoted" \\ \u0001 \u200b é'],
  },
  {
    of: 'a pattern that hangs others',
    schema: { ...STRING, pattern: '^(a+)+$' },
    values: [`${'a'.repeat(60)}b`, 'aaa'],
  },
  { of: 'a pattern in words of RE2', schema: { ...STRING, pattern: '(?i)^\\p{Greek}\\z' }, values: ['Ω', 'a'] },
  { of: 'an enum', schema: { ...STRING, enum: ['A', 'B "q"', ''] }, values: ['C', 'A', 1, null] },
  { of: 'an enum of integers', schema: { ...INTEGER, enum: [1, 2] }, values: [3, 1, '1'] },
  { of: 'an enum of numbers', schema: { type: 'number', enum: [1, 2.5] }, values: [3, 1.5, 2.5, 1000000] },
  { of: 'an enum of objects', schema: object({ a: INTEGER }, { enum: [{ a: 1 }] }), values: [{ a: 1 }, { a: 2 }, {}] },
  { of: 'an enum of a nullable', schema: { ...STRING, nullable: true, enum: ['a', null] }, values: [null, 'a', 'b'] },
  { of: 'an enum of an int-or-string', schema: { ...INT_OR_STRING, enum: [1, 'a'] }, values: [1, 2, 'a', 'b', 97] },
  { of: 'an enum of booleans', schema: { type: 'boolean', enum: [true] }, values: [false, true] },

  // Lists
  { of: 'items', schema: list({ ...INTEGER, minimum: 1 }), values: [[1, 0, 'b', 0]] },
  { of: 'a minimal count', schema: list(INTEGER, { minItems: 2 }), values: [[1], [1, 2]] },
  { of: 'a maximal count', schema: list(INTEGER, { maxItems: 3 }), values: [[1, 2, 3, 4, 5]] },
  { of: 'a maximal count of one', schema: list(INTEGER, { maxItems: 1 }), values: [[1, 2]] },
  { of: 'lists in lists', schema: list(list(INTEGER)), values: [[[1], ['a']]] },
  {
    of: 'a set',
    schema: list(STRING, SET),
    values: [
      ['a', 'b', 'a', 'a'],
      ['a', 'b'],
    ],
  },
  { of: 'a set of integers', schema: list(INTEGER, SET), values: [[1, 2, 1]] },
  {
    of: 'a set of objects',
    schema: list({ ...object({ b: STRING, a: STRING }), 'x-kubernetes-map-type': 'atomic' }, SET),
    values: [
      [
        { b: '<', a: '1' },
        { a: '1', b: '<' },
      ],
    ],
  },
  {
    of: 'a set of lists',
    schema: list(list(INTEGER, { 'x-kubernetes-list-type': 'atomic' }), SET),
    values: [
      [
        [1, 2],
        [2, 1],
        [1, 2],
      ],
    ],
  },
  {
    of: 'a list map with one key',
    schema: list(object({ name: STRING, a: INTEGER }, { required: ['name'] }), mapBy('name')),
    values: [[{ name: 'a' }, { name: 'b' }, { name: 'a', a: 1 }], [{ a: 1 }], ['a', {}]],
  },
  {
    of: 'a list map with two keys',
    schema: PORTS,
    values: [
      [{ name: 'a' }, { name: 'a', protocol: 'TCP' }],
      [{ name: 'a' }, { name: 'a', protocol: 'UDP' }],
      [{ name: 'a', port: 0 }, null],
    ],
  },
  {
    of: 'a list map whose key has a default',
    schema: list(object({ id: { ...INTEGER, default: 7 } }), mapBy('id')),
    values: [
      [{}, { id: 7 }],
      [{}, {}],
    ],
  },

  // Objects
  {
    of: 'required fields',
    schema: object({ a: STRING, b: STRING }, { required: ['a', 'b'] }),
    values: [{}, { a: null, b: '' }, { b: 1 }],
  },
  {
    of: 'a required field with a default',
    schema: object({ a: { ...STRING, default: 'd' } }, { required: ['a'] }),
    values: [{}, { a: null }],
  },
  {
    of: 'a count of fields',
    schema: { type: 'object', additionalProperties: INTEGER, minProperties: 2, maxProperties: 3 },
    values: [{ a: 1 }, { a: 1, b: 2, c: 3, d: 4 }, { a: 1, b: 2 }],
  },
  {
    of: 'a maximal count of one field',
    schema: { type: 'object', additionalProperties: INTEGER, maxProperties: 1 },
    values: [{ a: 1, b: 2 }],
  },
  {
    of: 'a map',
    schema: { type: 'object', additionalProperties: { ...INTEGER, minimum: 1 } },
    values: [{ key: 0 }, { 'a.b/c': 'x' }, { k: null }],
  },
  {
    of: 'a map of sets',
    schema: { type: 'object', additionalProperties: list(STRING, SET) },
    values: [{ key: ['a', 'a'] }],
  },
  {
    of: 'a map of anything',
    schema: { type: 'object', additionalProperties: true },
    values: [{ a: 1, b: [1], c: { d: 1 }, e: [{ f: 1 }] }],
  },
  { of: 'no further fields', schema: { type: 'object', additionalProperties: false }, values: [{ a: 1 }, {}] },
  {
    of: 'objects in lists in objects',
    schema: object({ ports: list(object({ port: { ...INTEGER, maximum: 9 } })) }),
    values: [{ ports: [{ port: 1 }, { port: 10 }, { port: 'a' }] }],
  },

  // Combinations
  {
    of: 'allOf',
    schema: { ...STRING, allOf: [{ minLength: 3 }, { pattern: '^a' }] },
    values: ['b', 'abc', 'a', 'bcd'],
  },
  { of: 'anyOf', schema: { ...STRING, anyOf: [{ minLength: 3 }, { pattern: '^a' }] }, values: ['b', 'a', 'bcd'] },
  { of: 'oneOf', schema: { ...STRING, oneOf: [{ minLength: 3 }, { pattern: '^a' }] }, values: ['b', 'a', 'abc'] },
  { of: 'not', schema: { ...STRING, not: { enum: ['b'] } }, values: ['b', 'a'] },
  {
    of: 'oneOf with required fields',
    schema: object({ a: STRING, b: STRING }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    values: [{}, { a: '' }, { a: '', b: '' }],
  },
  {
    of: 'anyOf with properties',
    schema: object(
      { a: INTEGER, b: STRING },
      { anyOf: [{ properties: { a: { minimum: 5 } }, required: ['a'] }, { properties: { b: { minLength: 2 } } }] },
    ),
    values: [{ a: 1, b: 'x' }, { a: 6 }, {}, { b: 'x' }],
  },
  { of: 'allOf of which all fail', schema: { ...INTEGER, allOf: [{ minimum: 3 }, { maximum: -3 }] }, values: [0] },
  { of: 'anyOf in allOf', schema: { ...INTEGER, allOf: [{ anyOf: [{ minimum: 3 }, { maximum: -3 }] }] }, values: [0] },
  { of: 'anyOf in items', schema: list({ ...STRING, anyOf: [{ minLength: 3 }, { maxLength: 1 }] }), values: [['ab']] },

  // Embedded resources
  {
    of: 'an embedded resource',
    schema: EMBEDDED,
    values: [
      {},
      POD,
      { apiVersion: '', kind: '' },
      { apiVersion: 'a/b/c', kind: 'Pod' },
      { apiVersion: 'v1', kind: 'po.d' },
      { apiVersion: 'v1', kind: 'P'.repeat(64) },
      { ...POD, metadata: {} },
      { ...POD, metadata: { name: '..', namespace: 'A.b', generateName: 'a/b' } },
      { ...POD, metadata: { namespace: 'a.b', name: 'a%b' } },
      { ...POD, metadata: { labels: { '#': '#' }, annotations: { 'a/b/c': '' } } },
      { ...POD, metadata: { labels: { '/a': 'x'.repeat(64), 'A_b/': '' } } },
      { ...POD, metadata: { finalizers: ['a b'], ownerReferences: [{ apiVersion: '', kind: '', name: '', uid: '' }] } },
      { ...POD, metadata: { finalizers: ['orphan', 'foregroundDeletion'] } },
      {
        ...POD,
        metadata: {
          ownerReferences: [
            { apiVersion: 'v1', kind: 'A', name: 'a', uid: '1', controller: true },
            { apiVersion: 'v1', kind: 'B', name: 'b', uid: '2', controller: true },
          ],
        },
      },
      { ...POD, metadata: { generation: -1, bogus: 1, labels: {}, name: '' }, spec: { a: 1 } },
      { ...POD, metadata: { creationTimestamp: null, name: 'a' } },
      {
        ...POD,
        metadata: { name: '', labels: {}, annotations: { a: '' }, finalizers: [], generation: 0, bogus: { a: 1 } },
      },
      {
        ...POD,
        metadata: {
          ownerReferences: [{ bogus: 1, apiVersion: 'v1', kind: 'A', name: 'a', uid: '1', controller: false }],
          managedFields: [{ manager: 'a', bogus: 1 }],
        },
      },
      { ...POD, metadata: { name: 1 } },
      { ...POD, metadata: { labels: { a: 1 } } },
      { ...POD, metadata: 'a' },
      { ...POD, metadata: null },
      { ...POD, metadata: { creationTimestamp: 'yesterday' } },
      {
        ...POD,
        metadata: {
          creationTimestamp: '2026-01-31T10:00:00.5+01:00',
          deletionTimestamp: '2026-01-31T10:00:00Z',
          deletionGracePeriodSeconds: 0,
        },
      },
      { apiVersion: 1, kind: 'A' },
      { ...POD, metadata: { labels: 'a' } },
      { ...POD, metadata: { finalizers: 'a' } },
      { ...POD, metadata: { finalizers: [1] } },
      { ...POD, metadata: { generation: 'a' } },
      { ...POD, metadata: { generation: 1.5 } },
      { ...POD, metadata: { uid: true } },
      { ...POD, metadata: { ownerReferences: [{ uid: 1 }] } },
      { ...POD, metadata: { ownerReferences: [1] } },
      {
        ...POD,
        metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'A', name: 'a', uid: '1', controller: 'x' }] },
      },
      { ...POD, metadata: { ownerReferences: [null, {}] } },
      { ...POD, metadata: { creationTimestamp: 5 } },
      { ...POD, metadata: { labels: { a: null }, annotations: null } },
      { ...POD, metadata: { namespace: 1, name: [] } },
      [],
    ],
  },
  {
    of: 'an embedded resource with properties',
    schema: object({ spec: object({ a: INTEGER }) }, { 'x-kubernetes-embedded-resource': true }),
    values: [{ ...POD, spec: { a: 1, b: 2 }, status: 1, metadata: { name: 'a' } }],
  },
  { of: 'embedded resources in a list', schema: list(EMBEDDED), values: [[POD, { kind: 'a' }]] },
  {
    of: 'embedded resources in a map',
    schema: { type: 'object', additionalProperties: EMBEDDED },
    values: [{ key: { apiVersion: 'v1' } }],
  },

  // Formats
  {
    of: 'format date-time',
    schema: { ...STRING, format: 'date-time' },
    values: [
      '2026-01-31T10:00:00Z',
      '2026-01-31T10:00:00.123+01:00',
      '2026-01-31t10:00:00z',
      '2026-01-31',
      '2026-02-30T10:00:00Z',
      '2026-01-31T24:00:00Z',
      '2026-01-31T10:00:60Z',
      '2026-01-31T10:00:00',
      '2026-01-31T10:00:00+99:99',
      '',
      5,
      1.5,
      true,
      ['a'],
      {},
    ],
  },
  { of: 'format date', schema: { ...STRING, format: 'date' }, values: ['2024-02-29', '2026-02-29', '2026-1-1'] },
  {
    of: 'format byte',
    schema: { ...STRING, format: 'byte' },
    values: ['YQ==', 'YWI=', 'YWJj', 'YWJ', '_-==', '', 'Y Q='],
  },
  {
    of: 'format duration',
    schema: { ...STRING, format: 'duration' },
    values: ['1h30m', '-1.5s', '22 ns', '2 weeks', '1', '0', 'abc', '1h x', '.5h', '3 fortnights', '1y 2d'],
  },
  {
    of: 'format email',
    schema: { ...STRING, format: 'email' },
    values: ['a@b.c', 'a', 'A B <a@b.c>', 'a@', '"a b"@c', 'a..b@c', 'a@b@c'],
  },
  {
    of: 'format uri',
    schema: { ...STRING, format: 'uri' },
    values: [
      'http://a.b/c?d#e',
      '/a',
      'a',
      'mailto:a@b',
      '',
      'http://a b',
      'http://[::1]:80/',
      'http://a:b',
      'a:b',
      '//a/b',
      'http://a/%zz',
      '1a:b',
      '*',
    ],
  },
  {
    of: 'format hostname',
    schema: { ...STRING, format: 'hostname' },
    values: ['a', 'a.com', 'a-.com', '-a', 'a_b', '1.com', 'a.b1', `${'a'.repeat(64)}.com`, 'é.com', 'a.', ''],
  },
  {
    of: 'format ipv4',
    schema: { ...STRING, format: 'ipv4' },
    values: ['1.2.3.4', '01.2.3.4', '1.2.3', '256.1.1.1', '::ffff:1.2.3.4', '::1'],
  },
  {
    of: 'format ipv6',
    schema: { ...STRING, format: 'ipv6' },
    values: [
      '::1',
      '1::',
      '::',
      '1:2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7',
      '::ffff:1.2.3.4',
      '::ffff:01.2.3.4',
      '1.2.3.4',
      '1::2::3',
      ':::',
      'fe80::1%eth0',
      '1:2:3:4:5:6:7::',
    ],
  },
  {
    of: 'format cidr',
    schema: { ...STRING, format: 'cidr' },
    values: [
      '10.0.0.0/8',
      '10.0.0.0/33',
      '::/0',
      '10.0.0.0',
      '010.0.0.0/8',
      '1.2.3.4/08',
      '::/129',
      '::ffff:1.2.3.4/96',
    ],
  },
  {
    of: 'format mac',
    schema: { ...STRING, format: 'mac' },
    values: [
      '01:23:45:67:89:ab',
      '01-23-45-67-89-ab',
      '0123.4567.89ab',
      '01:23:45-67:89:ab',
      '01:23:45:67:89',
      '01:23:45:67:89:ab:cd:ef',
      '0123456789ab',
    ],
  },
  {
    of: 'format uuid',
    schema: { ...STRING, format: 'uuid' },
    values: ['123E4567-e89b-12d3-a456-426614174000', '123e4567e89b12d3a456426614174000', '123e4567'],
  },
  {
    of: 'format uuid3',
    schema: { ...STRING, format: 'uuid3' },
    values: ['123e4567-e89b-32d3-0456-426614174000', '123e4567-e89b-42d3-a456-426614174000'],
  },
  {
    of: 'format uuid4',
    schema: { ...STRING, format: 'uuid4' },
    values: ['123e4567-e89b-42d3-a456-426614174000', '123e4567-e89b-42d3-0456-426614174000'],
  },
  {
    of: 'format uuid5',
    schema: { ...STRING, format: 'uuid5' },
    values: ['123e4567-e89b-52d3-a456-426614174000', '123e4567-e89b-42d3-a456-426614174000'],
  },
  {
    of: 'format isbn',
    schema: { ...STRING, format: 'isbn' },
    values: ['0321751043', '978-0321751041', '0321751044', '080442957X'],
  },
  { of: 'format isbn10', schema: { ...STRING, format: 'isbn10' }, values: ['0321751043', '978-0321751041'] },
  { of: 'format isbn13', schema: { ...STRING, format: 'isbn13' }, values: ['978-0321751041', '978-0321751042'] },
  {
    of: 'format creditcard',
    schema: { ...STRING, format: 'creditcard' },
    values: ['4111 1111 1111 1111', '4111111111111112', '1'],
  },
  { of: 'format ssn', schema: { ...STRING, format: 'ssn' }, values: ['111-22-3333', '111223333', '111 22 3333'] },
  { of: 'format hexcolor', schema: { ...STRING, format: 'hexcolor' }, values: ['#FFF', 'ffffff', '#ffff'] },
  {
    of: 'format rgbcolor',
    schema: { ...STRING, format: 'rgbcolor' },
    values: ['rgb(1, 2,255)', 'rgb(1,2,256)', 'rgb(01,2,3)', 'RGB(1,2,3)', 'rgb(30,199,200)'],
  },
  {
    of: 'format bsonobjectid',
    schema: { ...STRING, format: 'bsonobjectid' },
    values: ['507f1f77bcf86cd799439011', '507f'],
  },
  { of: 'format password', schema: { ...STRING, format: 'password' }, values: ['', 1] },
  {
    of: 'format k8s-short-name',
    schema: { ...STRING, format: 'k8s-short-name' },
    values: ['a-b', 'A', 'a.b', 'a'.repeat(64), '-a'],
  },
  {
    of: 'format k8s-long-name',
    schema: { ...STRING, format: 'k8s-long-name' },
    values: ['a.b-c', 'a..b', '.a', 'a'.repeat(254)],
  },
  { of: 'an unknown format', schema: { ...STRING, format: 'quantity' }, values: ['a', 1] },
  { of: 'a format of numbers on a text', schema: { ...STRING, format: 'int32' }, values: ['a', 1] },
  {
    of: 'a format on an int-or-string',
    schema: { ...INT_OR_STRING, format: 'ipv4' },
    values: ['a', '1.2.3.4', 5, 1.5],
  },
  { of: 'a format on a boolean', schema: { type: 'boolean', format: 'date' }, values: ['a', true] },

  // Defaults
  {
    of: 'a default',
    schema: object({ a: { ...STRING, default: 'd' }, b: INTEGER }),
    values: [{}, { a: 'x' }, { a: null }, { b: null }],
  },
  {
    of: 'defaults below a default',
    schema: object({ a: object({ b: { ...INTEGER, default: 1 } }, { default: {} }) }),
    values: [{}, { a: {} }, { a: null }],
  },
  {
    of: 'defaults below what is missing',
    schema: object({ a: object({ b: { ...INTEGER, default: 1 } }) }),
    values: [{}, { a: {} }, { a: null }],
  },
  {
    of: 'a nullable with a default',
    schema: object({ a: { ...STRING, nullable: true, default: 'd' } }),
    values: [{ a: null }, {}],
  },
  { of: 'defaults in items', schema: list(object({ a: { ...INTEGER, default: 1 } })), values: [[{}, { a: 2 }, null]] },
  { of: 'items with a default', schema: list({ ...INTEGER, default: 5 }), values: [[null, 1]] },
  {
    of: 'defaults in a map',
    schema: { type: 'object', additionalProperties: object({ a: { ...INTEGER, default: 1 } }) },
    values: [{ k: {}, l: null }],
  },
  {
    of: 'a map whose values have a default',
    schema: { type: 'object', additionalProperties: { ...INTEGER, default: 5 } },
    values: [{ k: null, l: 1 }],
  },
  {
    of: 'a default in place of a wrong value',
    schema: object({ a: { ...INTEGER, default: 1 } }),
    values: [{ a: 'x' }, []],
  },

  // Pruning
  {
    of: 'unknown fields',
    schema: object({ a: INTEGER, l: list(object({ b: INTEGER })) }),
    values: [
      { a: 1, c: 1, l: [{ b: 1, d: 1 }, { e: {} }] },
      { metadata: 1, kind: 'x', 'a.b': 1 },
    ],
  },
  {
    of: 'preserved fields',
    schema: object({ a: object({ b: INTEGER }) }, { 'x-kubernetes-preserve-unknown-fields': true }),
    values: [{ a: { b: 1, c: 1 }, d: { e: [null] } }],
  },
  {
    of: 'preserved fields in a list',
    schema: { type: 'array', items: object({ a: object({}) }), 'x-kubernetes-preserve-unknown-fields': true },
    values: [[{ a: { b: 1 }, c: 1 }]],
  },
  {
    of: 'preserved fields of any type',
    schema: { 'x-kubernetes-preserve-unknown-fields': true },
    values: [1, { a: { b: null } }, null, [null, { a: null }]],
  },
  {
    of: 'nulls',
    schema: object({ a: object({ b: STRING }), l: list(STRING), m: { type: 'object', additionalProperties: STRING } }),
    values: [{ a: { b: null }, l: null, m: { k: null } }, { l: [null] }],
  },
  {
    of: 'rules that cannot be checked',
    schema: object({ a: { ...INTEGER, 'x-kubernetes-validations': [{ rule: 'self > 0' }] }, b: INTEGER }),
    values: [
      { a: 1, b: 'x' },
      { a: 1, b: 2 },
    ],
  },
];

/** The values that are written. */
export const VALUE_CASES: readonly ValueCase[] = groups.flatMap(({ of, schema, values }) =>
  values.map(value => ({ title: `${of}: ${shortened(JSON.stringify(value))}`, schema, value })),
);

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

const STRICT: StructuralSchema = object({
  a: { ...INTEGER, minimum: 5 },
  b: { ...STRING, maxLength: 2 },
  l: list({ ...INTEGER, minimum: 5 }),
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

const update = (title: string, old: Json, value: Json): UpdateCase => ({ title, schema: STRICT, old, value });

/** The values that take the place of others. */
export const UPDATE_CASES: readonly UpdateCase[] = [
  update('an unchanged field', { a: 1 }, { a: 1, b: 'x' }),
  update('a changed field', { a: 1 }, { a: 2 }),
  update('a field that is fine and stays so', { a: 6 }, { a: 7 }),
  update('a new field', { b: 'x' }, { b: 'x', a: 1 }),
  update('a list that has not changed', { l: [1] }, { l: [1], a: 9 }),
  update('a list that has grown', { l: [1] }, { l: [1, 9] }),
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

const withRoot = (title: string, schema: Json, more: Partial<DefinitionCase> = {}): DefinitionCase => ({
  title,
  schema,
  root: true,
  ...more,
});
const refused = (title: string, schema: Json): DefinitionCase => ({ title, schema });
const item = (properties: Json, more: object = {}): Json => ({ type: 'object', properties, ...more }) as Json;

/** The definitions that are proposed. */
export const DEFINITION_CASES: readonly DefinitionCase[] = [
  // Types
  refused('a field without a type', { description: 'x' }),
  refused('a field without anything', {}),
  refused('an unknown type', { type: 'text' }),
  refused('the type null', { type: 'null' }),
  refused('items without a type', { type: 'array', items: {} }),
  refused('a list without items', { type: 'array' }),
  refused('additional properties without a type', { type: 'object', additionalProperties: {} }),
  refused('no type but preserved fields', { 'x-kubernetes-preserve-unknown-fields': true }),
  withRoot('a root without a type', { properties: {} }),
  withRoot('a root that is no object', { type: 'array', items: { type: 'string' } }),
  withRoot('a root with additional properties', { type: 'object', additionalProperties: { type: 'string' } }),
  withRoot('a nullable root', { type: 'object', nullable: true }),
  withRoot('a root that preserves fields', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }),
  withRoot('properties of anyOf that are not there', {
    type: 'object',
    properties: { a: { type: 'string' } },
    anyOf: [{ properties: { b: { minLength: 1 } } }],
  }),
  withRoot('properties of not below items that are not there', {
    type: 'object',
    properties: { a: { type: 'array', items: { type: 'object' } } },
    not: { properties: { a: { items: { properties: { b: {} } } } } },
  }),
  withRoot('items of allOf that are not there', {
    type: 'object',
    properties: { a: { type: 'object' } },
    allOf: [{ properties: { a: { items: { minLength: 1 } } } }],
  }),
  withRoot('properties of oneOf in a map', {
    type: 'object',
    properties: { a: { type: 'object', additionalProperties: { type: 'string' } } },
    oneOf: [{ properties: { a: { properties: { k: { minLength: 1 } } } } }],
  }),
  withRoot('an array at the root with a status', { type: 'array', items: { type: 'string' } }, { status: true }),
  withRoot('a root with bounds and a status', { type: 'object', maxProperties: 5, properties: {} }, { status: true }),
  withRoot(
    'a root with allowed keywords and a status',
    { type: 'object', required: ['spec'], properties: { spec: { type: 'object' } } },
    { status: true },
  ),

  // Keywords that are not for custom resources
  refused('$ref', { type: 'object', $ref: '#/a' }),
  refused('id', { type: 'object', id: 'a' }),
  refused('$schema', { type: 'object', $schema: 'a' }),
  refused('definitions', { type: 'object', definitions: { a: { type: 'string' } } }),
  refused('dependencies', { type: 'object', dependencies: { a: ['b'] } }),
  refused('patternProperties', { type: 'object', patternProperties: { a: { type: 'string' } } }),
  refused('additionalItems', { type: 'array', items: { type: 'string' }, additionalItems: true }),
  refused('items as a list', { type: 'array', items: [{ type: 'string' }] }),
  refused('unique items', { type: 'array', items: { type: 'string' }, uniqueItems: true }),
  refused('unique items, said false', { type: 'array', items: { type: 'string' }, uniqueItems: false }),
  refused('properties and additional properties', {
    type: 'object',
    properties: { a: { type: 'string' } },
    additionalProperties: { type: 'string' },
  }),
  refused('properties and no additional properties', {
    type: 'object',
    properties: { a: { type: 'string' } },
    additionalProperties: false,
  }),
  refused('properties and any additional properties', {
    type: 'object',
    properties: { a: { type: 'string' } },
    additionalProperties: true,
  }),
  refused('preserved fields, said false', { type: 'object', 'x-kubernetes-preserve-unknown-fields': false }),

  // Nested value validations
  refused('a type in anyOf', { type: 'string', anyOf: [{ type: 'string' }] }),
  refused('everything that is forbidden in allOf', {
    type: 'object',
    properties: { a: { type: 'string' } },
    allOf: [
      {
        type: 'object',
        title: 't',
        description: 'd',
        default: {},
        nullable: true,
        additionalProperties: { type: 'string' },
        'x-kubernetes-preserve-unknown-fields': true,
        'x-kubernetes-embedded-resource': true,
        'x-kubernetes-int-or-string': true,
        'x-kubernetes-map-type': 'atomic',
        'x-kubernetes-validations': [{ rule: 'true' }],
      },
    ],
  }),
  refused('list types in not', {
    type: 'array',
    items: { type: 'string' },
    not: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'] },
  }),
  refused('a description in a property in oneOf', {
    type: 'object',
    properties: { a: { type: 'string' } },
    oneOf: [{ properties: { a: { description: 'd' } } }],
  }),
  refused('a property in oneOf only', {
    type: 'object',
    properties: { a: { type: 'string' } },
    oneOf: [{ properties: { b: { minLength: 1 } } }],
  }),
  refused('a property in not in anyOf only', { type: 'object', anyOf: [{ not: { properties: { b: {} } } }] }),
  refused('items in allOf only', { type: 'object', allOf: [{ items: { minLength: 1 } }] }),
  refused('a property in allOf of a map', {
    type: 'object',
    additionalProperties: { type: 'string' },
    allOf: [{ properties: { a: { minLength: 1 } } }],
  }),
  refused('metadata in anyOf', {
    type: 'object',
    properties: { metadata: { type: 'object' } },
    anyOf: [{ properties: { metadata: {} } }],
  }),
  refused('a nested nullable that is fine', { type: 'string', anyOf: [{ minLength: 1 }, { pattern: 'a' }] }),

  // int-or-string
  refused('int-or-string', { 'x-kubernetes-int-or-string': true }),
  refused('int-or-string in anyOf', {
    'x-kubernetes-int-or-string': true,
    anyOf: [{ type: 'integer' }, { type: 'string' }],
  }),
  refused('int-or-string in anyOf the other way round', {
    'x-kubernetes-int-or-string': true,
    anyOf: [{ type: 'string' }, { type: 'integer' }],
  }),
  refused('int-or-string in allOf', {
    'x-kubernetes-int-or-string': true,
    allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { pattern: 'a' }],
  }),
  refused('the anyOf of int-or-string alone', { anyOf: [{ type: 'integer' }, { type: 'string' }] }),
  refused('int-or-string with a type', { 'x-kubernetes-int-or-string': true, type: 'string' }),
  refused('int-or-string that preserves fields and embeds', {
    'x-kubernetes-int-or-string': true,
    'x-kubernetes-preserve-unknown-fields': true,
    'x-kubernetes-embedded-resource': true,
    type: 'object',
  }),

  // Embedded resources and metadata
  refused('an embedded resource without a type', { 'x-kubernetes-embedded-resource': true }),
  refused('an embedded resource of another type', { type: 'string', 'x-kubernetes-embedded-resource': true }),
  refused('an embedded resource without fields', { type: 'object', 'x-kubernetes-embedded-resource': true }),
  refused('an embedded map', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    additionalProperties: { type: 'string' },
  }),
  refused('an embedded resource with odd meta fields', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    properties: { kind: { type: 'integer' }, apiVersion: { type: 'object' }, metadata: { type: 'string' } },
  }),
  refused('an embedded resource with restricted metadata', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    properties: {
      metadata: {
        type: 'object',
        properties: { labels: { type: 'object', additionalProperties: { type: 'string' } } },
      },
    },
  }),
  refused('a resource embedded in metadata', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    properties: {
      metadata: {
        type: 'object',
        properties: {
          a: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  }),
  withRoot('metadata that restricts the name', {
    type: 'object',
    properties: { metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 5 } } } },
  }),
  withRoot('metadata that restricts both names', {
    type: 'object',
    properties: {
      metadata: {
        type: 'object',
        properties: { name: { type: 'string', maxLength: 5 }, generateName: { type: 'string', pattern: 'a' } },
      },
    },
  }),
  withRoot('metadata that restricts labels', {
    type: 'object',
    properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } },
  }),
  withRoot('metadata with a description', {
    type: 'object',
    properties: { metadata: { type: 'object', description: 'd' } },
  }),
  withRoot('metadata with required fields', {
    type: 'object',
    properties: { metadata: { type: 'object', required: ['name'] } },
  }),
  withRoot('metadata without a type', { type: 'object', properties: { metadata: {} } }),
  withRoot('metadata of another type', { type: 'object', properties: { metadata: { type: 'string' } } }),
  withRoot('apiVersion and kind of other types', {
    type: 'object',
    properties: { apiVersion: { type: 'integer' }, kind: { type: 'object' } },
  }),
  withRoot('apiVersion, kind and metadata as generators write them', {
    type: 'object',
    properties: {
      apiVersion: { type: 'string', description: 'd' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
    },
  }),

  // List and map types
  refused('a list type of no list', { type: 'string', 'x-kubernetes-list-type': 'set' }),
  refused('a list type without a type', {
    'x-kubernetes-preserve-unknown-fields': true,
    'x-kubernetes-list-type': 'atomic',
  }),
  refused('an unknown list type', { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'bag' }),
  refused('a map type of no object', { type: 'string', 'x-kubernetes-map-type': 'atomic' }),
  refused('an unknown map type', { type: 'object', 'x-kubernetes-map-type': 'loose' }),
  refused('a set of granular objects', { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'object' } }),
  refused('a set of sets', {
    type: 'array',
    'x-kubernetes-list-type': 'set',
    items: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
  }),
  refused('a set of lists', {
    type: 'array',
    'x-kubernetes-list-type': 'set',
    items: { type: 'array', items: { type: 'string' } },
  }),
  refused('a set of nullable items', {
    type: 'array',
    'x-kubernetes-list-type': 'set',
    items: { type: 'string', nullable: true },
  }),
  refused('keys without a list type', {
    type: 'array',
    items: item({ a: { type: 'string' } }),
    'x-kubernetes-list-map-keys': ['a'],
  }),
  refused('keys of a set', {
    type: 'array',
    items: { type: 'string' },
    'x-kubernetes-list-type': 'set',
    'x-kubernetes-list-map-keys': ['a'],
  }),
  refused('a list map without keys', {
    type: 'array',
    items: item({ a: { type: 'string' } }),
    'x-kubernetes-list-type': 'map',
  }),
  refused('a list map without items', {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a'],
  }),
  refused('a list map of texts', {
    type: 'array',
    items: { type: 'string' },
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a'],
  }),
  refused('a key that is no field', {
    type: 'array',
    items: item({ a: { type: 'string' } }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['b'],
  }),
  refused('a key twice', {
    type: 'array',
    items: item({ a: { type: 'string' } }, { required: ['a'] }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a', 'a'],
  }),
  refused('a key that is no scalar', {
    type: 'array',
    items: item({ a: { type: 'object' }, b: { type: 'array', items: { type: 'string' } } }, { required: ['a', 'b'] }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a', 'b'],
  }),
  refused('a key that may be missing', {
    type: 'array',
    items: item({ a: { type: 'string' } }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a'],
  }),
  refused('a key with a default', {
    type: 'array',
    items: item({ a: { type: 'string', default: 'x' } }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a'],
  }),
  refused('a key that may be null', {
    type: 'array',
    items: item({ a: { type: 'string', nullable: true } }, { required: ['a'], nullable: true }),
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['a'],
  }),

  // Defaults
  refused('a default of another type', { type: 'integer', default: 'x' }),
  refused('a default below the minimum', { type: 'integer', minimum: 5, default: 1 }),
  refused('a default outside the enum', { type: 'string', enum: ['a'], default: 'b' }),
  refused('a default against the pattern', { type: 'string', pattern: '^a', default: 'b' }),
  refused('a default with unknown fields', item({ a: { type: 'string' } }, { default: { a: 'x', b: 1 } })),
  refused('a default without a required field', item({ a: { type: 'string' } }, { required: ['a'], default: {} })),
  refused(
    'a default without a required field that has a default',
    item({ a: { type: 'string', default: 'x' } }, { required: ['a'], default: {} }),
  ),
  refused('a default of null', { type: 'string', default: null }),
  refused('a default of null that may be', { type: 'string', nullable: true, default: null }),
  refused('a default in items', { type: 'array', items: item({ a: { type: 'integer', default: 'x' } }) }),
  refused('a default in anyOf', { type: 'string', anyOf: [{ default: 'a' }] }),
  refused('a default with duplicates of a set', {
    type: 'array',
    items: { type: 'string' },
    'x-kubernetes-list-type': 'set',
    default: ['a', 'a'],
  }),
  refused('a default of an embedded resource', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    'x-kubernetes-preserve-unknown-fields': true,
    default: {},
  }),
  refused('a default of a good embedded resource', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    'x-kubernetes-preserve-unknown-fields': true,
    default: { apiVersion: 'v1', kind: 'A' },
  }),
  refused(
    'a default of nested wrong fields',
    item({ a: item({ b: { type: 'integer' } }) }, { default: { a: { b: 'x' } } }),
  ),
  refused('a default of a map with wrong entries', {
    type: 'object',
    additionalProperties: { type: 'integer' },
    default: { k: 'x' },
  }),
  withRoot('a default at the root', { type: 'object', default: {} }),
  withRoot('a default of metadata', { type: 'object', properties: { metadata: { type: 'object', default: {} } } }),
  withRoot('a default of a name', {
    type: 'object',
    properties: { metadata: { type: 'object', properties: { name: { type: 'string', default: 'a' } } } },
  }),
  withRoot('a default of the kind', { type: 'object', properties: { kind: { type: 'string', default: 'A' } } }),
  refused('a default of a name in an embedded resource', {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    properties: { metadata: { type: 'object', properties: { name: { type: 'string', default: 'a/b' } } } },
  }),

  // Patterns
  refused('a pattern that is none', { type: 'string', pattern: '[a-' }),
  refused('a pattern with look-ahead', { type: 'string', pattern: 'a(?=b)' }),
  refused('a pattern with a back reference', { type: 'string', pattern: '(a)\\1' }),
  refused('a pattern that repeats too often', { type: 'string', pattern: 'a{1001}' }),
  refused('a pattern in allOf that is none', { type: 'string', allOf: [{ pattern: '(' }] }),

  // Rules
  refused('a rule without a rule', { type: 'string', 'x-kubernetes-validations': [{ rule: ' ' }] }),
  refused('a blank message', { type: 'string', 'x-kubernetes-validations': [{ rule: 'true', message: ' ' }] }),
  refused('a message with a line break', {
    type: 'string',
    'x-kubernetes-validations': [{ rule: 'true', message: 'a\nb' }],
  }),
  refused('a rule with a line break and no message', {
    type: 'string',
    'x-kubernetes-validations': [{ rule: 'true ||\ntrue' }],
  }),
  refused('a blank message expression', {
    type: 'string',
    'x-kubernetes-validations': [{ rule: 'true', messageExpression: ' ' }],
  }),
  refused('an unknown reason', { type: 'string', 'x-kubernetes-validations': [{ rule: 'true', reason: 'Bad' }] }),
  refused('a blank field path', { type: 'string', 'x-kubernetes-validations': [{ rule: 'true', fieldPath: ' ' }] }),
  refused(
    'a field path that leads nowhere',
    item({ a: { type: 'string' } }, { 'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.b' }] }),
  ),
  refused(
    'a field path that leads somewhere',
    item({ a: { type: 'string' } }, { 'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.a' }] }),
  ),

  // Together
  refused('several mistakes', item({ b: {}, a: { type: 'array' }, c: { type: 'integer', uniqueItems: true } })),
];
