// Properties that hold for every schema and every value, also for those that somebody made to do harm.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDefaults } from './apply-defaults.js';
import { dropNulls } from './drop-nulls.js';
import { prune } from './prune.js';
import { readResource } from './read-resource.js';
import { structuralProblems } from './structural-problems.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';
import { validate, validateUpdate } from './validate.js';

/** Names that schemas and values share, and that objects inherit things by. */
const NAMES = ['a', 'b', 'c', '__proto__', 'constructor', 'toString', 'metadata', 'kind', 'apiVersion', ''];
const name = fc.constantFrom(...NAMES);
const scalar = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -0, 1.5, 1e300, '', 'x', '2026-01-31T10:00:00Z'),
  fc.integer(),
  fc.string({ maxLength: 4 }),
);

const { value: anyValue } = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map(entries => Object.fromEntries(entries)),
  ),
}));

const bounds = fc.record<StructuralSchema>(
  {
    nullable: fc.boolean(),
    minimum: fc.integer({ min: -5, max: 5 }),
    multipleOf: fc.constantFrom(2, 0.5),
    maxLength: fc.nat(3),
    pattern: fc.constantFrom('^x', '(a+)+$', '('),
    format: fc.constantFrom('date-time', 'int32', 'ipv6', 'unheard-of'),
    enum: fc.array(scalar, { minLength: 1, maxLength: 3 }),
    maxItems: fc.nat(2),
    minProperties: fc.nat(2),
    required: fc.array(name, { maxLength: 2 }),
    default: anyValue.filter(value => value !== null),
  },
  { requiredKeys: [] },
);

const { schema: anySchema } = fc.letrec<{ schema: StructuralSchema }>(tie => ({
  schema: fc
    .tuple(
      bounds,
      fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<StructuralSchema>(
          { type: 'string' },
          { type: 'integer' },
          { type: 'boolean' },
          { 'x-kubernetes-int-or-string': true },
          { 'x-kubernetes-preserve-unknown-fields': true },
          { type: 'object', additionalProperties: true },
          { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
        ),
        tie('schema').map(items => ({ type: 'array', items }) as const),
        tie('schema').map(items => ({ type: 'array', items, 'x-kubernetes-list-type': 'set' }) as const),
        tie('schema').map(
          items =>
            ({ type: 'array', items, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'] }) as const,
        ),
        tie('schema').map(further => ({ type: 'object', additionalProperties: further }) as const),
        fc
          .array(fc.tuple(name, tie('schema')), { maxLength: 3 })
          .map(fields => ({ type: 'object', properties: Object.fromEntries(fields) }) as const),
        fc
          .tuple(tie('schema'), tie('schema'))
          .map(([one, other]) => ({ type: 'object', anyOf: [one, other], not: one }) as const),
      ),
    )
    .map(([keywords, shape]) => ({ ...keywords, ...shape })),
}));

/** Schemas that the API server takes, with defaults and nullables at every level. */
const { schema: soundSchema } = fc.letrec<{ schema: StructuralSchema }>(tie => ({
  schema: fc
    .tuple(
      fc.record<StructuralSchema>({ nullable: fc.boolean(), description: fc.string() }, { requiredKeys: [] }),
      fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<StructuralSchema>(
          { type: 'string' },
          { type: 'string', default: 'd' },
          { type: 'integer', default: 1 },
          { 'x-kubernetes-int-or-string': true },
          { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, default: { bogus: [null] } },
        ),
        tie('schema').map(items => ({ type: 'array', items }) as const),
        tie('schema').map(items => ({ type: 'array', items, default: [] }) as const),
        tie('schema').map(further => ({ type: 'object', additionalProperties: further }) as const),
        fc
          .tuple(fc.array(fc.tuple(name, tie('schema')), { maxLength: 4 }), fc.constantFrom({}, { default: {} }))
          .map(([fields, more]) => ({ type: 'object', properties: Object.fromEntries(fields), ...more }) as const),
      ),
    )
    .map(([keywords, shape]) => ({ ...keywords, ...shape })),
}));

const resource = anyValue.map(
  value => ({ apiVersion: 'a.b/v1', kind: 'A', metadata: { name: 'a' }, spec: value }) as JsonObject,
);
const inResource = (schema: StructuralSchema): StructuralSchema => ({ type: 'object', properties: { spec: schema } });

/** Freezes a value to its depths, so that writing to it fails. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}

describe('whatever schema and value', () => {
  test('pruning again takes out nothing more', () => {
    fc.assert(
      fc.property(resource, anySchema, (object, schema) => {
        const once = prune(frozen(object), inResource(frozen(schema)));
        expect(prune(once.value, inResource(schema))).toEqual({ value: once.value, unknownFields: [] });
      }),
    );
  });

  test('nothing is taken out of what is told to be unknown nowhere', () => {
    fc.assert(
      fc.property(resource, anySchema, (object, schema) => {
        const { value, unknownFields } = prune(frozen(object), inResource(schema));
        if (unknownFields.length === 0) expect(value).toBe(object);
      }),
    );
  });

  test('applying defaults again changes nothing, and shares everything', () => {
    fc.assert(
      fc.property(resource, anySchema, (object, schema) => {
        const once = applyDefaults(frozen(object), inResource(frozen(schema)));
        expect(applyDefaults(frozen(once), inResource(schema))).toBe(once);
      }),
    );
  });

  test('dropping nulls again changes nothing', () => {
    fc.assert(
      fc.property(resource, anySchema, (object, schema) => {
        const once = dropNulls(frozen(object), inResource(schema));
        expect(dropNulls(frozen(once), inResource(schema))).toBe(once);
      }),
    );
  });

  test('what is read by a schema that a definition may have is pruned, and has its defaults', () => {
    fc.assert(
      fc.property(resource, soundSchema, (object, schema) => {
        const whole = inResource(schema);
        expect(structuralProblems(whole)).toEqual([]);
        const read = readResource(frozen(object), frozen(whole));
        if ('problem' in read) throw new Error(read.problem);
        expect(prune(read.value, whole)).toEqual({ value: read.value, unknownFields: [] });
        expect(applyDefaults(read.value, whole)).toBe(read.value);
        expect(dropNulls(read.value, whole)).toBe(read.value);
      }),
    );
  });

  test('validation answers, tells where each time, and changes nothing', () => {
    fc.assert(
      fc.property(resource, resource, anySchema, (object, old, schema) => {
        const whole = frozen(inResource(schema));
        const errors = [...validate(frozen(object), whole), ...validateUpdate(object, frozen(old), whole)];
        for (const error of errors) {
          expect(error.field).not.toBe('');
          expect(error.message).toContain(error.detail);
        }
      }),
    );
  });

  test('what does not change is let through, but for the type of embedded resources', () => {
    fc.assert(
      fc.property(resource, anySchema, (object, schema) => {
        // Fields without a schema, and items of list maps without their keys, count as changed.
        fc.pre(!/embedded|preserve|additionalProperties":true|"map"/.test(JSON.stringify(schema)));
        const known = prune(object, inResource(schema)).value;
        const errors = validateUpdate(known, structuredClone(known), inResource(schema));
        expect(errors.filter(({ reason }) => reason !== 'FieldValueDuplicate')).toEqual([]);
      }),
    );
  });

  test('a definition is judged', () => {
    fc.assert(fc.property(anySchema, schema => void structuralProblems(frozen(inResource(schema)), { status: true })));
  });
});

describe('names that objects inherit', () => {
  const proto = JSON.parse('{"__proto__": {"bad": 1}, "constructor": 1}') as JsonObject;

  test('are pruned like any other name', () => {
    const { value, unknownFields } = prune(proto, { type: 'object', properties: {} }, { resource: false });
    expect(Object.keys(value)).toEqual([]);
    expect(unknownFields).toEqual(['__proto__', 'constructor']);
  });

  test('are kept where a schema names them, and nobody inherits from them', () => {
    const properties = JSON.parse(
      '{"__proto__": {"type": "object", "properties": {"x": {"type": "integer", "default": 1}}}}',
    );
    const schema = { type: 'object', properties } as StructuralSchema;
    const value = applyDefaults(prune(proto, schema, { resource: false }).value, schema);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"x":1}}');
    expect((value as { bad?: unknown }).bad).toBeUndefined();
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test('are missing where they are required', () => {
    expect(validate({}, { type: 'object', required: ['toString'] }).map(({ field }) => field)).toEqual(['toString']);
  });
});

describe('values of great depth or length', () => {
  const deepList = (depth: number): Json => {
    let value: Json = [];
    for (let at = 0; at < depth; at++) value = [value];
    return value;
  };
  const schemas: readonly StructuralSchema[] = [
    { type: 'object', additionalProperties: true },
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    { type: 'object', properties: { a: { type: 'string', enum: ['x'] } } },
    { type: 'object', properties: { a: { 'x-kubernetes-preserve-unknown-fields': true, enum: [deepList(3)] } } },
    {
      type: 'object',
      properties: {
        a: { type: 'array', items: { 'x-kubernetes-preserve-unknown-fields': true }, 'x-kubernetes-list-type': 'set' },
      },
    },
  ];

  test.each(schemas)('are read and checked: deep, %j', schema => {
    for (const depth of [1_000, 100_000]) {
      const value = { a: deepList(depth) };
      prune(value, schema);
      dropNulls(value, schema);
      applyDefaults(value, schema);
      validate(value, schema);
      validateUpdate(value, { a: deepList(depth) }, schema);
    }
  });

  test('are read and checked: long', () => {
    const items: StructuralSchema = { type: 'object', properties: { k: { type: 'integer' } }, required: ['k'] };
    const keyed = {
      type: 'array',
      items,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k'],
    } as const;
    const list = Array.from({ length: 5_000 }, (_, k) => ({ k, bogus: 1 }));
    const { value, unknownFields } = prune(list, keyed, { resource: false });
    expect(unknownFields.length).toBe(5_000);
    expect(validate(value, keyed)).toEqual([]);
    expect(validateUpdate(value.toReversed(), value, { ...keyed, maxItems: 1 })).toEqual([]);
    expect(
      validate(
        list.map(() => ({ k: 'x' })),
        keyed,
      ),
    ).toHaveLength(5_001);
  });

  test('are read and checked: a text for each format and a pattern', () => {
    const texts = [
      '1'.repeat(30_000),
      'a.'.repeat(15_000),
      '"'.repeat(30_000),
      'a@'.repeat(15_000),
      ' '.repeat(30_000),
    ];
    const formats =
      'byte cidr creditcard date date-time duration email hostname ipv4 ipv6 isbn mac rgbcolor uri uuid k8s-long-name';
    for (const format of formats.split(' ')) for (const text of texts) validate(text, { type: 'string', format });
    for (const text of texts) validate(text, { type: 'string', pattern: '^(([a-z1 ])+.)+[A-Z]([a-z])+$' });
  });
});
