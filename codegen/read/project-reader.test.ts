import { describe, expect, test, vi } from 'vitest';
import { readSource } from '../../test/source-project.js';
import { EVENT_GROUPS, EVENT_VERBS } from './implied-rules.js';

// The full program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const NAMES = "group: 'example.com', version: 'v1'";
const THING = `import { CustomResource, type Int32, Minimum, Resource } from 'kubewright';
export class Spec {
  @Minimum(1) size!: Int32;
}
@Resource({ ${NAMES}, kind: 'Thing' })
export class Thing extends CustomResource<Spec> {}
`;

describe('the fast program', () => {
  test('is enough for a sound project, and loads little of what a controller imports', async () => {
    const modules = Array.from({ length: 40 }, (_unused, index) => `module-${index}`);
    const reading = await readSource({
      'thing.ts': THING,
      'client.ts': modules.map(name => `export * from './${name}.js';`).join('\n'),
      ...Object.fromEntries(modules.map(name => [`${name}.ts`, 'export {};'])),
      'controller.ts': `import { Reconciles } from 'kubewright';
        import * as client from './client.js';
        import { Thing } from './thing.js';
        @Reconciles(Thing) export class C { client = client }`,
    });
    expect(reading.findings).toEqual([]);
    expect(reading.program).toBe('fast');
    expect(reading.files).toBeLessThan(40);
  });

  test('gives way to the full program where its library lacks something, and reads the same', async () => {
    const more = 'export const parsed: number = JSON.parse("1");\nexport const day = new Date();\n';
    const reading = await readSource({ 'thing.ts': THING + more });
    expect(reading.findings).toEqual([]);
    expect(reading.program).toBe('full');
    expect(reading.model.resources[0]?.schema.properties?.spec?.properties?.size).toMatchObject({
      format: 'int32',
      minimum: 1,
    });
  });

  test('is not believed where a name of the runtime hides an error', async () => {
    const more = "import { Manager } from 'kubewright';\nexport const wrong: string = new Manager({ nonsense: 1 });\n";
    const reading = await readSource({ 'thing.ts': more + THING });
    expect(reading.program).toBe('full');
    expect(reading.findings).not.toEqual([]);
  });
});

describe('reports the compiler’s errors', () => {
  test('in files of the API, at their place, with the number of tsc', async () => {
    const { diagnostics, findings } = await readSource({ 'thing.ts': `${THING}const text: string = 1;\n` });
    expect(findings).toEqual(['thing.ts:7:7 KW0006']);
    expect(diagnostics[0]?.message).toBe("TS2322: Type 'number' is not assignable to type 'string'.");
  });

  test('in files that they import', async () => {
    const files = { 'thing.ts': `import './other.js';\n${THING}`, 'other.ts': 'export const text: string = 1;' };
    expect((await readSource(files)).findings).toEqual(['other.ts:1:14 KW0006']);
  });

  test('of syntax, also in controllers', async () => {
    const controller = "import { Reconciles } from 'kubewright';\n@Reconciles(\nexport class C {";
    const { findings } = await readSource({ 'thing.ts': THING, 'controller.ts': controller });
    expect(findings.some(finding => finding.startsWith('controller.ts') && finding.endsWith('KW0005'))).toBe(true);
  });

  test('not in files that declare nothing', async () => {
    const { findings } = await readSource({ 'thing.ts': THING, 'other.ts': 'export const text: string = 1;' });
    expect(findings).toEqual([]);
  });

  test('once, where our own finding at the same place says it better', async () => {
    const { findings } = await readSource({ 'thing.ts': THING.replace('size!: Int32', 'size!: string') });
    expect(findings).toEqual(['thing.ts:3:12 KW2004']);
  });

  test('for an import that leads nowhere, and not the fields that follow from it', async () => {
    const source = `import type { Gone } from './gone.js';\n${THING.replace('size!: Int32', 'size!: Int32; gone?: Gone')}`;
    expect((await readSource({ 'thing.ts': source })).findings).toEqual(['thing.ts:1:27 KW0006']);
  });
});

test('a field of a type that is not there has no other finding', async () => {
  const source = THING.replace('@Minimum(1) size!: Int32;', '@Default(1) size?: Defaulted<Gone>;');
  const { findings } = await readSource({ 'thing.ts': source.replace('Minimum,', 'Default, type Defaulted,') });
  expect(findings).toEqual(['thing.ts:3:32 KW0006']);
});

describe('tells kubewright’s decorators by what they resolve to', () => {
  test.each([
    [
      'renamed',
      "import { CustomResource as Base, Resource as R, Minimum as Min, type Int32 } from 'kubewright';",
      'R',
      'Min',
      'Base',
    ],
    [
      'through a namespace',
      "import * as k from 'kubewright';\nimport type { Int32 } from 'kubewright';",
      'k.Resource',
      'k.Minimum',
      'k.CustomResource',
    ],
    [
      'passed on by another file',
      "import { CustomResource, Minimum, Resource, type Int32 } from './kube.js';",
      'Resource',
      'Minimum',
      'CustomResource',
    ],
  ])('%s', async (_title, imports, resource, minimum, base) => {
    const source = `${imports}\nexport class Spec {\n  @${minimum}(3) size!: Int32;\n}\n@${resource}({ ${NAMES}, kind: 'Thing' })\nexport class Thing extends ${base}<Spec> {}\n`;
    const { model, findings } = await readSource({ 'thing.ts': source, 'kube.ts': "export * from 'kubewright';" });
    expect(findings).toEqual([]);
    expect(model.resources[0]?.schema.properties?.spec?.properties?.size?.minimum).toBe(3);
  });

  test('and leaves others of the same name alone', async () => {
    const source = `${THING.replace('Minimum, ', '')}function Minimum(_bound: number) { return (_target: object, _key: string) => {}; }\n`;
    const { model, findings } = await readSource({ 'thing.ts': source });
    expect(findings).toEqual([]);
    expect(model.resources[0]?.schema.properties?.spec?.properties?.size).not.toHaveProperty('minimum');
  });
});

describe('a resource', () => {
  test('may extend through a class of the user, in either scope', async () => {
    const source = `import { ClusterResource, Resource, type Int32 } from 'kubewright';
abstract class Base<S> extends ClusterResource<S, { ready?: Int32 }> {}
export interface Spec { size: Int32 }
@Resource({ ${NAMES}, kind: 'Thing' })
export class Thing extends Base<Spec> {}
`;
    const { model, findings } = await readSource({ 'thing.ts': source });
    expect(findings).toEqual([]);
    expect(model.resources[0]).toMatchObject({ scope: 'Cluster', status: true, plural: 'things', singular: 'thing' });
    expect(model.resources[0]?.schema.required).toEqual(['spec']);
  });

  test('has no status without a Status type', async () => {
    const { model } = await readSource({ 'thing.ts': THING });
    expect(model.resources[0]?.status).toBe(false);
    expect(Object.keys(model.resources[0]?.schema.properties ?? {})).toEqual([
      'apiVersion',
      'kind',
      'metadata',
      'spec',
    ]);
  });

  test.each([
    [
      'KW3002 when it is not exported',
      THING.replace('export class Thing', 'class Thing'),
      ['tsconfig.json:1:1 KW3001', 'thing.ts:6:7 KW3002'],
    ],
    [
      'KW3003 when it extends nothing of ours',
      THING.replace(' extends CustomResource<Spec>', '').replace('@Resource({', '@Resource(<never>{'),
      ['thing.ts:5:1 KW3003'],
    ],
    ['KW3004 when its Spec is no object', THING.replace('<Spec>', '<string>'), ['thing.ts:6:28 KW3004']],
    [
      'KW2014 when its fields are never used',
      `${THING}export class Unused { @Minimum(1) x!: Int32 }\n`,
      ['thing.ts:7:14 KW2014'],
    ],
  ])('is %s', async (_title, source, expected) => {
    expect((await readSource({ 'thing.ts': source })).findings).toEqual(expect.arrayContaining(expected));
  });
});

describe('a project', () => {
  test('without any resource says where it looked', async () => {
    const { diagnostics } = await readSource({ 'a.ts': 'export {};', 'thing.test.ts': THING });
    expect(diagnostics).toMatchObject([{ code: 'KW3001', message: expect.stringContaining('2 files') }]);
  });

  test('with a broken tsconfig says so', async () => {
    const { findings } = await readSource({
      'thing.ts': THING,
      'tsconfig.json': '{ "compilerOptions": { "strict": tru } }',
    });
    expect(findings[0]).toMatch(/^tsconfig.json:1:\d+ KW0002$/);
  });

  test.each([['experimentalDecorators'], ['strict']])('without %s is refused', async option => {
    const { findings } = await readSource({ 'thing.ts': THING }, { [option]: false });
    expect(findings).toEqual(['tsconfig.json:1:1 KW0003']);
  });
});

describe('a controller', () => {
  const IMPORTS = `import { kindOf, type KubernetesObject, Owns, Rbac, Reconciles, Watches } from 'kubewright';
import { Thing } from './thing.js';
interface Pod extends KubernetesObject {}
const Pod = kindOf<Pod>()({ group: '', version: 'v1', kind: 'Pod', plural: 'pods', scope: 'Namespaced' });\n`;
  const rules = async (decorators: string) => {
    const controller = `${IMPORTS}${decorators}\nexport class C { async reconcile(): Promise<any> {} }\n`;
    const { model, findings } = await readSource({ 'thing.ts': THING, 'controller.ts': controller });
    const short = model.rbacRules.map(rule =>
      `${rule.apiGroups}/${rule.resources}: ${rule.verbs} ${rule.resourceNames ?? ''}`.trim(),
    );
    return { rules: short, findings };
  };

  test('asks for what follows from its decorators', async () => {
    const source = `@Reconciles(Thing) @Owns(Pod) @Watches(Pod, () => []) @Rbac(Pod, ['create', 'delete'])
      @Rbac({ groups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'], resourceNames: ['web'] })`;
    expect(await rules(source)).toEqual({
      findings: [],
      rules: [
        'example.com/things: get,list,watch,patch',
        'example.com/things/finalizers: update',
        `${EVENT_GROUPS}/events: ${EVENT_VERBS}`,
        '/pods: get,list,watch',
        '/pods: get,list,watch',
        '/pods: create,delete',
        'apps/deployments/scale: patch web',
      ],
    });
  });

  test.each([
    ['KW4001', '@Owns(Pod)'],
    ['KW4002', '@Reconciles(Thing) @Reconciles(Thing)'],
    ['KW4003', '@Reconciles(Thing) @Owns(class {} as never)'],
    ['KW4004', "@Reconciles(Thing) @Rbac(Pod, ['lits' as 'list'])"],
    ['KW4005', '@Reconciles(Thing) @Rbac(Pod, [])'],
    ['KW4006', "@Reconciles(Thing) @Rbac({ groups: ['*'], resources: ['pods'], verbs: ['get'] })"],
    ['KW0007', '@Reconciles(Thing) @Rbac(Pod, [...[]])'],
    ['KW0008', '@Reconciles(Thing) @Rbac(Pod)'],
  ])('%s %s', async (code, decorators) => {
    const { findings } = await rules(decorators);
    expect(findings.map(finding => finding.split(' ')[1])).toEqual([code]);
  });
});

describe('what a reconciler applies', () => {
  const project = (owns: string, body: string) =>
    readSource({
      'thing.ts': THING,
      'kinds.ts': `import { kindOf, type KubernetesObject } from 'kubewright';
export const Part = kindOf<KubernetesObject>()({ group: 'g', version: 'v1', kind: 'Part', plural: 'parts', scope: 'Namespaced' });
export const SamePart = Part;\n`,
      'controller.ts': `import { dependent as wish, desiredState, Owns, Reconciles } from 'kubewright';
import { Part as P, SamePart } from './kinds.js';
import { Thing } from './thing.js';
import { cut } from './cut.js';
const both = { owns: [P, SamePart] };
@Reconciles(Thing) ${owns}
export class C { async reconcile(_: any, context: any): Promise<any> { ${body} } }\n`,
      'cut.ts': 'export const cut = 1;\n',
    });

  test.each([
    ['@Owns(P, { apply: true })', "wish(P, { metadata: { name: 'a' } }); wish(SamePart, {} as any)", []],
    ['@Owns(P, { apply: true })', 'desiredState(Thing as any, both as any)', []],
    ['@Owns(P)', "wish(P, { metadata: { name: 'a' } }); wish(P, {} as any)", ['controller.ts:7:77 KW4021']],
    [
      '@Owns(P, { apply: false })',
      'desiredState(Thing as any, both as any)',
      ['controller.ts:5:23 KW4021', 'controller.ts:5:26 KW4021'],
    ],
    ['', 'wish(P, {} as any)', ['controller.ts:7:77 KW4021']],
    ['', 'const wished = (kind: typeof P) => wish(kind, {} as any); wished(P)', []],
    ['', 'const wish = (_: unknown) => {}; wish(P)', []],
  ])('has to be declared: %s { %s }', async (owns, body, expected) => {
    expect((await project(owns, body)).findings).toEqual(expected);
  });

  test('needs rules beyond those of an informer', async () => {
    const { model } = await project('@Owns(P, { when: () => true, apply: true } as any)', '');
    const ofParts = model.rbacRules.filter(({ resources }) => resources[0] === 'parts');
    expect(ofParts.map(({ verbs, impliedBy }) => [verbs, impliedBy])).toEqual([
      [['get', 'list', 'watch'], '@Owns(P)'],
      [['create', 'delete', 'patch'], '@Owns(P, { apply: true })'],
    ]);
  });
});

describe('refuses what @Resource and others do not take', () => {
  test.each([
    ['@Resource(null as any)', '@Resource takes an object here'],
    ['@Resource([] as any)', '@Resource takes an object here'],
    [`@Resource({ ${NAMES}, kind: 'Thing', shortnames: ['t'] } as any)`, '@Resource has no option "shortnames"'],
    [
      `@Resource({ ${NAMES}, kind: 'Thing' }) @PrintColumn('Size', '.spec.size', { width: 5 } as any)`,
      '@PrintColumn has no option "width"',
    ],
  ])('%s', async (decorators, message) => {
    const text = THING.replace(/@Resource\(.*\)/, decorators).replace('import {', 'import { PrintColumn,');
    const { diagnostics } = await readSource({ 'thing.ts': text });
    expect(diagnostics.map(each => each.message)).toEqual([message]);
  });

  test('a scope, and says where it is said', async () => {
    const { diagnostics } = await readSource({
      'thing.ts': THING.replace("kind: 'Thing'", "kind: 'Thing', scope: 'Cluster'"),
    });
    const [own] = diagnostics.filter(({ code }) => code === 'KW0008');
    expect(own?.message).toBe('@Resource has no option "scope"');
    expect(own?.hint).toContain('extends ClusterResource');
  });
});

describe('tells which files a project is made of', () => {
  test.each([
    ['sound', 'export class Spec { size?: string; }'],
    ['with mistakes', 'export class Spec { size?: strin; }'],
  ])('when it is %s', async (_, spec) => {
    const { sources } = await readSource({
      'thing.ts': THING.replace(/export class Spec \{[^}]*\}/, "import type { Spec } from './lib/spec.js';").replace(
        'type Int32, Minimum, ',
        '',
      ),
      'lib/spec.ts': `import type { Name } from 'names';\n${spec}\nexport type { Name };\n`,
      'other.ts': 'export {};\n',
      'node_modules/names/index.d.ts': 'export type Name = string;\n',
    });
    const own = sources.filter(file => file.includes('kubewright-source-'));
    expect(own.map(file => file.split('/').at(-1)).sort()).toEqual(['other.ts', 'spec.ts', 'thing.ts']);
  });
});
