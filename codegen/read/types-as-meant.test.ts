// What TypeScript means by a type, the schema says: tables, and the same types written in other ways.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { readSource } from '../../test/source-project.js';
import type { SchemaNode } from '../model/schema-node.js';

vi.setConfig({ testTimeout: 60_000 });

const NAMES = `import { CustomResource, Default, type Defaulted, Enum, Immutable, type Int32, type IntOrString, Items, type JsonObject, type JsonValue, Minimum, MinLength,
  PreserveUnknownFields, type Quantity, Resource, Schemaless, Validation } from 'kubewright';\n`;

async function read(fields: string, beside = '') {
  const source = `${NAMES}${beside}\nexport class Spec {\n${fields}\n}
@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}\n`;
  const { model, diagnostics } = await readSource({ 'thing.ts': source });
  return { spec: model.resources[0]?.schema.properties?.spec, diagnostics };
}

/** Schema and places of each field. */
function bare(schema: SchemaNode | undefined): any {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'origin' || key === 'said' ? undefined : value)));
}

async function fieldsOf(fields: string, beside = '') {
  const { spec, diagnostics } = await read(fields, beside);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return { fields: bare(spec).properties, required: bare(spec).required ?? [], spec, diagnostics };
}

test('tells "?", "| undefined" and "| null" apart', async () => {
  const { fields, required } = await fieldsOf(
    'a!: string; b?: string; c!: string | undefined; d!: string | null; e?: string | null; f!: Int32[] | null | undefined;',
  );
  expect(required).toEqual(['a', 'd']);
  expect(Object.entries<any>(fields).map(([name, { nullable }]) => [name, nullable === true])).toEqual([
    ['a', false],
    ['b', false],
    ['c', false],
    ['d', true],
    ['e', true],
    ['f', true],
  ]);
});

test('keeps the places of rules that mapped types lead to', async () => {
  const beside = 'class Full {\n  @MinLength(1) name!: string;\n}\ntype Mine<T> = { [K in keyof T & string]?: T[K] };';
  const { spec } = await fieldsOf(
    'a?: Partial<Pick<Full, "name">>; b?: Mine<Full>; c?: Readonly<Partial<Full>>;',
    beside,
  );
  const places = Object.values(spec?.properties ?? {}).map(field => {
    const { origin, said } = field.properties?.name ?? field;
    return [origin.line, origin.column, said.minLength?.line, said.minLength?.column];
  });
  const [first] = places;
  expect(first).toEqual([4, 17, 4, 14]);
  expect(places).toEqual([first, first, first]);
});

test('orders the cases of a union as they are written, whatever was made first', async () => {
  const beside = `type A = { type: 'a' }; type B = { type: 'b'; b: string }; const first: A = { type: 'a' }; void first;
    type Both = B | A; type Three = { type: 'c' } | Both;`;
  const { fields } = await fieldsOf('x?: Both; y?: Three[];', beside);
  expect(fields.x.properties.type.enum).toEqual(['b', 'a']);
  expect(fields.y.items.properties.type.enum).toEqual(['c', 'b', 'a']);
});

test('joins what all cases of a union have, also where they are generic, inherited or intersected', async () => {
  const beside = `class Base { @Minimum(1) size!: Int32 }
    class One extends Base { kind!: 'one' }
    type Two<T> = Base & { kind: 'two'; value: T };`;
  const { fields } = await fieldsOf('x?: One | Two<string>;', beside);
  expect(fields.x).toEqual({
    type: 'object',
    properties: {
      size: { type: 'integer', format: 'int32', minimum: 1 },
      kind: { type: 'string', enum: ['one', 'two'] },
      value: { type: 'string' },
    },
    required: expect.arrayContaining(['kind', 'size']),
    'x-kubernetes-validations': [
      {
        rule: "self.kind == 'two' ? has(self.value) : !has(self.value)",
        message: 'value is required when kind is two, and forbidden otherwise',
      },
    ],
  });
});

test('says the names and values of cases as CEL has them', async () => {
  const { fields } = await fieldsOf(
    `x?: { "if": 'it\\'s'; 'a.b': string } | { "if": 'back\\\\slash' };
     y?: { 'a__b': 1; '/z': string } | { 'a__b': 2.5 };`,
  );
  expect(fields.x['x-kubernetes-validations'][0].rule).toBe(
    "self.__if__ == 'it\\'s' ? has(self.a__dot__b) : !has(self.a__dot__b)",
  );
  expect(fields.y['x-kubernetes-validations'][0].rule).toBe(
    'self.a__underscores__b == 1.0 ? has(self.__slash__z) : !has(self.__slash__z)',
  );
});

test('keeps in a union what all cases say of themselves, and that a value stays', async () => {
  const beside = `@Validation('self.size < 9') class Base { size!: Int32 }
    class A extends Base { t!: 'a'; @Immutable name?: string } class B extends Base { t!: 'b' }`;
  const { fields } = await fieldsOf('x?: A | B;', beside);
  expect(fields.x['x-kubernetes-validations'].map((each: any) => each.rule)).toEqual([
    "self.t == 'a' || !has(self.name)",
    '!has(oldSelf.name) || has(self.name)',
    'self.size < 9',
  ]);
});

test('takes a field that is never there for none of its case', async () => {
  const { fields } = await fieldsOf("x?: { t: 'a'; p: string; q?: never } | { t: 'b'; p?: undefined; q: Int32 };");
  const { properties, required, ...rest } = fields.x;
  expect([properties.p, properties.q]).toEqual([{ type: 'string' }, { type: 'integer', format: 'int32' }]);
  expect(required).toEqual(['t']);
  expect(rest['x-kubernetes-validations'].map((each: any) => each.message)).toEqual([
    'p is required when t is a, and forbidden otherwise',
    'q is required when t is b, and forbidden otherwise',
  ]);
});

test('reads a tuple of what has no more than a warning', async () => {
  const { fields, diagnostics } = await fieldsOf('a?: [Num, Num?];', 'enum Num { One = 1, Two = 2 }');
  expect(diagnostics.map(({ code }) => code)).toEqual(['KW1018']);
  expect(fields.a).toEqual({ type: 'array', items: { type: 'integer', enum: [1, 2] }, minItems: 1, maxItems: 2 });
});

test('keeps the values of literals with a mark or brand', async () => {
  const { fields } = await fieldsOf(
    "a?: (443 | 80) & Int32; b?: ('y' | 'x') & { readonly brand: 1 }; c?: boolean & { brand: 1 }; d?: Int32 & { brand?: 1 };",
  );
  expect(fields).toEqual({
    a: { type: 'integer', format: 'int32', enum: [443, 80] },
    b: { type: 'string', enum: ['y', 'x'] },
    c: { type: 'boolean' },
    d: { type: 'integer', format: 'int32' },
  });
});

describe('reads arguments that spread constants', () => {
  const beside = `const BASE = { a: 1, b: 2 }; const MORE = { max: 7 } as { max?: number }; const LIMITS = { max: 5, ...MORE };
    const NAMES = ['y', 'x'] as const; const OPTIONS = { exclusive: true }; const RULES = [MinLength<any, any>(1)] as const;`;
  const int32 = { type: 'integer', format: 'int32' };
  const numbers = { type: 'object', additionalProperties: int32 };
  test.each<[string, string, unknown]>([
    ['a list', '@Enum(...NAMES) f?: string', { type: 'string', enum: ['y', 'x'] }],
    [
      'items',
      "@Default(['z', ...NAMES]) f?: Defaulted<string[]>",
      { type: 'array', items: { type: 'string' }, default: ['z', 'y', 'x'] },
    ],
    [
      'fields',
      '@Default({ ...BASE, b: 3 }) f?: Defaulted<Record<string, Int32>>',
      { ...numbers, default: { a: 1, b: 3 } },
    ],
    [
      'fields, but for one',
      '@Default({ ...BASE, b: undefined as never }) f?: Defaulted<Record<string, Int32>>',
      { ...numbers, default: { a: 1 } },
    ],
    ['options', '@Minimum(1, { ...OPTIONS }) f?: Int32', { ...int32, minimum: 1, exclusiveMinimum: true }],
    ['options, but for one', '@Minimum(1, { ...OPTIONS, exclusive: undefined }) f?: Int32', { ...int32, minimum: 1 }],
    ['what sets a field anew', '@Minimum(LIMITS.max as number) f?: Int32', { ...int32, minimum: 7 }],
    ['rules', '@Items(...RULES) f?: string[]', { type: 'array', items: { type: 'string', minLength: 1 } }],
  ])('%s', async (_what, field, schema) => {
    const { fields } = await fieldsOf(`${field};`, beside);
    expect(fields.f).toEqual(schema);
  });
});

test('lets a field keep what its type cannot say', async () => {
  const beside = `class Node { @Schemaless @PreserveUnknownFields next?: Node; name!: string }
    class Other { @PreserveUnknownFields other?: Other; @Items(PreserveUnknownFields) others?: Other[] }`;
  const { fields } = await fieldsOf('a?: Node; @PreserveUnknownFields b?: unknown; c?: Other;', beside);
  const KEEPS = 'x-kubernetes-preserve-unknown-fields';
  expect(fields.a.properties.next).toEqual({ [KEEPS]: true });
  expect(fields.b).toEqual({ [KEEPS]: true });
  expect(fields.c.properties.other).toEqual({ type: 'object', [KEEPS]: true });
  expect(fields.c.properties.others).toEqual({ type: 'array', items: { type: 'object', [KEEPS]: true } });
});

describe('refuses what no JSON is, also where a field keeps whatever it gets', () => {
  test.each([
    ['KW1010', 'Map<string, string>'],
    ['KW1010', 'Date'],
    ['KW1010', 'Set<string>[]'],
    ['KW1010', 'string | Map<string, string>'],
    ['KW1010', 'Record<string, Date>'],
    ['KW1005', 'bigint'],
    ['KW1005', 'symbol'],
    ['KW1004', '() => void'],
  ])('%s %s', async (code, type) => {
    const { diagnostics } = await read(`@PreserveUnknownFields f?: ${type};`);
    expect(diagnostics.map(each => each.code)).toContain(code);
  });
});

describe('refuses what is not as it is written', () => {
  test.each([
    ['KW1005', '1e999'],
    ['KW1005', '1 | 9007199254740993'],
    ['KW1005', "'\\ud800' | 'b'"],
    ['KW1010', 'JsonValue | Date'],
  ])('%s %s', async (code, type) => {
    const { diagnostics } = await read(`f?: ${type};`);
    expect(diagnostics.map(each => each.code)).toEqual([code]);
  });
});

test('reads the texts of a scalar that is numbers or texts, and refuses the numbers', async () => {
  const { fields } = await fieldsOf(
    'a?: Extract<IntOrString, string>; b?: Exclude<IntOrString, number>; c?: Extract<Quantity, string>; d?: NonNullable<IntOrString | null>;',
  );
  expect([fields.a, fields.b]).toEqual([{ type: 'string' }, { type: 'string' }]);
  expect(fields.c).toEqual({ type: 'string', pattern: expect.stringContaining('[KMGTPE]i') });
  expect(fields.d).toHaveProperty('x-kubernetes-int-or-string', true);
  const { diagnostics } = await read('a?: Exclude<IntOrString, string>; b?: Extract<Quantity, number>[];');
  expect(diagnostics.map(({ code, hint }) => `${code} ${hint}`)).toEqual([
    'KW1003 say Int32, Int64 or Double',
    'KW1003 say Int32, Int64 or Double',
  ]);
});

describe('warns', () => {
  test.each([
    ['KW1018', 'enum Mode { Slow, Fast }', 'a?: Mode;', 'spec.a holds the numbers of the enum Mode'],
    ['KW1018', 'enum Mode { Slow = 1 }', 'a?: Mode[];', 'spec.a[] holds the numbers of the enum Mode'],
    [
      'KW1019',
      'class Full { @Minimum(1) x!: Int32 }',
      'a?: { [K in keyof Full]: string };',
      'another type than Full.x',
    ],
    [
      'KW1026',
      "@Validation('self.size > 0') class A { t!: 'a'; size!: Int32 } class B { t!: 'b' }",
      'a?: A | B;',
      '@Validation of A does not hold in spec.a,',
    ],
    ['KW1020', 'class A { x!: Int32 } class B { @Minimum(1) x!: Int32 }', 'a?: A & B;', '@Minimum of B does not hold'],
  ])('%s %s %s', async (code, beside, field, says) => {
    const { diagnostics } = await read(field, beside);
    expect(diagnostics.map(each => [each.code, each.severity])).toEqual([[code, 'warning']]);
    expect(diagnostics[0]?.message).toContain(says);
  });
});

describe('names the cycle of a type that contains itself', () => {
  test.each([
    ['interface A { b?: B[] } interface B { c?: Record<string, A> }', 'A', 'A.b[] -> B.c.* -> A'],
    ['interface A { next: { inner?: A } }', 'A', 'A.next.inner -> A'],
    ['type A = { next?: A }', 'A', 'A.next -> A'],
    ['type A = A[]', 'A', 'A[] -> A'],
    ['type A = { [name: string]: A }', 'A', 'A.* -> A'],
    ["type A = { t: 'x'; of: A } | { t: 'y' }", 'A', 'A.of -> A'],
    ['interface A<T> { of?: A<T>; value: T }', 'A<string>', 'A<string>.of -> A<string>'],
    ['type A = [A, A]', 'A', 'A[] -> A'],
  ])('%s', async (beside, type, cycle) => {
    const { diagnostics } = await read(`a!: ${type};`, beside);
    expect(diagnostics.map(({ code }) => code)).toEqual(['KW1008']);
    expect(diagnostics[0]?.message).toMatch(new RegExp(`: ${cycle.replace(/[[\].*<>]/g, '\\$&')}$`));
  });

  test('and stops at types that grow in themselves', async () => {
    const { diagnostics } = await read(
      'a?: Grows<string>;',
      'interface Grows<T> { left?: Grows<T[]>; right?: Grows<{ of: T }> }',
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(['KW1008', 'KW1008']);
  });

  test('once at each place, however many ways lead there', async () => {
    const { diagnostics } = await read('a?: Tree; b?: Tree[]; c?: { d: Tree };', 'interface Tree { kids: Tree[] }');
    expect(diagnostics.map(({ code, message }) => `${code} ${message.split(' ')[0]}`)).toEqual([
      'KW1008 spec.a.kids[]',
    ]);
  });
});

/** A type as it may be written, and the schema that it means. */
interface Written {
  readonly text: string;
  readonly means: unknown;
}

const scalar = fc.constantFrom<Written>(
  { text: 'string', means: { type: 'string' } },
  { text: 'boolean', means: { type: 'boolean' } },
  { text: 'Int32', means: { type: 'integer', format: 'int32' } },
  { text: 'JsonObject', means: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
);
const literals = fc
  .uniqueArray(fc.constantFrom('b', 'a', 'c', 'it’s', ''), { minLength: 1, maxLength: 4 })
  .map<Written>(values => ({
    text: values.map(value => JSON.stringify(value)).join(' | '),
    means: { type: 'string', enum: values },
  }));

const { type: anyType } = fc.letrec<{ type: Written; object: Written }>(tie => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    literals,
    tie('type').map(({ text, means }) => ({ text: `(${text})[]`, means: { type: 'array', items: means } })),
    tie('type').map(({ text, means }) => ({
      text: `Record<string, ${text}>`,
      means: { type: 'object', additionalProperties: means },
    })),
    tie('object'),
  ),
  object: fc
    .array(fc.record({ of: tie('type'), optional: fc.boolean() }), { minLength: 1, maxLength: 4 })
    .map(fields => {
      const required = fields.flatMap(({ optional }, index) => (optional ? [] : [`f${index}`]));
      return {
        text: `{ ${fields.map(({ of, optional }, index) => `f${index}${optional ? '?' : ''}: ${of.text}`).join('; ')} }`,
        means: {
          type: 'object',
          properties: Object.fromEntries(fields.map(({ of }, index) => [`f${index}`, of.means])),
          ...(required.length > 0 && { required }),
        },
      };
    }),
}));

/** Ways to write the same type; `T` stands for it. */
const WAYS = [
  'T',
  '(T)',
  'Same<T>',
  'T | undefined',
  'Box<T>["value"]',
  'Settled<T, string>',
  'Extract<T | symbol, T>',
  'NonNullable<T | null>',
  'Readonly<Box<T>>["value"]',
  'Box<Same<T>>["value"]',
];

test('reads a type as what it means, in whatever way it is written', async () => {
  const beside = `type Same<T> = T; interface Box<T> { value: T } type Settled<T, W> = [W] extends [string] ? T : never;`;
  const sample = fc.sample(fc.tuple(anyType, fc.constantFrom(...WAYS)), { numRuns: 400, seed: 20260801 });
  const fields = sample.map(([, way], index) => `f${index}?: ${way.replace(/\bT\b/g, `A${index}`)};`);
  const aliases = sample.map(([{ text }], index) => `type A${index} = ${text};`);
  const { spec } = await read(fields.join('\n'), `${beside}\n${aliases.join('\n')}`);
  const properties = bare(spec).properties;
  for (const [index, [{ text, means }, way]] of sample.entries()) {
    expect([text, way, properties[`f${index}`]]).toEqual([text, way, means]);
  }
});
