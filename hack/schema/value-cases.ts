// Values that the API server is asked about. Each case is small, and asks one thing.
import type { Json, StructuralSchema } from '../../schema/structural-schema.js';
import { EMBEDDED, INT_OR_STRING, INTEGER, list, mapBy, object, SET, STRING } from './shapes.js';

/** A schema of `spec.x`, and a value that is written there. */
export interface ValueCase {
  readonly title: string;
  readonly schema: StructuralSchema;
  readonly value: Json;
}

/** A schema with the values that are tried on it. */
interface Group {
  readonly of: string;
  readonly schema: StructuralSchema;
  readonly values: readonly Json[];
}

const POD = { apiVersion: 'v1', kind: 'Pod' };

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
