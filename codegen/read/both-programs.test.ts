// The fast program has a small library of its own: every type must read there as with TypeScript's.
import { expect, test, vi } from 'vitest';
import { readSource } from '../../test/source-project.js';

// The full program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const BESIDE = `import { CustomResource, Default, type Defaulted, type Int32, type JsonObject, type JsonValue, Minimum, type Quantity,
  Resource, type Time } from 'kubewright';
/** Of the class. */
class Full {
  /** Of the field. */
  @Minimum(2) x!: Int32;
  level!: Level;
  list?: string[] | null;
  @Default('b') mode?: Defaulted<'b' | 'a'>;
}
type Level = 'z' | 'x' | 'a';
const LEVELS = ['two', 'one', 'three'] as const;
const CODES = { ok: 200, gone: 410 } as const;
enum Day { Monday = 'mon', Friday = 'fri' }
interface Box<T> { value: T; list: readonly T[] }
abstract class Paged<T, M extends string = 'whole' | 'cut'> { items!: T[]; mode?: M }
class Page extends Paged<Full> { more?: boolean }
type Settled<T> = T extends string ? { text: T } : T extends (infer E)[] ? { each: E } : { other: T };
type Getters<T> = { [K in keyof T & string as \`get\${Capitalize<K>}\`]: T[K] };
type Cases = { type: 'b'; b: Int32 } | { type: 'a'; a?: Full };
type First<T> = T extends readonly [infer F, ...unknown[]] ? F : never;
function make(_name: string, _size: 1 | 2): { made: Time } { throw new Error(); }
class Made { constructor(readonly from: 'q' | 'p') {} }
`;

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the types hold template literals.
/** Types with the utilities of TypeScript and the parts of its library that API classes are made with. */
const TYPES = [
  'Partial<Full>',
  'Required<Full>',
  'Readonly<Full>',
  "Pick<Full, 'x' | 'mode'>",
  "Omit<Full, 'x'>",
  "Record<'r' | 'l', Full>",
  'Record<string, Int32[]>',
  'Record<Day, Level>',
  'Record<`a-${string}`, Level>',
  "Exclude<Level, 'x'>",
  "Extract<Level, 'x' | 'a'>",
  'NonNullable<Full["list"]>',
  'Parameters<typeof make>[1]',
  'Parameters<typeof make>',
  'ReturnType<typeof make>',
  'ConstructorParameters<typeof Made>[0]',
  'InstanceType<typeof Made>',
  'Awaited<Promise<Level>>',
  "Uppercase<'b' | 'a'>",
  "Lowercase<'B' | 'A'>",
  "Capitalize<'b' | 'a'>",
  "Uncapitalize<'B' | 'A'>",
  'NoInfer<Level>',
  'Box<Level>',
  "Box<'n' | 'm'>",
  'Page',
  "Paged<Box<Int32>, 's' | 'r'>",
  'Settled<Level>',
  'Settled<Full[]>',
  'Settled<Int32>',
  'Getters<Pick<Full, "x" | "level">>',
  "Full['level']",
  "Full['x' | 'level'][]",
  '(typeof LEVELS)[number]',
  '(typeof CODES)[keyof typeof CODES]',
  'typeof CODES',
  'keyof Full',
  'keyof typeof CODES',
  'First<typeof LEVELS>',
  'Day',
  '`${Day}day`',
  '`${string}Gi` | "none"',
  '[Int32, Int32?]',
  '[...Int32[], Int32]',
  'ReadonlyArray<Full>',
  'readonly Level[]',
  'Array<Array<Level>>',
  'Cases',
  'Cases[]',
  'Full & { more: string }',
  'Pick<Full, "x"> & Partial<Omit<Full, "x">>',
  'JsonValue',
  'JsonObject[]',
  'Quantity | null',
  "'a' | (string & {})",
  'boolean | undefined',
  // Refused in both, in the same words.
  'Date',
  'Map<string, Full>',
  'Set<string>',
  'Promise<Full>',
  'Uint8Array',
  'RegExp',
  'Uppercase<string>',
  'number',
  'object',
  '{}',
  'unknown',
  'bigint',
  'symbol',
  'string | Int32',
  '[string, Int32]',
  '() => void',
  'Error',
  'Iterable<string>',
  'Function',
  'String',
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above.

test('every type reads in the fast program as in the full one, also what is refused', async () => {
  const fields = TYPES.map((type, index) => `  f${index}?: ${type};`).join('\n');
  const source = `${BESIDE}export class Spec {\n${fields}\n}
@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}\n`;
  const lib = { lib: ['es2023', 'dom'] };
  // A type that only TypeScript's library has makes the reader ask the full program.
  const full = await readSource({ 'thing.ts': `${source}export type Absent = WeakRef<object>;\n` }, lib);
  const missing = new Set(['Uint8Array', 'Iterable<string>']);
  const lines = source.split('\n').filter(line => !missing.has(/: (.*);$/.exec(line)?.[1] ?? ''));
  const fast = await readSource({ 'thing.ts': lines.join('\n') }, lib);
  expect([full.program, fast.program]).toEqual(['full', 'fast']);
  expect(said(fast)).toEqual(said(full, missing));
  expect(Object.keys(said(full).schemas)).toHaveLength(TYPES.length);
});

/** Schemas by type, and findings, without places. */
function said(
  { model, diagnostics }: Awaited<ReturnType<typeof readSource>>,
  without: ReadonlySet<string> = new Set(),
) {
  const kept = (field: string) => !without.has(TYPES[Number(/\bf(\d+)/.exec(field)?.[1])] ?? '');
  const properties = Object.entries(model.resources[0]?.schema.properties?.spec?.properties ?? {});
  const bare = (key: string, value: unknown) => (key === 'origin' || key === 'said' ? undefined : value);
  return {
    schemas: Object.fromEntries(
      properties
        .filter(([name]) => kept(name))
        .map(([name, schema]) => [name, JSON.parse(JSON.stringify(schema, bare))]),
    ),
    findings: diagnostics
      .map(({ code, message, hint }) => ({ code, message, hint }))
      .filter(each => kept(each.message)),
  };
}
