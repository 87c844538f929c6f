// What is said to be obvious, the compiler must have nothing against: it is asked of all of it.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { oneFileProgram } from '../../test/one-file-program.js';
import { ts } from './compiler.js';
import { obviousDecorators } from './obvious-decorators.js';

// The compiler checks thousands of decorators.
vi.setConfig({ testTimeout: 120_000 });

const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const TYPES = [
  'Int32',
  'Double | null',
  'number',
  '1 | 2',
  'Day',
  'IntOrString',
  'Quantity',
  'string',
  'Time',
  "'a' | 'b'",
  "Defaulted<'a' | 'b'>",
  'Defaulted<Int32>',
  'Defaulted<Int32> | null',
  'Defaulted<string>',
  'Defaulted<Time>',
  'Defaulted<Quantity>',
  'Defaulted<boolean>',
  'Defaulted<true>',
  'Defaulted<Level>',
  "Defaulted<string & { readonly brand: 'b' }>",
  'Defaulted<string[]>',
  'Defaulted<Item>',
  'boolean',
  'string[]',
  'readonly Int32[]',
  'string[] | null',
  'Item[]',
  'Defaulted<Item[]>',
  '(Item | Other)[]',
  'Item[] | Other[]',
  'Condition[]',
  'Items',
  '[string]',
  'Item',
  'Item & Other',
  'Record<string, string>',
  'JsonValue',
  'unknown',
  'any',
  'never',
  'null',
  'string | string[]',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a type.
  '`${number}Gi`',
  'this',
];

const RULES = [
  '@Minimum(0)',
  '@Minimum(-1.5, { exclusive: true })',
  '@Minimum(1, { exclusive: 1 })',
  "@Minimum('1')",
  '@Maximum(10, { inclusive: true })',
  '@MultipleOf(2)',
  '@MinLength(1)',
  '@MaxLength(1, 2)',
  '@MinItems(1)',
  '@MaxItems()',
  "@Pattern('^a$')",
  "@Format('ipv4')",
  '@Format(1)',
  '@Default(1)',
  '@Default(1.5)',
  "@Default('a')",
  "@Default('z')",
  '@Default(true)',
  '@Default(false)',
  '@Default(null)',
  '@Default([])',
  '@Default({})',
  '@Default({ name: "x" })',
  "@ListMap('name')",
  "@ListMap('name', 'port')",
  "@ListMap('type')",
  "@ListMap('list')",
  '@ListMap()',
  '@ListSet',
  '@ListAtomic',
  '@ListSet()',
  '@Immutable',
  '@Immutable()',
  '@Schemaless',
  '@Minimum',
  "@Title('t')",
  '@Title(1)',
  "@ExternalDocs('u', 'd')",
  "@Validation('true', 'm')",
  "@Validation('true', { message: 'm' })",
  "@Resource({ group: 'a.b', version: 'v1', kind: 'A' })",
  "@PrintColumn('a', '.b')",
];

const CLASS_RULES = [
  "@Resource({ group: 'a.b', version: 'v1', kind: 'A' })",
  "@Resource({ group: 'a.b', version: 'v1', kind: 'A', shortNames: ['a'], deprecated: true, served: false })",
  "@Resource({ group: 'a.b', version: 'v1' })",
  "@Resource({ group: 'a.b', version: 'v1', kind: 'A', plurl: 'as' })",
  "@Resource({ group: 'a.b', version: 'v1', kind: 'A', deprecated: false })",
  '@Resource()',
  "@Subresource('scale')",
  "@Subresource('status')",
  "@Title('t')",
  '@Minimum(0)',
  ...['PrintColumn', 'SelectableField'].flatMap(name =>
    [
      ...['.spec', '.spec.replicas', '.spec.replica', '.spec.replicas.x', '.spec.text', '.spec.hidden', '.spec.list'],
      ...['.spec.items.name', '.spec.map.a', '.spec.any', '.spec.union', '.spec.union.a', '.spec.maybe.name'],
      ...[
        '.metadata.name',
        '.metadata.creationTimestamp',
        '.metadata.labels',
        '.metadata.labels.a',
        '.status.replicas',
      ],
      ...['.status.conditions', '.apiVersion', 'spec.text', '.spec.text.length', '.spec.time.length', '.spec.off'],
    ].map(path => (name === 'PrintColumn' ? `@${name}('n', '${path}')` : `@${name}('${path}')`)),
  ),
  "@PrintColumn('n', '.spec.text', { priority: 1, format: 'date', type: 'string', description: 'd' })",
  "@PrintColumn('n', '.spec.text', { format: 'day' })",
  "@PrintColumn('n', '.spec.text', { prio: 1 })",
  "@PrintColumn(1, '.spec.text')",
];

const BASES = [
  'extends CustomResource<Spec, Status>',
  'extends ClusterResource<Spec, Status>',
  'extends CustomResource<Spec>',
  'extends CustomResource<Spec | undefined, Status>',
  'extends CustomResource<undefined, Status>',
  'extends CustomResource<Status, Spec>',
  'extends CustomResource<any, any>',
  'extends Item',
  '',
];

const BESIDE = `import { ClusterResource, type Condition, CustomResource, Default, type Defaulted, type Double, ExternalDocs,
  Format, Immutable, type Int32, type IntOrString, type JsonValue, ListAtomic, ListMap, ListSet, Maximum, MaxItems, MaxLength,
  Minimum, MinItems, MinLength, MultipleOf, Pattern, PrintColumn, type Quantity, Resource, Schemaless, SelectableField,
  Subresource, type Time, Title, Validation } from 'kubewright';
enum Day { Monday = 1, Friday = 5 }
enum Level { Low = 'a', High = 'b' }
interface Item { name: string; port?: Int32; list: string[] }
interface Other { name: Int32; other: string }
interface Items extends Array<Item> {}
interface Spec { replicas?: Defaulted<Int32>; text?: string | null; list: string[]; items: Item[]; map: Record<string, string>;
  any: any; union: { a: Int32 } | { a: string; b: string }; maybe?: Item | null; time: Time; off: never }
class Status { replicas?: Int32; conditions?: Condition[]; spec?: string; private hidden?: string }
`;

/** Of each decorator of a file whether it is obvious, and what the compiler has against it. */
function judged(text: string, options: ts.CompilerOptions = {}) {
  const { program, file } = oneFileProgram(text, options);
  const obvious = new Set([...obviousDecorators(file, program).values()].flatMap(each => [...each]));
  const errors = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  const found: { text: string; obvious: boolean; errors: readonly string[] }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isDecorator(node)) {
      const own = errors.filter(({ start = 0 }) => start >= node.getStart() && start < node.end);
      const messages = own.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
      const at = text.slice(node.getStart(), node.parent.end);
      found.push({ text: at, obvious: obvious.has(node), errors: messages });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function wronglyObvious(found: ReturnType<typeof judged>) {
  return found.filter(each => each.obvious && each.errors.length > 0);
}

describe('an obvious decorator is one that the compiler takes', () => {
  it.each(['f?:', 'f!:'])('at fields (%s) of every type', field => {
    const classes = TYPES.flatMap(type => RULES.map(rule => `${rule} ${field} ${type};`));
    const found = judged(`${BESIDE}${classes.map((each, at) => `export class A${at} { ${each} }`).join('\n')}`);
    expect(found).toHaveLength(TYPES.length * RULES.length);
    expect(wronglyObvious(found)).toEqual([]);
    const count = found.filter(each => each.obvious).length;
    expect(count).toBeGreaterThan(found.filter(each => each.errors.length === 0).length / 3);
  });

  it('at classes', () => {
    const classes = BASES.flatMap(base => CLASS_RULES.map(rule => ({ base, rule })));
    const found = judged(
      `${BESIDE}${classes.map(({ base, rule }, at) => `${rule} export class A${at} ${base} {}`).join('\n')}`,
    );
    expect(found).toHaveLength(classes.length);
    expect(wronglyObvious(found)).toEqual([]);
    expect(found.filter(each => each.obvious).length).toBeGreaterThan(80);
  });

  it.each(globSync('{test/golden/*/**,test/types,api/**,test/upstream/**}/*.ts', { cwd: REPOSITORY }))(
    'in %s',
    path => {
      expect(wronglyObvious(judged(readFileSync(join(REPOSITORY, path), 'utf8')))).toEqual([]);
    },
  );
});

it('spares the compiler all decorators of the Redis', () => {
  const found = judged(readFileSync(join(REPOSITORY, 'api/v1/redis.ts'), 'utf8'));
  expect(found.filter(each => !each.obvious)).toEqual([]);
  expect(found.length).toBeGreaterThan(10);
});

const CLASS = "import { CustomResource, Title } from 'kubewright';\n";
const FIELD = "import { type Int32, Minimum } from 'kubewright';\nexport class A { @Minimum(1) f?: Int32 }";

const MARKED = `import { type Defaulted, Pattern } from 'kubewright';
export class A { @Pattern('a') f?: Exclude<string & Defaulted<{ a: 1 }>, { a: 1 }> }`;

it.each<[string, string, ts.CompilerOptions]>([
  [
    'a namespace of imports',
    FIELD.replace('{ type Int32, Minimum }', '* as k').replaceAll(/Minimum|Int32/g, 'k.$&'),
    {},
  ],
  ['an import of a type', FIELD.replace(', Minimum', ', type Minimum'), {}],
  ['imports of types', FIELD.replace('import {', 'import type {').replace('type Int32', 'Int32'), {}],
  [
    'another name of the same text',
    `${FIELD.replace(', Minimum', '')}\nfunction Minimum(_: 1) { return (_1: string) => {}; }`,
    {},
  ],
  ['types that are said', FIELD.replace('(1)', "<A, 'f'>(1)"), {}],
  ['a hidden field', FIELD.replace('f?', 'private f?'), {}],
  ['a decorator behind a keyword', `${CLASS}export @Title('t') class A extends CustomResource<{}> {}`, {}],
  ['a field of the class itself', FIELD.replace('f?', 'static f?'), {}],
  ['a class that is only declared', FIELD.replace('export class', 'export declare class'), {}],
  ['a class expression', FIELD.replace('export class A', 'export const A = class'), {}],
  ['a generic class', FIELD.replace('class A', 'class A<T>'), {}],
  ...['group?:', 'group!:', 'readonly group:', 'async group:'].map((name): [string, string, ts.CompilerOptions] => [
    `an option that is written as ${name}`,
    `${CLASS.replace('Title', 'Resource')}@Resource({ ${name} 'a.b', version: 'v1', kind: 'A' })
export class A extends CustomResource<{}> {}`,
    {},
  ]),
  [
    'options that the project adds to',
    `${FIELD.replace('(1)', '(1, {})')}\ndeclare module 'kubewright' { interface BoundOptions { readonly unit: string } }`,
    {},
  ],
  [
    'a path to what functions have',
    `${CLASS.replace('Title', 'SelectableField')}@SelectableField('.name') export class A extends CustomResource<{}> {}
export interface A { new (): A }`,
    {},
  ],
  ['a type that is nothing without the mark of Defaulted', MARKED, {}],
  ['decorators of the standard', FIELD, { experimentalDecorators: false }],
  ['metadata of types', FIELD, { emitDecoratorMetadata: true }],
  ['helpers of a package', FIELD, { importHelpers: true }],
  ['types that are not strict', FIELD, { strictNullChecks: false }],
])('leaves to the compiler %s', (_, text, options) => {
  const found = judged(text, options);
  expect(found.map(each => each.obvious)).toEqual([false]);
});
