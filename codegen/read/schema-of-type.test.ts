import { describe, expect, test, vi } from 'vitest';
import { readSource, type SourceReading } from '../../test/source-project.js';
import type { SchemaNode } from '../model/schema-node.js';

// The full program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const HEAD = `import { type Condition, CustomResource, ClusterResource, Default, type Defaulted, type Double, type Duration, type Int32,
  type Int64, type IntOrString, ListMap, Maximum, type MicroTime, MinLength, Minimum, type Quantity, Resource, type Time
} from 'kubewright';\n`;
const NAMES = "{ group: 'example.com', version: 'v1', kind: 'Thing' }";

/** Reads `spec` as the body of the Spec class, with other declarations beside it. */
function read(spec: string, beside = '', files: { readonly [path: string]: string } = {}): Promise<SourceReading> {
  const thing = `${HEAD}${beside}\nexport class Spec {\n${spec}\n}\n@Resource(${NAMES})\nexport class Thing extends CustomResource<Spec> {}\n`;
  return readSource({ 'thing.ts': thing, ...files });
}

/** The schema of `spec`, without places. */
async function specOf(...source: Parameters<typeof read>): Promise<unknown> {
  const { model, findings } = await read(...source);
  expect(findings).toEqual([]);
  return plain(model.resources[0]?.schema.properties?.spec);
}

function plain(schema: SchemaNode | undefined): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'origin' || key === 'said' ? undefined : value)));
}

const INT32 = { type: 'integer', format: 'int32' };
const TEXT = { type: 'string' };

test('reads the scalars by their marks', async () => {
  const scalars = `a!: Int32; b!: Int64; c!: Double; d!: Time; e!: MicroTime; f!: Duration; g!: Quantity; h!: IntOrString;
    i!: string; j!: boolean; k?: Int32; l!: Port; m!: Brand;`;
  const spec = await specOf(scalars, "type Port = Int32; type Brand = string & { readonly __brand?: 'x' };");
  const intOrString = { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true };
  expect(spec).toEqual({
    type: 'object',
    required: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'l', 'm'],
    properties: {
      a: INT32,
      b: { type: 'integer', format: 'int64' },
      c: { type: 'number', format: 'double' },
      d: { type: 'string', format: 'date-time' },
      e: { type: 'string', format: 'date-time' },
      f: { ...TEXT, pattern: expect.any(String) },
      g: { ...intOrString, pattern: expect.stringContaining('[KMGTPE]i') },
      h: intOrString,
      i: TEXT,
      j: { type: 'boolean' },
      k: INT32,
      l: INT32,
      m: TEXT,
    },
  });
});

test('reads unions of literals and enums in the order of the source', async () => {
  const spec =
    `a!: 'b' | 'a' | 'c'; b?: Level; c!: 3 | 1 | 2; d!: Mode; e!: true; f?: Defaulted<Level> ; g!: 0.5 | 1; h!: Level | 'extra';`.replace(
      'f?:',
      "@Default('zero') f?:",
    );
  const beside = "type Level = 'zero' | 'alpha' | 'beta'; enum Mode { Slow = 'slow', Fast = 'fast' }";
  // 'alpha' is made first, so that the checker's own order differs.
  expect(await specOf(spec, `const first: 'alpha' = 'alpha'; void first; ${beside}`)).toMatchObject({
    properties: {
      a: { type: 'string', enum: ['b', 'a', 'c'] },
      b: { enum: ['zero', 'alpha', 'beta'] },
      c: { type: 'integer', enum: [3, 1, 2] },
      d: { enum: ['slow', 'fast'] },
      e: { type: 'boolean', enum: [true] },
      f: { enum: ['zero', 'alpha', 'beta'], default: 'zero' },
      g: { type: 'number', enum: [0.5, 1] },
      h: { enum: ['zero', 'alpha', 'beta', 'extra'] },
    },
  });
});

test('reads lists, maps, nested types and types of other files and of the package', async () => {
  const spec = `a!: string[]; b!: readonly Int32[]; c!: ReadonlyArray<Item>; d!: Record<string, Int32>; e!: { [key: string]: Item[] };
    f!: Nested; g?: { h: Imported }; i?: Condition[]; j!: string[] | null; k!: (string | null)[];`;
  const beside = `import type { Imported } from './imported.js';\ninterface Item { x: Int32 }\nclass Base { base!: string }\nclass Nested extends Base { own?: boolean }`;
  const files = {
    'imported.ts': "import type { Int32 } from 'kubewright';\nexport interface Imported { port: Int32 }",
  };
  const item = { type: 'object', properties: { x: INT32 }, required: ['x'] };
  expect(await specOf(spec, beside, files)).toMatchObject({
    properties: {
      a: { type: 'array', items: TEXT },
      b: { type: 'array', items: INT32 },
      c: { type: 'array', items: item },
      d: { type: 'object', additionalProperties: INT32 },
      e: { type: 'object', additionalProperties: { type: 'array', items: item } },
      f: { properties: { base: TEXT, own: { type: 'boolean' } }, required: ['base'] },
      g: { properties: { h: { properties: { port: INT32 } } } },
      i: {
        items: {
          properties: { status: { enum: ['True', 'False', 'Unknown'] }, lastTransitionTime: { format: 'date-time' } },
        },
      },
      j: { type: 'array', items: TEXT, nullable: true },
      k: { type: 'array', items: { ...TEXT, nullable: true } },
    },
  });
});

test('reads what the checker resolves: Pick, Omit, Partial, generics, intersections', async () => {
  const spec = `a!: Pick<Full, 'x' | 'level'>; b!: Omit<Full, 'x'>; c!: Partial<Full>; d!: Box<Int32>; e!: Full & { more: string };
    f!: Record<'left' | 'right', Int32>; g!: Full['level'];`;
  const beside = `class Full { @Minimum(2) x!: Int32; level!: 'high' | 'done' }\ninterface Box<T> { value: T; list: T[] }`;
  const level = { type: 'string', enum: ['high', 'done'] };
  const x = { ...INT32, minimum: 2 };
  expect(await specOf(spec, beside)).toMatchObject({
    properties: {
      a: { properties: { x, level }, required: ['x', 'level'] },
      b: { properties: { level }, required: ['level'] },
      c: { properties: { x, level } },
      d: { properties: { value: INT32, list: { items: INT32 } } },
      e: { properties: { x, level, more: TEXT } },
      f: { properties: { left: INT32, right: INT32 }, required: ['left', 'right'] },
    },
  });
});

test('takes descriptions from the field, else from its type, and never from the scalars', async () => {
  const spec = `/** Of the field. */ a!: Named; b!: Named; c!: Named[]; d!: Alias; e!: Int32; f?: Named;`;
  const beside = `/** Of the type. */ interface Named { x: string }\n/** Of the alias. */ type Alias = 'p' | 'q';`;
  const schema = (await specOf(spec, beside)) as {
    properties: Record<string, { description?: string; items?: unknown }>;
  };
  const descriptions = Object.entries(schema.properties).map(([name, field]) => [name, field.description]);
  expect(Object.fromEntries(descriptions)).toEqual({
    a: 'Of the field.',
    b: 'Of the type.',
    c: undefined,
    d: 'Of the alias.',
    e: undefined,
    f: 'Of the type.',
  });
  expect(schema.properties.c?.items).toMatchObject({ description: 'Of the type.' });
});

test('reads decorators with literals, constants, members of constants, enum members and imported constants', async () => {
  const spec = `@Minimum(-1) @Maximum(LIMITS.most) @Default(Port.Main) a?: Defaulted<Int32>;
    @MinLength(least) @Default(\`plain\`) b?: Defaulted<string>; @Default(['p', text]) c?: Defaulted<string[]>;
    @Default({ on: true, size: least }) d?: Defaulted<Size>; @ListMap('type') e?: Condition[];`;
  const beside = `import { least, text } from './constants.js';\nconst LIMITS = { most: 9 } as const; enum Port { Main = 7 }\ninterface Size { on: boolean; size: Int32 }`;
  const files = { 'constants.ts': "export const least = 2;\nexport const text: string = 'q';" };
  expect(await specOf(spec, beside, files)).toMatchObject({
    properties: {
      a: { minimum: -1, maximum: 9, default: 7 },
      b: { minLength: 2, default: 'plain' },
      c: { default: ['p', 'q'] },
      d: { default: { on: true, size: 2 } },
      e: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] },
    },
  });
});

describe('refuses, at the field, what no schema can say', () => {
  test.each([
    ['KW1001', 'a?: any;'],
    ['KW1001', 'a?: any[];'],
    ['KW1002', 'a?: unknown;'],
    ['KW1002', 'a?: object;'],
    ['KW1002', 'a?: {};'],
    ['KW1003', 'a?: number;'],
    ['KW1003', 'a?: Record<string, number>;'],
    ['KW1004', 'a?: () => void;'],
    ['KW1004', 'a() {}'],
    ['KW1004', "get a() { return 'x'; }"],
    ['KW1005', 'a?: bigint;'],
    ['KW1005', 'a?: undefined;'],
    ['KW1005', 'a?: symbol;'],
    ['KW1006', `a?: \`\${number}m\`;`],
    ['KW1007', 'a?: [string, Int32];'],
    ['KW1008', 'a?: Loop;'],
    ['KW1010', 'a?: Date;'],
    ['KW1010', 'a?: Map<string, string>;'],
    ['KW1010', 'a?: Promise<string>;'],
    ['KW1011', 'a?: { x: string; [key: string]: string };'],
    ['KW1012', 'a?: Record<number, string>;'],
    ['KW1013', "private a = 'x';"],
    ['KW1014', 'a?: string | Int32;'],
    ['KW1014', "a?: 'x' | 1;"],
    ['KW1016', "a?: 'x' | 'y' | null;"],
    ['KW1016', '@Default(1) a?: Defaulted<1 | 2 | null>;'],
    ['KW1014', 'a?: { x: string } | { y: string };'],
    ['KW1014', 'a?: Int32 | Int64;'],
  ])('%s %s', async (code, field) => {
    const { findings, diagnostics } = await read(field, 'interface Loop { next?: Loop }');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.endsWith(code)).toBe(true);
    expect(diagnostics[0]?.hint).toBeDefined();
  });
});

describe('ties @Default, "?" and Defaulted together', () => {
  test.each([
    ['KW2002', '@Default(1 as never) a?: Int32;'],
    ['KW2002', '@Default(1 as never) a!: Defaulted<Int32>;'],
    ['KW2003', 'a?: Defaulted<Int32>;'],
    ['KW2001', '@Minimum(1) @Minimum(2) a?: Int32;'],
    ['KW0007', '@Minimum(Number()) a?: Int32;'],
    ['KW0008', "@Minimum('1' as never) a?: Int32;"],
  ])('%s %s', async (code, field) => {
    const { findings } = await read(field, 'declare function Number(): number;');
    expect(findings.map(finding => finding.split(' ')[1])).toEqual([code]);
  });
});
