// Usages of decorators that chance has put together, right and wrong ones: where the compiler finds something with
// all decorators, it must find something without the obvious ones too.
import { expect, it, vi } from 'vitest';
import { type Chance, chanceOf } from '../../test/mutations/chance.js';
import { oneFileProgram } from '../../test/one-file-program.js';
import { ts } from './compiler.js';
import { obviousDecorators, withoutObvious } from './obvious-decorators.js';

// The compiler checks 1,200 classes twice.
vi.setConfig({ testTimeout: 120_000 });

const BESIDE = `import { ClusterResource, CustomResource, Default, type Defaulted, ExternalDocs, Format, Immutable, type Int32,
  type IntOrString, ListAtomic, ListMap, ListSet, Maximum, MaxItems, MaxLength, Minimum, MinItems, MinLength, MultipleOf, type ObjectMeta, Pattern,
  Pattern as Renamed, PrintColumn, type Quantity, Resource, Schemaless, SelectableField, Subresource, type Time, Title,
  type Title as TypeOnly, Validation } from 'kubewright';
const ONE = 1, LIST = [1] as const;
enum Day { Monday = 1, Friday = 5 }
enum Mixed { A = 1, B = 'x' }
interface Item { name: string; port?: Int32; list: string[]; maybe: string | null; dflt?: Defaulted<string>; flag: boolean }
interface Other { name: Int32; other: string; dflt: string }
interface Texts extends Array<string> {}
interface Weird extends String { extra: string }
interface Rec { name: string; self?: Rec; replicas: Int32 }
interface Idx { name: string; [key: string]: string }
type Size = Uppercase<string>;
type If<T> = T extends string ? Int32 : T;
class Base { name!: string; private hidden?: string; static replicas: Int32; get text(): string { return ''; } replicas?: Int32 }
`;

/** Most are right somewhere. */
const ARGUMENTS = [
  ...listed(String.raw`0 ~ 1 ~ -1.5 ~ -0 ~ 1_0 ~ 1n ~ 0x10 ~ 1e3 ~ .5 ~ 9999999999999999 ~ +1 ~ - -1 ~ (1) ~ ONE ~ ...LIST ~ 'a'
    ~ 'name' ~ 'port' ~ 'list' ~ 'maybe' ~ 'dflt' ~ 'flag' ~ 'name', 'dflt' ~ 'name', 'port' ~ 1, {}, 2 ~ '\u0061' ~ 't', 'm' ~ true ~ false ~ null ~ undefined
    ~ [] ~ ['a', 1] ~ [,] ~ /a/ ~ () => 1 ~ Day.Monday ~ 1 as any ~ 'a' as const ~ 1 satisfies number ~ 1! ~ <any>1 ~ {}
    ~ 1, { exclusive: true } ~ 1, { exclusive: 1 } ~ 1, { ['exclusive']: true } ~ 1, { exclusive: true, exclusive: true }
    ~ 1, { exclusive?: true } ~ 1, { readonly exclusive: true } ~ 1, { get exclusive() { return true } } ~ 1, { ...{} }
    ~ 1, { excl\u0075sive: true } ~ 1, { __proto__: null } ~ 1,`),
  '`a`',
  '',
];
const AT_FIELDS =
  listed(`Minimum ~ Maximum ~ MultipleOf ~ MinLength ~ MaxLength ~ MinItems ~ MaxItems ~ Pattern ~ Format ~ Default
  ~ Default ~ ListMap ~ Title ~ ExternalDocs ~ Validation ~ Renamed ~ TypeOnly ~ Resource`);
const UNCALLED = listed('ListSet ~ ListAtomic ~ Immutable ~ Schemaless');
const TYPES =
  listed(`Int32 ~ number ~ 1 | 2 ~ 0 ~ Day ~ Day.Monday ~ Mixed ~ IntOrString ~ Quantity ~ string ~ Time ~ 'a' | 'b'
  ~ boolean ~ true ~ any ~ unknown ~ never ~ null ~ void ~ object ~ bigint ~ Function ~ Item ~ Other ~ Texts ~ Weird ~ Rec ~ Idx
  ~ Base ~ If<'a'> ~ If<boolean> ~ Size ~ keyof Item ~ Item['name'] ~ typeof ONE ~ this ~ [string] ~ Record<string, Item>
  ~ string & { readonly brand?: 1 } ~ Partial<Item> ~ Pick<Item, 'name' | 'dflt'>`);
const PATHS =
  listed(`.spec ~ .spec.replicas ~ .spec.text ~ .spec.name ~ .spec.self.self.name ~ .spec.items.name ~ .spec.items[0].name
  ~ .spec.day ~ .spec.day.x ~ .spec.flag ~ .spec.extra ~ .spec.length ~ .spec.hidden ~ .spec..name ~ spec.name ~ .spec.
  ~ .status.replicas ~ .status.name ~ .metadata.name ~ .metadata.namespace ~ .metadata.labels ~ .own ~ .kind ~ .toString`);
const PARTS =
  listed(`replicas: Int32 ~ replicas?: Defaulted<Int32> ~ replicas: string ~ text?: string | null ~ text: string | Int32
  ~ name: string ~ name: String ~ items: Item[] ~ day: Day ~ day: Mixed ~ flag?: boolean ~ self: Rec ~ self?: Rec | Idx
  ~ name: symbol ~ text: string & { brand: 1 } ~ length: Int32 ~ extra: unknown ~ day: { x: any } ~ self: Partial<Rec>`);
const WHOLE =
  listed(`Rec ~ Item ~ Base ~ any ~ unknown ~ undefined ~ Rec | undefined ~ Rec | Item ~ Rec & { text: string } ~ Idx
  ~ Texts ~ Weird ~ Readonly<Rec> ~ string ~ {}`);
const OPTIONS = [
  ...listed(`plural: 'as' ~ shortNames: ['a'] ~ shortNames: 'a' ~ storage: true ~ served: 1 ~ deprecated: true ~ deprecated: false
    ~ labels: { a: 'b' } ~ plurl: 'as' ~ ['plural']: 'as' ~ plural?: 'as' ~ async plural: 'as' ~ group: 'c.d'`),
  'plural: `as`',
];
const COLUMN = listed(
  `description: 'd' ~ priority: 1 ~ priority: '1' ~ format: 'date' ~ format: 'day' ~ type: 'string' ~ prio: 1`,
);
const MEMBERS =
  listed(`own?: string ~ own!: Rec ~ spec!: Rec ~ private own?: string ~ #own = 1 ~ static own = 1 ~ static #own = 1
  ~ metadata!: ObjectMeta ~ constructor() { super(); } ~ own() { return 1; } ~ get own() { return 1; } ~ [k: string]: any`);
const MODIFIERS = listed('private ~ static ~ readonly ~ declare ~ accessor ~ readonly readonly ~ override');
const NAMES = listed(String.raw`'f' ~ ["f"] ~ #f ~ f\u0066 ~ _f ~ 1 ~ toString`);

/** Rules with fields that they fit, if nothing else is wrong. */
const FITTING =
  listed(`Minimum(1) f?: Int32 ~ Maximum(2, { exclusive: true }) f!: Day | null ~ MultipleOf(2) f: 1 | 2 ~ MinLength(1) f?: Time
  ~ MaxLength(2) f!: keyof Item ~ MinItems(1) f?: Item[] ~ MaxItems(1) f!: readonly string[] ~ Pattern('a') f?: Quantity
  ~ Format('date') f?: 'a' | 'b' ~ Default(1) f?: Defaulted<Int32> ~ Default('a') f?: Defaulted<'a' | 'b'> ~ Default(true) f?: Defaulted<boolean>
  ~ Default('a') f?: Defaulted<Time> ~ ListMap('name') f!: (Item | Other)[] ~ ListMap('dflt', 'flag') f?: Defaulted<Item[]>
  ~ Title('a') f?: any ~ Validation('true', 'a') f: Idx`);

function listed(text: string): readonly string[] {
  return text.split(/\s*~\s*/);
}

it.each<[number, ts.CompilerOptions]>([
  [1, {}],
  [2, { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }],
  [3, { strict: false, strictNullChecks: true, isolatedModules: true }],
])('the compiler finds as many wrong usages without the obvious decorators (seed %i)', (seed, options) => {
  const all = usages(seed, 400);
  const text = BESIDE + all.join('\n');
  const [whole, spared] = [oneFileProgram(text, options), oneFileProgram(text, options)];
  const obvious = obviousDecorators(spared.file, spared.program);
  const wrong = linesWithErrors(whole);
  const found = withoutObvious(spared.file, spared.program, () => linesWithErrors(spared));
  expect(whole.program.getSyntacticDiagnostics(whole.file)).toEqual([]);
  expect([...wrong].filter(line => !found.has(line))).toEqual([]);
  expect(obvious.size).toBeGreaterThan((all.length - wrong.size) / 2);
  expect(wrong.size).toBeGreaterThan(all.length / 3);
});

function linesWithErrors({ program, file }: ReturnType<typeof oneFileProgram>): ReadonlySet<string> {
  const lines = file.text.split('\n');
  const errors = program.getSemanticDiagnostics(file);
  return new Set(errors.map(({ start = 0 }) => lines[file.getLineAndCharacterOfPosition(start).line] ?? ''));
}

class Usages {
  constructor(readonly chance: Chance) {}

  atField(at: number): string {
    const fitting = this.one(FITTING).split(/ (?=f[?!:])/);
    const [rule = '', field = ''] =
      this.chance.below(2) === 0 ? fitting : [this.rule(), `f${this.mark()}: ${this.type()}`];
    const name = this.rarely(NAMES) || 'f';
    const changed =
      this.rarely([`${name}!${field.slice(2)}`, `${name}?: ${this.type()}`]) || `${name}${field.slice(1)}`;
    return `export class F${at} { @${this.called(rule)} ${this.rarely([`@${this.rule()}`])} ${this.rarely(MODIFIERS)} ${changed} }`;
  }

  atClass(at: number): string {
    const decorators = this.some(1, 2, () => this.atClasses()).join(' ');
    const modifier = this.rarely(['abstract', 'declare', 'export', 'export abstract']) || 'export';
    const base = this.rarely(['extends Base', '', 'extends CustomResource', 'extends (CustomResource<Rec>)']);
    const scope = this.one(['CustomResource', 'ClusterResource']);
    const parts = this.some(1, 2, () => this.part()).join(', ');
    const member = this.rarely(MEMBERS);
    return `${decorators} ${modifier} class C${at} ${base || `extends ${scope}<${parts}>`} { ${member} }`;
  }

  private rule(): string {
    return this.chance.below(8) === 0
      ? `${this.one(UNCALLED)}${this.rarely(['()', "<any, 'f'>"])}`
      : `${this.one(AT_FIELDS)}(${this.one(ARGUMENTS)})`;
  }

  /** The rule, sometimes called in another way or with something else. */
  private called(rule: string): string {
    const mark = this.rarely(['<any, any>', '?.', '!', ' /* of it */ ']);
    const other = this.rarely([`(${this.one(ARGUMENTS)})`]);
    const called = rule.replace('(', `${mark}(`).replace(/\(.*\)$/, all => other || all);
    return this.rarely([`(${called})`]) || called;
  }

  private mark(): string {
    return this.one(['?', '?', '!', '']);
  }

  private atClasses(): string {
    const path = `'${this.one(PATHS)}'`;
    return this.one([
      () =>
        `@Resource({ ${["group: 'a.b', version: 'v1', kind: 'A'", ...this.some(0, 1, () => this.one(OPTIONS))].join(', ')} })`,
      () => `@PrintColumn('n', ${path}${this.rarely([`, { ${this.one(COLUMN)} }`])})`,
      () => `@SelectableField(${path})`,
      () => `@Subresource(${this.one(["'scale'", "'scale'", "'status'", '`scale`', "'scale', {}"])})`,
      () => `@${this.called(this.rule())}`,
    ])();
  }

  private type(): string {
    const type = this.one(TYPES);
    const around = this.one(['Defaulted<%>', '(%)[]', 'readonly (%)[]', '% | null', '% | @', 'Defaulted<(%)[]>']);
    const other = this.one(TYPES);
    return this.chance.below(2) === 0 ? type : around.replace('%', () => type).replace('@', () => other);
  }

  private part(): string {
    if (this.chance.below(4) === 0) return this.one(WHOLE);
    const parts = new Map(this.some(1, 5, () => this.one(PARTS)).map(part => [/^\w+/.exec(part)?.[0], part]));
    return `{ ${[...parts.values()].join('; ')} }`;
  }

  private some(least: number, most: number, make: () => string): readonly string[] {
    return Array.from({ length: least + this.chance.below(most - least + 1) }, make);
  }

  private rarely(values: readonly string[]): string {
    return this.chance.below(6) === 0 ? this.one(values) : '';
  }

  private one<T>(values: readonly T[]): T {
    return this.chance.of(values) as T;
  }
}

function usages(seed: number, count: number): readonly string[] {
  const made = new Usages(chanceOf(seed));
  const found: string[] = [];
  for (let at = 0; found.length < count; at++) {
    const text = at % 2 === 0 ? made.atField(at) : made.atClass(at);
    // What cannot be parsed is refused before.
    const { parseDiagnostics } = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest) as {
      readonly parseDiagnostics?: readonly unknown[];
    };
    if (parseDiagnostics?.length === 0) found.push(text);
  }
  return found;
}
