import { describe, expect, test, vi } from 'vitest';
import { readSource } from '../../test/source-project.js';

// The full program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const RESOURCE = "@Resource({ group: 'example.com', version: 'v1', kind: 'Thing' })";
const IMPORT = "import { CustomResource, type Int32, Minimum, Resource } from 'kubewright';";
const SPEC = 'export class Spec { @Minimum(1) size!: Int32 }';
const SOUND = `${IMPORT}\n${SPEC}\n${RESOURCE}\nexport class Thing extends CustomResource<Spec> {}\n`;

describe('finds the class', () => {
  test.each<[string, { readonly [file: string]: string }]>([
    ['exported before its decorator', { 'a.ts': SOUND.replace(`${RESOURCE}\nexport`, `export ${RESOURCE}`) }],
    ['exported as default before it', { 'a.ts': SOUND.replace(`${RESOURCE}\nexport`, `export default ${RESOURCE}`) }],
    [
      'exported as default below',
      { 'a.ts': `${SOUND.replace('export class Thing', 'class Thing')}export default Thing;` },
    ],
    [
      'with decorators in brackets',
      {
        'a.ts': SOUND.replace(RESOURCE, RESOURCE.replace(/@(.*)$/, '@($1)')).replace('@Minimum(1)', '\n@(Minimum(1))'),
      },
    ],
    [
      'of a mixin',
      {
        'a.ts': SOUND.replace('extends CustomResource<Spec>', 'extends named(CustomResource<Spec>)').replace(
          RESOURCE,
          `function named<B extends abstract new (...args: any[]) => object>(base: B) {
             abstract class Named extends base { title?: string }
             return Named;
           }\n$&`,
        ),
      },
    ],
    ['after a comment in the import', { 'a.ts': SOUND.replace("from 'kube", "from /* here */ 'kube") }],
    [
      'with decorators in constants',
      {
        'a.ts': SOUND.replace('export class Spec', 'const Res = Resource;\nconst One = Minimum<any, any>(1);\n$&')
          .replace('@Minimum(1)', '@One')
          .replace('@Resource', '@Res'),
      },
    ],
    [
      'with decorators from a file that imports them, then exports them',
      {
        'names.ts':
          "import { CustomResource, type Int32, Minimum, Resource } from 'kubewright';\nexport { CustomResource, type Int32, Minimum as Least, Resource };",
        'a.ts': SOUND.replace("'kubewright'", "'./names.js'")
          .replace('{ CustomResource, type Int32, Minimum', '{ CustomResource, type Int32, Least')
          .replace('@Minimum', '@Least'),
      },
    ],
    [
      'with decorators from another package',
      {
        'node_modules/names/package.json': '{ "name": "names", "type": "module", "exports": "./index.ts" }',
        'node_modules/names/index.ts': "export * from 'kubewright';",
        'a.ts': SOUND.replace("'kubewright'", "'names'"),
      },
    ],
  ])('%s', async (_title, files) => {
    const { model, findings } = await readSource(files);
    expect(findings).toEqual([]);
    expect(model.resources[0]?.schema.properties?.spec?.properties?.size).toMatchObject({ minimum: 1 });
  });
});

test('finds the rules of a reconciler in a function', async () => {
  const more = `import { Reconciles } from 'kubewright';
export function reconcilerFor(_url: string) { @Reconciles(Thing) class ThingReconciler {} return new ThingReconciler(); }`;
  const { model } = await readSource({ 'a.ts': SOUND + more });
  expect(model.rbacRules.flatMap(({ resources }) => resources)).toContain('things/finalizers');
});

describe('reads what other files add to a type', () => {
  test.each([
    ['more.ts', "import './a.js';\ndeclare module './a.js' { interface Spec { more: string } }"],
    ['more.d.ts', "export {};\ndeclare module './a.js' { interface Spec { more: string } }"],
    ['more.ts', "export {};\ndeclare module '#a' { interface Spec { more: string } }"],
  ])('%s', async (file, text) => {
    const { model, program } = await readSource({
      'package.json': '{ "type": "module", "imports": { "#a": "./a.ts" } }',
      'a.ts': SOUND.replace('class Spec', 'interface Spec').replace('@Minimum(1) size!', 'size'),
      [file]: text,
    });
    expect(Object.keys(model.resources[0]?.schema.properties?.spec?.properties ?? {})).toEqual(['size', 'more']);
    expect(program).toBe('full');
  });

  test.each([
    ['more.ts', 'declare global { interface Shared { more: string } }\nexport {};'],
    ['more.d.ts', 'interface Shared { more: string }'],
  ])('globally: %s', async (file, text) => {
    const { model, program } = await readSource({
      'a.ts': `import './shared.js';\n${SOUND.replace('@Minimum(1) size!: Int32', 'shared!: Shared')}`,
      'shared.ts': 'declare global { interface Shared { size: string } }\nexport {};',
      [file]: text,
    });
    const shared = model.resources[0]?.schema.properties?.spec?.properties?.shared;
    expect(Object.keys(shared?.properties ?? {}).sort()).toEqual(['more', 'size']);
    expect(program).toBe('full');
  });

  test('and does not load more for what they say globally, if nothing that is loaded does', async () => {
    const { program } = await readSource({
      'a.ts': SOUND,
      'more.ts': 'declare global { interface Shared { more: string } }\nexport {};',
    });
    expect(program).toBe('fast');
  });

  test('and does not load more for what they add to others', async () => {
    const { program } = await readSource({
      'a.ts': SOUND,
      'b.ts': 'export interface B {}',
      'more.ts': "import './b.js';\ndeclare module './b.js' { interface B { more: string } }",
    });
    expect(program).toBe('fast');
  });
});

describe('says of what it leaves out', () => {
  /** In the first line, so that the others stay where they are. */
  const behind = (text: string, source: string) => text.replaceAll('\n', ' ') + source;
  const COMPOSE = `function compose(...all: any[]) { return (...at: any[]) => { for (const each of all) each(...at); }; }\n`;
  test.each<[how: string, decorator: string, beside: string]>([
    ['handed to a function', '@compose(Minimum<any, any>(2))', COMPOSE],
    ['in a list', '@compose([Minimum<any, any>(2)])', COMPOSE],
    ['in a constant', '@both', `${COMPOSE}const both = compose(Minimum<any, any>(2));\n`],
    ['in a member', '@Rules.both', `${COMPOSE}class Rules { static both = compose(Minimum<any, any>(2)); }\n`],
    [
      'called by a function',
      '@least',
      'function least(t: object, k: string) { Minimum<any, any>(2)(t as never, k as never); }\n',
    ],
  ])('that a decorator applies a rule that is %s', async (_how, decorator, beside) => {
    const { diagnostics } = await readSource({ 'a.ts': behind(beside, SOUND.replace('@Minimum(1)', decorator)) });
    expect(diagnostics.map(({ code, line }) => `${code} ${line}`)).toEqual(['KW0007 2']);
  });

  test('that a decorator says what a reconciler is', async () => {
    const source = `import { Reconciles } from 'kubewright';\nimport { Thing } from './a.js';\n${COMPOSE}@compose(Reconciles(Thing))\nexport class R {}`;
    const { findings } = await readSource({ 'a.ts': SOUND, 'r.ts': source });
    expect(findings).toEqual(['r.ts:4:1 KW0007']);
  });

  test('but nothing of the decorators of others', async () => {
    const beside = 'function noted(..._at: any[]) {}\nconst note = (_text: string) => noted;\n';
    const source = SOUND.replace('@Minimum(1)', '@noted @note("x") @Minimum(1)').replace(
      RESOURCE,
      `@noted ${RESOURCE}`,
    );
    expect((await readSource({ 'a.ts': behind(beside, source) })).findings).toEqual([]);
  });

  test('that a class has a second @Resource', async () => {
    const { findings } = await readSource({
      'a.ts': SOUND.replace(RESOURCE, `${RESOURCE}\n${RESOURCE.replace('v1', 'v2')}`),
    });
    expect(findings).toEqual(['a.ts:4:1 KW2001']);
  });

  test('that a class in a namespace is not exported', async () => {
    const { findings } = await readSource({
      'a.ts': `${SOUND}namespace v2 {\n${RESOURCE} export class Other extends CustomResource<Spec> {}\n}`,
    });
    expect(findings).toContain('a.ts:6:80 KW3002');
  });

  test('that a class is in a function', async () => {
    const more = `export function make() { ${RESOURCE} class Other extends CustomResource<Spec> {} return Other; }`;
    expect((await readSource({ 'a.ts': SOUND + more })).findings).toEqual(['a.ts:5:98 KW3002']);
  });

  test('that a rule is at the metadata', async () => {
    const field = "@Validation('self.name.size() < 9') declare metadata: ObjectMeta;";
    const { findings } = await readSource({
      'a.ts': `import { type ObjectMeta, Validation } from 'kubewright';\n${SOUND.replace('<Spec> {}', `<Spec> { ${field} }`)}`,
    });
    expect(findings).toEqual(['a.ts:5:52 KW2021']);
  });

  test('that a custom resource has no @Resource', async () => {
    const more =
      'export class Other extends CustomResource<Spec> {}\nexport abstract class Base extends CustomResource<Spec> {}\n';
    expect((await readSource({ 'a.ts': SOUND + more })).findings).toEqual(['a.ts:5:14 KW3008']);
  });

  test('which file is a test, if nothing else is there', async () => {
    const { diagnostics } = await readSource({ 'test/a.ts': SOUND });
    expect(diagnostics.map(({ code, hint }) => `${code} ${hint}`)).toEqual([
      expect.stringMatching(/^KW3001 test\/a\.ts is a test/),
    ]);
  });

  test('that kubewright cannot be found', async () => {
    const options = { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' };
    expect((await readSource({ 'a.ts': SOUND }, options)).findings).toContain('a.ts:1:63 KW0004');
  });
});

describe('leaves no rule out in silence', () => {
  test('that a function applies', async () => {
    const least = 'const least = (n: number) => Minimum<any, any>(n);\n';
    const { findings } = await readSource({
      'a.ts': SOUND.replace(SPEC, least + SPEC.replace('@Minimum(1)', '@least(1)')),
    });
    expect(findings).toEqual(['a.ts:3:21 KW0007']);
  });

  test('that a subclass does not repeat', async () => {
    const { findings } = await readSource({
      'a.ts': SOUND.replace(
        SPEC,
        `export class Base { @Minimum(1) size!: Int32 }\nexport class Spec extends Base { declare size: Int32 }`,
      ),
    });
    expect(findings).toEqual(['a.ts:3:42 KW2015']);
  });

  test('that a declaration file has lost', async () => {
    const { findings } = await readSource({
      'node_modules/limits/package.json': '{ "name": "limits", "type": "module", "types": "index.d.ts" }',
      'node_modules/limits/index.d.ts':
        "import type { Defaulted, Int32 } from 'kubewright';\nexport declare class Limits { size?: Defaulted<Int32> }",
      'a.ts': `import { Limits } from 'limits';\n${SOUND.replace('@Minimum(1) size!: Int32', 'limits!: Limits')}`,
    });
    expect(findings).toEqual(['a.ts:3:21 KW2003']);
  });
});

test('keeps a field named __proto__', async () => {
  const { model } = await readSource({ 'a.ts': SOUND.replace('size!', '__proto__!') });
  const spec = model.resources[0]?.schema.properties?.spec;
  expect(Object.keys(spec?.properties ?? {})).toEqual(['__proto__']);
  expect(spec?.required).toEqual(['__proto__']);
});

test('names a member with a symbol as it is written', async () => {
  const { diagnostics } = await readSource({ 'a.ts': SOUND.replace('size!', '[Symbol.iterator]!') });
  expect(diagnostics[0]?.message).toMatch(/^spec\.\[Symbol\.iterator\] is not a field/);
});

test.each([
  ['<Int32>5', 5],
  ['0xff', 255],
  ['1_000', 1000],
  ['9007199254740992', 2 ** 53],
])('reads the number %s', async (written, value) => {
  const field = `@Default(${written}) size?: Defaulted<Int64>`;
  const { model } = await readSource({ 'a.ts': withDefault(field) });
  expect(model.resources[0]?.schema.properties?.spec?.properties?.size?.default).toBe(value);
});

test.each(['9007199254740993', '0x20000000000001', '1e400', '-1e400'])('refuses the number %s', async written => {
  const { findings } = await readSource({ 'a.ts': withDefault(`@Default(${written}) size?: Defaulted<Double>`) });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/KW0007$/);
});

function withDefault(field: string): string {
  const names = "import { Default, type Defaulted, type Double, type Int64 } from 'kubewright';\n";
  return names + SOUND.replace('@Minimum(1) size!: Int32', field);
}
