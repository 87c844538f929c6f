import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMPILER_OPTIONS } from '../test/compiler-options.js';
import { createGenerator, generate, InputError } from './index.js';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TSCONFIG = JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['api'] });
const lamp = (kind: string, field = 'bulb?: Bulb') => `import { CustomResource, Resource } from 'kubewright';
import { Bulb } from './parts.js';
export class ${kind}Spec { ${field} }
@Resource({ group: 'example.com', version: 'v1', kind: '${kind}' })
export class ${kind} extends CustomResource<${kind}Spec> {}
`;
const PARTS = 'export class Bulb { colour?: string }\n';

let project: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-generate-')));
  put('package.json', '{ "type": "module" }');
  put('tsconfig.json', TSCONFIG);
  put('api/parts.ts', PARTS);
  put('api/lamp.ts', lamp('Lamp'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(PACKAGE, join(project, 'node_modules/kubewright'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}

function remove(path: string): void {
  rmSync(join(project, path));
}

function unsaved(files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(files).map(([path, text]) => [join(project, path), text]));
}

const definition = (documents: readonly { path: string; content: string }[], name = 'lamps') =>
  documents.find(({ path }) => path === `crd/bases/example.com_${name}.yaml`)?.content;

describe('with write: false', () => {
  it('answers documents, and touches nothing', async () => {
    const { documents, files } = await generate({ project, write: false });
    expect(files).toEqual([]);
    expect(definition(documents)).toContain('colour:');
    expect(readdirSync(project)).not.toContain('config');
    const written = await generate({ project });
    expect(written.documents).toEqual(documents);
    expect(written.files.map(({ after }) => after)).toEqual(documents.map(({ content }) => content));
  });
});

describe('unsaved sources', () => {
  it('stand in for those on disk', async () => {
    const sources = unsaved({ 'api/parts.ts': 'export class Bulb { watts?: string }\n' });
    const { documents } = await generate({ project, write: false, sources });
    expect(definition(documents)).toContain('watts:');
    expect(definition(documents)).not.toContain('colour:');
  });

  it('are there without being on disk, in new folders too', async () => {
    const sources = unsaved({ 'api/v2/more/other.ts': lamp('Other').replace('./parts.js', '../../parts.js') });
    const { documents, diagnostics } = await generate({ project, write: false, sources });
    expect(diagnostics).toEqual([]);
    expect(definition(documents, 'others')).toContain('colour:');
  });

  it('may be a whole project, beside installed packages', async () => {
    const sources = unsaved({
      'new/tsconfig.json': TSCONFIG,
      'new/api/lamp.ts': lamp('Lamp', 'on?: boolean'),
      'new/api/parts.ts': PARTS,
    });
    const { documents } = await generate({ project: join(project, 'new/tsconfig.json'), write: false, sources });
    expect(definition(documents)).toContain('on:');
  });

  it('have their lines as the compiler counts them', async () => {
    const rule = '@Validation(`// what ends\u2028a line of the source goes on in CEL`)\n  bulb?: Bulb';
    const text = lamp('Lamp', rule).replace('Resource }', 'Resource, Validation }');
    const sources = unsaved({ 'api/lamp.ts': text });
    const { diagnostics } = await generate({ project, write: false, sources });
    expect(diagnostics).toMatchObject([{ code: 'KW6001', line: 3, column: 37 }]);
    expect(diagnostics[0]?.message).toMatch(/\(at 1:\d+ of the text\)$/);
  });

  it('have the places of their diagnostics', async () => {
    const sources = unsaved({ 'api/lamp.ts': lamp('Lamp', '\n  bad: any;') });
    const { documents, diagnostics } = await generate({ project, write: false, sources });
    expect(documents).toEqual([]);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'KW1001',
        file: join(project, 'api/lamp.ts'),
        line: 4,
        column: 3,
        endLine: 4,
        endColumn: 6,
      }),
    ]);
  });
});

it.runIf(process.platform === 'linux')('removes nothing where a source cannot be read, and tells of it', async () => {
  put('api/other.ts', lamp('Other'));
  await generate({ project });
  remove('api/other.ts');
  // A file that everybody has, and of which nobody can read the beginning.
  symlinkSync('/proc/self/mem', join(project, 'api/other.ts'));
  const { diagnostics, files } = await generate({ project });
  expect(files).toEqual([]);
  expect(diagnostics).toEqual([
    expect.objectContaining({
      code: 'KW0013',
      file: join(project, 'api/other.ts'),
      message: expect.stringContaining('(EIO)'),
    }),
  ]);
});

it('refuses a role name that is taken where it was said', async () => {
  const reconciler = `import { done, Reconciles } from 'kubewright';
import { Lamp } from './lamp.js';
@Reconciles(Lamp)
export class LampReconciler { async reconcile() { return done; } }
`;
  put('api/lamp-reconciler.ts', reconciler);
  const told = async (options: object) => {
    const { diagnostics } = await generate({ project, write: false, ...options });
    return diagnostics.map(({ code, file, line, column }) => [code, file, line, column]);
  };
  put('package.json', '{ "type": "module",\n  "kubewright": { "roleName": "lamp-editor-role" } }');
  expect(await told({})).toEqual([['KW4020', join(project, 'package.json'), 2, 31]]);
  expect(await told({ roleName: 'lamp-admin-role' })).toEqual([['KW4020', join(project, 'tsconfig.json'), 1, 1]]);
  expect(await told({ roleName: 'lamp-role' })).toEqual([]);
  expect(await told({ scaffold: false })).toEqual([]);
});

describe('options', () => {
  it('choose sources', async () => {
    put('api/other.ts', lamp('Other'));
    const paths = async (options: object) => {
      const { documents } = await generate({ project, write: false, scaffold: false, ...options });
      return documents.map(({ path }) => path);
    };
    const [lamps, others] = ['crd/bases/example.com_lamps.yaml', 'crd/bases/example.com_others.yaml'];
    expect(await paths({})).toEqual([lamps, others]);
    expect(await paths({ include: ['api/l*.ts'] })).toEqual([lamps]);
    expect(await paths({ include: ['api'], exclude: ['api/lamp.ts'] })).toEqual([others]);
    expect(await paths({ exclude: ['api'] })).toEqual([]);
  });

  it('bring in a group that is called test, of which there is a warning without them', async () => {
    put('api/test/v1/run.ts', lamp('Run').replace('./parts', '../../parts'));
    put('api/test/v1/run.test.ts', lamp('Tested').replace('./parts', '../../parts'));
    const told = async (options: object) => {
      const { documents, diagnostics } = await generate({ project, write: false, scaffold: false, ...options });
      const kinds = documents.map(({ path }) => path.split('_')[1]);
      return { kinds, hints: diagnostics.map(({ code, hint }) => `${code} ${hint?.split(';')[0]}`) };
    };
    const hint = 'KW3009 if it belongs to the API, say which folders do: --include api';
    expect(await told({})).toEqual({ kinds: ['lamps.yaml'], hints: [hint] });
    expect(await told({ include: ['api'] })).toEqual({ kinds: ['lamps.yaml', 'runs.yaml'], hints: [] });
    expect(await told({ exclude: ['api/test'] })).toEqual({ kinds: ['lamps.yaml'], hints: [] });
  });

  it.each(['\n', '\r\n', '\r', '\u2028'])(
    'tell the place of what is left out, whatever ends its lines: %j',
    async end => {
      put('api/test/v1/run.ts', lamp('Run').replace('./parts', '../../parts').replaceAll('\n', end));
      const { diagnostics } = await generate({ project, write: false, scaffold: false });
      const line = lamp('Run')
        .split('\n')
        .findIndex(text => text.startsWith('@Resource'));
      expect(diagnostics).toMatchObject([{ code: 'KW3009', line: line + 1, column: 1 }]);
    },
  );

  it('win over package.json, key by key', async () => {
    const said = { roleName: 'theirs', outputDir: 'deploy', maxDescriptionLength: 3 };
    put('package.json', JSON.stringify({ type: 'module', kubewright: said }));
    const { outputFolder } = await generate({ project, write: false });
    expect(outputFolder).toBe(join(project, 'deploy'));
    const other = await generate({ project, write: false, outputDir: 'out' });
    expect(other.outputFolder).toBe(join(project, 'out'));
  });

  it('of package.json that cannot be are diagnostics there, and nothing is written', async () => {
    put('package.json', '{ "type": "module", "kubewright": { "roleNam": "x" } }');
    const { diagnostics, files } = await generate({ project });
    expect(files).toEqual([]);
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'KW0010', file: join(project, 'package.json'), line: 1, column: 37 }),
    ]);
  });

  it.each([
    [{ maxDescriptionLength: -1 }, 'maxDescriptionLength must be a whole number of 0 or more'],
    [{ webhookService: { port: 0 } }, 'webhookService.port must be a port from 1 to 65535'],
    [{ roleName: 'a/b' }, "roleName must be a name without '/' and '%'"],
    [{ webhookService: { name: 'Bad_Name' } }, 'webhookService.name must be at most 63 lower-case letters'],
  ])('that cannot be are refused: %j', async (options, message) => {
    const refused = generate({ project, ...options });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('a generator', () => {
  const RULE =
    "import { Minimum, type Int32 } from 'kubewright';\nexport class Ruled { @Minimum(0) /** Of it. */ a?: Int32 }\n";
  const MISPLACED = RULE.replace('{ Minimum,', '{ Minimum, Title,').replace('{ @M', "{ @Title('of it') size() {} @M");
  const IMPORT_RULE = "import { Ruled } from './rule.js';\n";
  const STORED = 'export class Stored { /** A long description. */ text?: string }\n';
  const SECOND = lamp('Lamp').replace('./parts', '../parts').replace("'v1'", "'v2', storage: true");
  const SETTINGS = '{ "type": "module", "kubewright": { "maxDescriptionLength": 5 } }';

  /** What changes, one after the other; after each, it has to say what one that begins afresh says. */
  const STEPS: Record<string, () => void> = {
    'a change': () => put('api/lamp.ts', lamp('Lamp', 'on?: boolean; bulb?: Bulb')),
    'a change of what is imported': () => put('api/parts.ts', 'export class Bulb { watts?: string }\n'),
    'an error in what is imported': () => put('api/parts.ts', 'export class Bulb { watts?: any }\n'),
    'a type error': () => put('api/parts.ts', 'export class Bulb { watts?: string = 1 }\n'),
    'no error any more': () => put('api/parts.ts', PARTS),
    'a new file': () => put('api/other.ts', lamp('Other')),
    'a file that is gone': () => remove('api/other.ts'),
    'an import that leads nowhere': () => remove('api/parts.ts'),
    'an import that leads elsewhere': () => put('api/parts/index.ts', PARTS),
    'the file again': () => put('api/parts.ts', PARTS),
    'what has its say everywhere': () =>
      put(
        'api/parts.ts',
        `${PARTS}declare module './lamp.js' { interface LampSpec { more?: string } }\nimport './lamp.js';\n`,
      ),
    'the same without it': () => put('api/parts.ts', PARTS),
    'other compiler options': () =>
      put('tsconfig.json', TSCONFIG.replace('"strict":true', '"strict":true,"exactOptionalPropertyTypes":true')),
    'no strictness': () => put('tsconfig.json', TSCONFIG.replace('"strict":true', '"strict":false')),
    'strictness again': () => put('tsconfig.json', TSCONFIG),
    'a warning': () => put('api/other.ts', lamp('Other', 'level?: 1 | 2')),
    'a change beside the warning': () => put('api/lamp.ts', lamp('Lamp', 'on?: boolean; bulb?: Bulb; level?: 3')),
    'a rule that no resource has': () => put('api/rule.ts', RULE),
    'a resource that has it': () => put('api/other.ts', `${lamp('Other', 'ruled?: Ruled')}${IMPORT_RULE}`),
    'a rule where none can stand': () => put('api/rule.ts', MISPLACED),
    'a change beside it': () => put('api/other.ts', lamp('Other', 'ruled?: Ruled; more?: string') + IMPORT_RULE),
    'no resource that has it': () => put('api/other.ts', lamp('Other')),
    'the rule where it belongs': () => put('api/rule.ts', RULE),
    'what is said globally': () =>
      put('api/parts.ts', `${PARTS.replace('c', 's?: Shared; c')}declare global { interface Shared { a?: string } }\n`),
    'more that is said globally': () =>
      put('api/more.ts', 'declare global { interface Shared { b?: string } }\nexport {};\n'),
    'nothing that is said globally': () => {
      put('api/parts.ts', PARTS);
      remove('api/more.ts');
    },
    'a resource that has the rule again': () => put('api/other.ts', `${lamp('Other', 'ruled?: Ruled')}${IMPORT_RULE}`),
    'the rule alone again': () => put('api/other.ts', lamp('Other')),
    'a second version': () => put('api/v2/lamp.ts', SECOND),
    'a change of the second version': () => put('api/v2/lamp.ts', SECOND.replace('bulb?', 'bulbs?')),
    'a change of the first version': () => put('api/lamp.ts', `${lamp('Lamp')}${STORED}`),
    'no second version': () => remove('api/v2/lamp.ts'),
    'shorter descriptions': () => put('package.json', SETTINGS),
    'descriptions of core types': () => put('package.json', SETTINGS.replace('}', ', "coreDescriptions": "none" }')),
    'no settings': () => put('package.json', '{ "type": "module" }'),
    'a package that is gone': () => rmSync(join(project, 'node_modules/kubewright')),
    'the package again': () => symlinkSync(PACKAGE, join(project, 'node_modules/kubewright')),
  };

  it('says after every change what one says that begins afresh', { timeout: 60_000 }, async () => {
    const generator = createGenerator({ project, write: false });
    await generator.generate();
    for (const [name, step] of Object.entries(STEPS)) {
      step();
      const again = await generator.generate();
      expect({ name, ...again }).toEqual({ name, ...(await generate({ project, write: false })) });
    }
  });

  it('takes other unsaved sources each time, and forgets them', async () => {
    const generator = createGenerator({ project, write: false });
    const first = await generator.generate();
    const second = await generator.generate(unsaved({ 'api/lamp.ts': lamp('Lamp', 'on?: boolean') }));
    expect(definition(second.documents)).toContain('on:');
    expect(await generator.generate()).toEqual(first);
  });

  it('answers calls one after the other', async () => {
    const generator = createGenerator({ project, write: false });
    const fields = ['a', 'b', 'c'];
    const all = await Promise.all(
      fields.map(name => generator.generate(unsaved({ 'api/lamp.ts': lamp('Lamp', `${name}?: boolean`) }))),
    );
    expect(all.map(({ documents }) => /(\w): *\n *type: boolean/.exec(definition(documents) ?? '')?.[1])).toEqual(
      fields,
    );
  });

  it('goes on after what could not be done', async () => {
    const generator = createGenerator({ project, write: false });
    remove('tsconfig.json');
    await expect(generator.generate()).rejects.toThrow(InputError);
    put('tsconfig.json', TSCONFIG);
    expect((await generator.generate()).diagnostics).toEqual([]);
  });
});
