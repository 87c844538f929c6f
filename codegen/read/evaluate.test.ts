// What the arguments of decorators say, where they name constants.
import { describe, expect, test, vi } from 'vitest';
import { readSource } from '../../test/source-project.js';

// The full program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const NAMES = `import { CustomResource, Default, type Defaulted, Enum, Example, type Int32, Maximum, Resource, Title } from 'kubewright';\n`;

async function read(beside: string, field: string, files: { readonly [path: string]: string } = {}) {
  const source = `${NAMES}${beside}\nexport class Spec {\n${field};\n}
@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}\n`;
  const { model, diagnostics, program } = await readSource({ 'thing.ts': source, ...files });
  const told = diagnostics.map(({ code, line, message }) => `${code} ${line} ${message.replace(/^.*source: /, '')}`);
  return { field: model.resources[0]?.schema.properties?.spec?.properties?.f, told, program };
}

const MAXIMUM = '@Maximum(LIMITS.max) f?: Int32';

describe('refuses a constant that is changed after it was made', () => {
  test.each<[change: string, field: string, name: string]>([
    ['LIMITS.max = 6;', MAXIMUM, 'LIMITS.max'],
    ["LIMITS['max'] = 6;", MAXIMUM, 'LIMITS.max'],
    ['LIMITS.max += 6;', MAXIMUM, 'LIMITS.max'],
    ['++LIMITS.max;', MAXIMUM, 'LIMITS.max'],
    ['delete (LIMITS as { max?: number }).max;', MAXIMUM, 'LIMITS.max'],
    ['[LIMITS.max] = [6];', MAXIMUM, 'LIMITS.max'],
    ['({ a: LIMITS.max } = { a: 6 });', MAXIMUM, 'LIMITS.max'],
    ['for (LIMITS.max of [1, 6]);', MAXIMUM, 'LIMITS.max'],
    ['Object.assign(LIMITS, { max: 6 });', MAXIMUM, 'LIMITS.max'],
    ['export function later() { LIMITS.max = 6; }', MAXIMUM, 'LIMITS.max'],
    ['const SAME = LIMITS; SAME.max = 6;', MAXIMUM, 'LIMITS.max'],
    ['for (const name in LIMITS) LIMITS[name as "max"] = 6;', MAXIMUM, 'LIMITS.max'],
    ['LIMITS.inner = { max: 6 };', '@Maximum(LIMITS.inner.max) f?: Int32', 'LIMITS.inner.max'],
    ['LIMITS.inner.max = 6;', '@Maximum(LIMITS.inner.max) f?: Int32', 'LIMITS.inner.max'],
    ['LIMITS.inner.max = 6;', '@Example(LIMITS) f?: { max: Int32; inner: { max: Int32 } }', 'LIMITS'],
    ["LIST.push('y');", "@Enum(...(LIST as unknown as ['x'])) f?: string", 'LIST'],
    ["LIST[0] = 'y';", "@Enum(...(LIST as unknown as ['x'])) f?: string", 'LIST'],
    ["LIST.push('y');", '@Default([...LIST]) f?: Defaulted<string[]>', 'LIST'],
    ["LIST.push('y');", '@Default(COPY) f?: Defaulted<string[]>', 'LIST'],
  ])('%s %s', async (change, field, name) => {
    const beside = `const LIMITS = { max: 5, inner: { max: 5 } };\nconst LIST = ['x']; const COPY = [...LIST];\n${change}`;
    const { told, field: read_ } = await read(beside, field);
    expect(told).toEqual([`KW0007 6 ${name} is changed in line 4`]);
    expect(JSON.stringify(read_)).not.toMatch(/maximum|example|default|enum/);
  });

  test('also in the file that declares it, or only in the one that names it', async () => {
    const own = { 'limits.ts': 'export const LIMITS = { max: 5 };\nLIMITS.max = 6;\n' };
    const imported = "import { LIMITS } from './limits.js';";
    expect((await read(imported, MAXIMUM, own)).told).toEqual([
      'KW0007 4 LIMITS.max is changed in line 2 of limits.ts',
    ]);
    const other = { 'limits.ts': 'export const LIMITS = { max: 5 };\n' };
    const changed = "import { LIMITS } from './limits.js';\nLIMITS.max = 6;";
    expect((await read(changed, MAXIMUM, other)).told).toEqual(['KW0007 5 LIMITS.max is changed in line 3']);
  });

  test('also one with options of a decorator', async () => {
    const beside = 'const OPTIONS = { exclusive: true };\nOPTIONS.exclusive = false;';
    const { told } = await read(beside, '@Maximum(5, OPTIONS) f?: Int32');
    expect(told).toEqual(['KW0007 5 OPTIONS is changed in line 3']);
  });

  test('and a member of which the compiler knows what was set last', async () => {
    const beside =
      "const state: { mode: 'a' | 'b' } = make(); state.mode = 'b';\nfunction make(): typeof state { return { mode: 'a' }; }";
    expect((await read(beside, '@Title(state.mode) f?: string')).told).toEqual(['KW0007 5 it is computed']);
  });

  test('and a variable of which the compiler knows what was set last', async () => {
    const beside = "let mode: 'a' | 'b' = 'a';\nexport const set = () => { mode = 'b'; };";
    expect((await read(beside, '@Title(mode) f?: string')).told).toEqual([
      'KW0007 5 mode is not a constant with a written value',
    ]);
  });
});

describe('takes a constant', () => {
  test.each<[beside: string, field?: string]>([
    ['const LIMITS = Object.freeze({ max: 5 });'],
    ['const LIMITS = { max: 5 } as const;'],
    ['const LIMITS = { max: 5, other: 6 }; LIMITS.other = 7;'],
    ['const LIMITS = { max: 5, inner: { other: 6 } }; LIMITS.inner.other = 7;'],
    ['const BASE = { max: 5 }; const LIMITS = { ...BASE }; const COPY = { ...BASE }; COPY.max = 6;'],
    ['const LIMITS = { max: 5 }; export function f(LIMITS: { max: number }) { LIMITS.max = 6; }'],
    ['const LIMITS = { max: 5 }; const sum = { total: 0 }; sum.total += LIMITS.max;'],
    ['namespace LIMITS { export const max = 5; }'],
    ['class LIMITS { static readonly max = 5; }'],
    ['enum LIMITS { min, max = 5 }'],
  ])('%s', async beside => {
    const { told, field } = await read(beside, MAXIMUM);
    expect(told).toEqual([]);
    expect(field).toMatchObject({ maximum: 5 });
  });
});

describe('reads JSON that is imported', () => {
  const files = { 'limits.json': '{ "max": 5, "names": ["x", "y"], "deep": { "least": -1 } }' };
  const imported = "import LIMITS from './limits.json' with { type: 'json' };";
  test.each<[field: string, schema: unknown]>([
    [MAXIMUM, { maximum: 5 }],
    ['@Default(LIMITS.names) f?: Defaulted<string[]>', { default: ['x', 'y'] }],
    ['@Default(LIMITS.deep) f?: Defaulted<{ least: Int32 }>', { default: { least: -1 } }],
    ['@Maximum(LIMITS.deep.least) f?: Int32', { maximum: -1 }],
  ])('%s', async (field, schema) => {
    const { told, field: read_, program } = await read(imported, field, files);
    expect(told).toEqual([]);
    expect(read_).toMatchObject(schema as object);
    expect(program).toBe('fast');
  });

  test('as it is now', async () => {
    await read(imported, MAXIMUM, files);
    const { field } = await read(imported, MAXIMUM, { 'limits.json': '{ "max": 6 }' });
    expect(field).toMatchObject({ maximum: 6 });
  });

  test('by names', async () => {
    const options = "import { max } from './limits.json';";
    const { model, diagnostics } = await readSource(
      {
        'thing.ts': `${NAMES}${options}\nexport class Spec { @Maximum(max) f?: Int32 }
@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}\n`,
        ...files,
      },
      { module: 'esnext', moduleResolution: 'bundler', resolveJsonModule: true },
    );
    expect(diagnostics).toEqual([]);
    expect(model.resources[0]?.schema.properties?.spec?.properties?.f).toMatchObject({ maximum: 5 });
  });

  test('but not what is changed', async () => {
    const { told } = await read(`${imported}\nLIMITS.max = 6;`, MAXIMUM, files);
    expect(told).toEqual(['KW0007 5 LIMITS.max is changed in line 3']);
  });
});

describe('comes to an end with constants that hold each other', () => {
  const chain = (first: string, next: (before: string) => string) => [
    `const a0 = ${first};`,
    ...Array.from({ length: 40 }, (_unused, index) => `const a${index + 1} = ${next(`a${index}`)};`),
  ];
  test.each<[string, readonly string[], string]>([
    ['joined', chain("'x'", a => `${a} + ${a}`), '@Title(a40) f?: string'],
    ['in a template', chain("'x'", a => `\`\${${a}}\${${a}}\` as string`), '@Title(a40) f?: string'],
    ['spread in lists', chain("['x']", a => `[...${a}, ...${a}]`), '@Enum(...a40) f?: string'],
    ['spread in lists', chain("['x']", a => `[...${a}, ...${a}]`), '@Default(a40) f?: Defaulted<string[]>'],
    ['in objects', chain('{}', a => `{ a: ${a}, b: ${a} } as object`), '@Example(a40 as never) f?: { a?: string }'],
  ])('twice, $0: $2', async (_how, beside, field) => {
    const { told } = await read(beside.join('\n'), field);
    expect(told[0]).toMatch(/^KW0007 \d+ it (is longer than a definition may be|comes to too many)$/);
  });

  test.each<[string, readonly string[], string, unknown]>([
    [
      'options',
      chain('{ exclusive: true }', a => `{ ...${a}, ...${a} }`),
      '@Maximum(5, a40) f?: Int32',
      { exclusiveMaximum: true },
    ],
    [
      'an object',
      chain('{ x: 1 }', a => `{ ...${a}, ...${a} }`),
      '@Default(a40) f?: Defaulted<{ x: Int32 }>',
      { default: { x: 1 } },
    ],
  ])('spread twice: %s', async (_what, beside, field, schema) => {
    const { told, field: read_ } = await read(beside.join('\n'), field);
    expect(told).toEqual([]);
    expect(read_).toMatchObject(schema as object);
  });

  test.each([
    ['const A: any = A.n;'],
    ['const A: any = { ...A.n };'],
    ['const A: any = B.n; const B: any = A.n;'],
    ['const A: any = { n: B.n }; const B: any = A;'],
  ])('by themselves: %s', async beside => {
    const { told } = await read(beside, '@Maximum(A.n) f?: Int32');
    expect(told.filter(each => each.startsWith('KW0007'))).toHaveLength(1);
  });

  test('as members of the next, a thousand times', async () => {
    const many = Array.from({ length: 1000 }, (_unused, index) => `const c${index + 1}: any = c${index}.n;`);
    const { told } = await read(`const c0: any = { n: {} };\n${many.join('\n')}`, '@Maximum(c1000.n) f?: Int32');
    expect(told).toEqual(['KW0007 1004 it is computed']);
  });

  test('each in the next, two thousand times', async () => {
    const many = Array.from({ length: 2000 }, (_unused, index) => `const b${index + 1}: string = b${index};`);
    const { told } = await read(`const b0: string = 'x';\n${many.join('\n')}`, '@Title(b2000) f?: string');
    expect(told).toEqual(['KW0007 2004 it is defined through too many others']);
  });
});

test('refuses half of a character', async () => {
  expect((await read('', "@Title('\\ud800') f?: string")).told).toEqual([
    'KW0007 4 it has half of a surrogate pair in it',
  ]);
});
