// Schemas that the API server may refuse a definition for.
import type { Json } from '../../schema/structural-schema.js';

/** A schema of `spec.x`, or with `root` of the whole object, for a definition that the server may refuse. */
export interface DefinitionCase {
  readonly title: string;
  readonly schema: Json;
  readonly root?: boolean;
  /** Whether the definition has a status subresource. */
  readonly status?: boolean;
}

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
