import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What the editor says, in full sentences. Without unions: their order differs between versions of TypeScript. */
const misuses: readonly { readonly source: string; readonly says: string }[] = [
  {
    source: 'export class A { @Minimum(0) image!: string }',
    says: `Argument of type '0' is not assignable to parameter of type '"@Minimum is for numbers, and image is not"'.`,
  },
  {
    source: 'export class A { @Maximum(9) port!: IntOrString }',
    says: `Argument of type '9' is not assignable to parameter of type '"@Maximum is for numbers, and port is not"'.`,
  },
  {
    source: 'export class A { @MinLength(1) n!: Int32 }',
    says: `Argument of type '1' is not assignable to parameter of type '"@MinLength is for strings, and n is not"'.`,
  },
  {
    source: `export class A { @ListMap('type') t?: string[] }`,
    says: `Argument of type '"type"' is not assignable to parameter of type '"@ListMap is for arrays of objects, and t is not"'.`,
  },
  {
    source: `export class A { @Default('1') n?: Defaulted<Int32> }`,
    says: `Argument of type 'string' is not assignable to parameter of type 'Int32'.`,
  },
  {
    source: 'export class A { @Default([{ prt: 1 }]) o?: Defaulted<{ port: Int32 }[]> }',
    says: `Object literal may only specify known properties, but 'prt' does not exist in type 'Draft<{ port: Int32; }>'. Did you mean to write 'port'?`,
  },
  {
    source: 'export class A { @Default(1) n!: Int32 }',
    says: `Argument of type '1' is not assignable to parameter of type '"write n?: Defaulted<...>: a field with a default is always there when read"'.`,
  },
  {
    source: 'export class A { @Default(1) n!: Defaulted<Int32> }',
    says: `Argument of type '1' is not assignable to parameter of type '"write n?: Defaulted<...>: a field with a default may be left out"'.`,
  },
  {
    source: 'export class A { @Items(Items(Minimum(1))) q?: string[][] }',
    says: `Argument of type '1' is not assignable to parameter of type '"@Minimum is for numbers, and q[][] is not"'.`,
  },
  {
    source: 'export class A { @Values(MinLength(1)) q?: Record<string, Int32> }',
    says: `Argument of type '1' is not assignable to parameter of type '"@MinLength is for strings, and q.* is not"'.`,
  },
  {
    source: 'export class A { @Keys(Minimum(1)) q?: Record<string, Int32> }',
    says: `Argument of type '1' is not assignable to parameter of type '"@Minimum is for numbers, and the key of q is not"'.`,
  },
  {
    source: 'const Port = Rules<Int32>(Minimum(1)); export class A { @Port q?: string }',
    says: `Argument of type '"q"' is not assignable to parameter of type '"these rules are for another type of field"'.`,
  },
  {
    source: 'export class A { @ListSet q?: string }',
    says: `Argument of type '"q"' is not assignable to parameter of type '"@ListSet is for arrays, and q is not"'.`,
  },
  {
    source: 'export class A { @MinProperties(1) q?: string[] }',
    says: `Argument of type '1' is not assignable to parameter of type '"@MinProperties is for objects and maps, and q is not"'.`,
  },
  {
    source: `@AtMostOneOf('a', 'd') export class A { a?: string; d!: string }`,
    says: `Argument of type '"d"' is not assignable to parameter of type '"a"'.`,
  },
  column('.status.replica', '.status.replicas'),
  column('.stats.replicas', '.status'),
  column('.spec.replicas.x', '.spec.replicas'),
  column('.spec.tls', '.spec.tls.secret'),
  column('.status.conditions[?(@.typ=="Ready")].status', '.status.conditions[?(@.type==\\"...\\")].status'),
  column('.status.conditions.status', '.status.conditions[?(@.type==\\"Ready\\")].status'),
  {
    source: `@SelectableField('.status.conditions[0].type') export class A extends CustomResource<Spec, Status> {}`,
    says: `Argument of type '".status.conditions[0].type"' is not assignable to parameter of type '"here a path may not go through a list"'.`,
  },
  {
    source: `@SelectableField('.metadata.name') export class A extends CustomResource<Spec, Status> {}`,
    says: `"metadata.name and metadata.namespace can always be selected by, and the rest of it never"`,
  },
  {
    source: `@SelectableField('.status.replica') export class A extends CustomResource<Spec, Status> {}`,
    says: `Argument of type '".status.replica"' is not assignable to parameter of type '".status.replicas"'.`,
  },
  {
    source: `@Subresource('scale', { specReplicasPath: '.spec.image' }) export class A extends CustomResource<Spec, Status> {}`,
    says: `Type '".spec.image"' is not assignable to type '".spec.image is not a number"'.`,
  },
  {
    source: `@Subresource('scale') export class A extends CustomResource<{ size: Int32 }, Status> {}`,
    says: `"scale: .spec.replicas is not a number here; say specReplicasPath"`,
  },
  {
    source: `@Subresource('scale') export class A extends CustomResource<Spec> {}`,
    says: `"a subresource needs a Status: CustomResource<Spec, Status>"`,
  },
  {
    source: `@Resource({ group: 'example.org', version: 'v1', kind: 'A' }) export class A { spec!: Spec }`,
    says: `"@Resource is for classes that extend CustomResource<Spec, Status>"`,
  },
  {
    source: `class R extends CustomResource<Spec> {} @Reconciles(R) export class A {}`,
    says: `"the class has no method reconcile"`,
  },
  {
    source: `class R extends CustomResource<Spec> {} @Reconciles(R) export class A { async reconcile(object: R) { return done } }`,
    says: `"reconcile must take (Snapshot<of this kind>, ReconcileContext)"`,
  },
  {
    source: `class R extends CustomResource<Spec> {} @Reconciles(R) export class A { async reconcile(object: Snapshot<R>) {} }`,
    says: `"reconcile must return Promise<Result>"`,
  },
  {
    source: 'export function f(spec: Spec) { return spec.replicas! + 1 }',
    says: `Operator '+' cannot be applied to types 'Defaulted<Int32>' and 'number'.`,
  },
  {
    source: '@Validates(Kind) export class A {}',
    says: '"the class has no method validateCreate, validateUpdate or validateDelete"',
  },
  {
    source: '@Validates(Kind) export class A { validateUpdate(_kind: Snapshot<Kind>): boolean { return true } }',
    says: `"validateUpdate must return allow() or deny('why'), or a Promise of it"`,
  },
  {
    source: '@Validates(Kind) export class A { validateDelete(_name: string) { return allow() } }',
    says: '"validateDelete must take (Snapshot<of this kind>, AdmissionContext)"',
  },
  {
    source: '@Defaults(Kind) export class A { default(_kind: Snapshot<Kind>) {} }',
    says: '"default must return the object: a Draft<of this kind>, or a Promise of it"',
  },
  {
    source: "@Rbac({ groups: [''], resources: ['pods'], verbs: ['get'], names: ['a'] }) export class A {}",
    says: '"@Rbac has no option names"',
  },
];

function column(path: string, offer: string) {
  return {
    source: `@PrintColumn('A', '${path}') export class A extends CustomResource<Spec, Status> {}`,
    says: `Argument of type '"${path.replaceAll('"', '\\"')}"' is not assignable to parameter of type '"${offer}"'.`,
  };
}

const prelude = `
  import { allow, AtMostOneOf, type Condition, CustomResource, Default, type Defaulted, Defaults, done, type Int32,
    type IntOrString, Items, Keys, ListMap, ListSet, Maximum, Minimum, MinLength, MinProperties, PrintColumn,
    Rbac, Reconciles, Resource, Rules, SelectableField, type Snapshot, Subresource, Validates, Values } from 'kubewright';
  interface Spec { replicas?: Defaulted<Int32>; image: string; tls?: { secret: string } }
  interface Status { replicas?: Int32; selector?: string; conditions?: Condition[] }
  @Resource({ group: 'example.com', version: 'v1', kind: 'Kind' }) class Kind extends CustomResource<Spec> {}
`;

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('what the editor says', () => {
  let folder: string;
  let errors: ReadonlyMap<string, string>;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'kubewright-messages-')));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(projectConfig));
    await Promise.all(misuses.map(({ source }, i) => writeFile(join(folder, `misuse-${i}.ts`), prelude + source)));
    errors = errorsByFile(await compile(folder));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(misuses.map(({ source, says }, i) => ({ source, says, file: `misuse-${i}.ts` })))(
    'at $source',
    ({ says, file }) => {
      expect(errors.get(file)).toContain(says);
    },
  );
});

/** As a user's project, but for the framework, which is read from its sources. */
const projectConfig = {
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    paths: { kubewright: [join(root, 'runtime/index.ts')] },
    typeRoots: [join(root, 'node_modules/@types')],
  },
  include: ['*.ts'],
  exclude: [],
};

async function compile(project: string): Promise<string> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const compiling = promisify(execFile)(process.execPath, [tsc, '-p', project, '--pretty', 'false'], { cwd: project });
  return compiling.then(
    ({ stdout }) => stdout,
    (error: { stdout?: string }) => error.stdout ?? '',
  );
}

/** The errors of each file, by its name; the lines that explain an error follow it indented. */
function errorsByFile(output: string): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  let file = '';
  for (const line of output.split('\n')) {
    file = /^([\w-]+\.ts)\(\d+,\d+\): error /.exec(line)?.[1] ?? (line.startsWith(' ') ? file : '');
    errors.set(file, `${errors.get(file) ?? ''}${line}\n`);
  }
  return errors;
}
