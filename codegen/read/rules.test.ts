import { describe, expect, test, vi } from 'vitest';
import { readSource, type SourceReading } from '../../test/source-project.js';
import type { SchemaNode } from '../model/schema-node.js';

// The full program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const NAMES =
  'AtMostOneOf, CustomResource, Enum, Immutable, Items, Keys, ListAtomic, ListSet, MapAtomic, Maximum, MaxLength, Minimum, MinLength, ' +
  'MultipleOf, Pattern, Resource, Rules, Title, Validation, Values, type Condition, type Double, type Int32, type IntOrString';
const HEAD = `import { ${NAMES} } from 'kubewright';\n`;

/** Reads `spec` as the body of the Spec class, with other declarations beside it. */
function read(spec: string, beside = '', files: { readonly [path: string]: string } = {}): Promise<SourceReading> {
  const resource = "@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })";
  const thing = `${HEAD}${beside}\nexport class Spec {\n${spec}\n}\n${resource}\nexport class Thing extends CustomResource<Spec> {}\n`;
  return readSource({ 'thing.ts': thing, ...files });
}

/** The schemas of the fields of `spec`, and the reading. */
async function fieldsOf(...source: Parameters<typeof read>) {
  const { model, findings, program } = await read(...source);
  expect(findings).toEqual([]);
  expect(program).toBe('fast');
  return (model.resources[0]?.schema.properties?.spec?.properties ?? {}) as { readonly [name: string]: SchemaNode };
}

describe('a pattern', () => {
  const cases: readonly [written: string, pattern: string][] = [
    ["'^a$'", '^a$'],
    ['/^a$/', '^a$'],
    ['/a/i', '(?i)a'],
    ['/a.b/msu', '(?sm)a.b'],
    ['/^\\/a\\/[\\/]$/', '^/a/[/]$'],
    ['/\\u00df\\u{1F600}\\cA/u', '\\x{00df}\\x{1F600}\\x{1}'],
    ['/\\\\u0041\\d/', '\\\\u0041\\d'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text.
    ['`^a-${TEAM}$`', '^a-core$'],
    ["'^a' + '-b$'", '^a-b$'],
    ['NAMED', '^n$'],
  ];

  test('is what RE2 reads, in whatever way it is written', async () => {
    const spec = cases.map(([written], index) => `@Pattern(${written}) f${index}?: string;`).join('\n');
    const fields = await fieldsOf(spec, "const TEAM = 'core';\nconst NAMED = /^n$/;");
    expect(Object.values(fields).map(({ pattern }) => pattern)).toEqual(cases.map(([, pattern]) => pattern));
  });
});

describe('several rules of one value', () => {
  test('hold together: bounds tighten, and the place is that of the tighter one', async () => {
    const beside =
      'const Port = Rules<Int32>(Minimum(1), Maximum(65535));\nconst Share = Rules<Double>(Minimum(0), Maximum(1));';
    const fields = await fieldsOf(
      `@Port @Minimum(1024) a?: Int32;
       @Minimum(-5) @Port b?: Int32;
       @Share @Minimum(0, { exclusive: true }) c?: Double;
       @Minimum(0, { exclusive: true }) @Share d?: Double;
       @Minimum(0, { exclusive: true }) @Rules<Double>(Minimum(0.5)) e?: Double;`,
      beside,
    );
    expect(fields).toMatchObject({
      a: { minimum: 1024, maximum: 65535, said: { minimum: { line: 5 }, maximum: { line: 2 } } },
      b: { minimum: 1, said: { minimum: { line: 2 } } },
      c: { minimum: 0, exclusiveMinimum: true },
      d: { minimum: 0, exclusiveMinimum: true },
      e: { minimum: 0.5 },
    });
    expect(fields.e).not.toHaveProperty('exclusiveMinimum');
  });

  test('are kept beside each other where there is no tighter one', async () => {
    const fields = await fieldsOf(
      `@Lower @Pattern('b$') @Rules<string>(Pattern('c')) a?: string;
       @Lower @Pattern('^a') same?: string;
       @Rules<Int32>(MultipleOf(2)) @MultipleOf(3) n?: Int32;
       @Some @Enum('b', 'c') e?: string;`,
      "const Lower = Rules<string>(Pattern('^a'));\nconst Some = Rules<string>(Enum('a', 'b', 'c'));",
    );
    expect(fields).toMatchObject({
      a: { allOf: [{ pattern: '^a' }, { pattern: 'b$' }], pattern: 'c' },
      same: { pattern: '^a' },
      n: { allOf: [{ multipleOf: 2 }, { multipleOf: 3 }] },
      e: { enum: ['b', 'c'] },
    });
    expect(fields.same).not.toHaveProperty('allOf');
    expect(fields.a?.allOf).toHaveLength(2);
  });

  test('in CEL are added, equal ones once', async () => {
    const fields = await fieldsOf(
      `@AtMostOneOf('a', 'b') @Validation('true') both?: Part;
       @Immutable @Validation('self != ""') text!: string;`,
      "@AtMostOneOf('a', 'b') @Validation('true', 'message') class Part { a?: string; b?: string }",
    );
    const rules = (name: string) => fields[name]?.['x-kubernetes-validations']?.map(({ rule }) => rule);
    const atMost = '(has(self.a)?1:0)+(has(self.b)?1:0) <= 1';
    expect(rules('both')).toEqual(['true', atMost, 'true']);
    expect(rules('text')).toEqual(['self == oldSelf', 'self != ""']);
    expect(fields.both?.said).toMatchObject({
      'x-kubernetes-validations[0].message': { line: 2 },
      'x-kubernetes-validations[2]': { line: 4 },
    });
  });
});

test('a bundle may come from another file, under another name, and have others in it', async () => {
  const names = "import { Items, MinLength, MaxLength, Rules as Named } from 'kubewright';\n";
  const fields = await fieldsOf('@names.Names list?: string[];', "import * as names from './names.js';", {
    'names.ts': `${names}const Short = Named<string>(MaxLength(5));\nexport const Name = Named<string>(Short, MinLength(1));\nexport const Names = Named<string[]>(Items(Name));`,
  });
  expect(fields.list?.items).toMatchObject({ minLength: 1, maxLength: 5 });
});

test('what a class says holds in its subclasses, and where a generic one is used', async () => {
  const beside = `@Validation('self.a != ""') abstract class Base { a!: string }
    @MapAtomic class Box<V> extends Base { value!: V }
    @Title('Of text') class Texts extends Box<string> {}`;
  const fields = await fieldsOf('box!: Box<Int32>; texts!: Texts;', beside);
  const base = { 'x-kubernetes-map-type': 'atomic', 'x-kubernetes-validations': [{ rule: 'self.a != ""' }] };
  expect(fields).toMatchObject({ box: base, texts: { ...base, title: 'Of text' } });
});

test('a rule is read without the indent that it has in the source', async () => {
  const fields = await fieldsOf("@Validation(`\n    self.size() > 1\n      && true\n  `, 'longer') a?: string;");
  expect(fields.a?.['x-kubernetes-validations']).toEqual([{ rule: 'self.size() > 1\n  && true', message: 'longer' }]);
});

test('rules for keys end before a comment does', async () => {
  const fields = await fieldsOf('@Keys(Validation(\'self != "" // none\')) a?: Record<string, string>;');
  expect(fields.a?.['x-kubernetes-validations']?.[0]?.rule).toBe('self.all(self,\nself != "" // none\n)');
});

test('conditions have the bounds of metav1.Condition, also through mapped types; other types of that name have none', async () => {
  const beside = "import type { Condition as Own } from './own.js';";
  const fields = await fieldsOf("a?: Condition[]; b?: Pick<Condition, 'reason'>; c?: Own;", beside, {
    'own.ts': 'export interface Condition { reason: string }',
  });
  expect(fields.a?.items?.properties).toMatchObject({
    type: { maxLength: 316, pattern: expect.stringContaining('[A-Za-z0-9]') },
    observedGeneration: { minimum: 0 },
    reason: { minLength: 1, maxLength: 1024 },
    message: { maxLength: 32768 },
  });
  expect(fields.b?.properties?.reason).toMatchObject({ minLength: 1 });
  expect(fields.c?.properties?.reason).not.toHaveProperty('minLength');
});

describe('is told', () => {
  test.each<[string, string, string, string]>([
    [
      'a rule that a constant holds only when the program runs',
      '@rule a?: string',
      'const rule = Math.random() > 1 ? ListSet : Immutable',
      'KW0007',
    ],
    [
      'a bundle of computed rules',
      '@B a?: string',
      'const rules = [1].map(length => MinLength<any, any>(length));\nconst B = Rules<string>(...rules)',
      'KW0007',
    ],
    [
      'a bundle of rules that are gathered',
      '@B a?: string',
      'const rules = [] as ReturnType<typeof MinLength<any, any>>[];\nrules.push(MinLength<any, any>(1));\nconst B = Rules<string>(...rules)',
      'KW0007',
    ],
    [
      'a bundle that a function makes',
      '@of(1) a?: string',
      'const of = (n: number) => Rules<string>(MinLength(n))',
      'KW0007',
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text.
    ['a text in a template that is computed', '@Title(`${Date.now()}`) a?: string', '', 'KW0007'],
  ])('%s', async (_title, field, beside, code) => {
    const { diagnostics } = await read(`${field};`, `${beside};`);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.map(each => each.code)).toContain(code);
  });
});
