import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashOf } from '../files/fingerprint.js';
import { generate } from '../index.js';

vi.setConfig({ testTimeout: 60_000 });

// A run that is spared does not ask the reader.
const reads = vi.hoisted(() => ({ count: 0 }));
vi.mock('../read/read-project.js', async original => {
  const module = await original<typeof import('../read/read-project.js')>();
  return {
    ...module,
    readProject: (...args: Parameters<typeof module.readProject>) => {
      reads.count++;
      return module.readProject(...args);
    },
  };
});

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const TSCONFIG = {
  extends: './base.json',
  compilerOptions: { types: [], module: 'nodenext', customConditions: ['source'], noEmit: true },
  include: ['api'],
};
const BASE = { compilerOptions: { strict: true, target: 'ES2023', lib: ['ES2023'], experimentalDecorators: true } };
const CRD = 'config/crd/bases/example.com_lamps.yaml';

let project: string;
beforeEach(async () => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-cache-')));
  put('package.json', '{ "type": "module" }');
  put('tsconfig.json', JSON.stringify(TSCONFIG));
  put('base.json', JSON.stringify(BASE));
  put('api/parts.ts', `export class Bulb { colour?: string }\n`);
  put('api/limits.json', '{ "lumens": 5 }');
  put(
    'api/lamp.ts',
    `import { CustomResource, type Int32, Maximum, Resource } from 'kubewright';
import limits from './limits.json' with { type: 'json' };
import { Bulb } from './parts.js';
class Spec { bulb?: Bulb; @Maximum(limits.lumens) lumens?: Int32 }
@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
export class Lamp extends CustomResource<Spec> {}
`,
  );
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(PACKAGE, join(project, 'node_modules/kubewright'));
  // The second one finds the output folder in its listing of the project.
  await run();
  await run();
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}

function remove(path: string): void {
  rmSync(join(project, path), { recursive: true });
}

function text(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

type Options = Parameters<typeof generate>[0];

async function run(options: Options = {}) {
  const before = reads.count;
  const result = await generate({ project, cache: true, ...options });
  return { ...result, isSpared: reads.count === before };
}

function cacheFiles(): readonly string[] {
  const folder = join(project, 'node_modules/.cache/kubewright/generate');
  return readdirSync(folder).map(name => join(folder, name));
}

/** With the hash that belongs to it, or with that of before. */
function changeCache(change: (text: string) => string, { sealed }: { readonly sealed: boolean }): void {
  const file = cacheFiles()[0] ?? '';
  const [seal = '', before = ''] = readFileSync(file, 'utf8').split('\n');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, `${sealed ? hashOf(after) : seal}\n${after}`);
}

describe('a run after which nothing has changed', () => {
  it('is spared, and tells the same', async () => {
    const { isSpared: _, ...full } = await run({ cache: false });
    const { isSpared, ...spared } = await run();
    expect(isSpared).toBe(true);
    expect(spared).toEqual(full);
    expect((await run({ check: true })).isSpared).toBe(true);
  });

  it('tells warnings again', async () => {
    appendFileSync(
      join(project, 'api/lamp.ts'),
      '@Resource({ group: "example.com", version: "v1", kind: "X" })\nclass X extends CustomResource<Spec> {}\n',
    );
    const first = await run();
    expect(first.diagnostics.map(({ code }) => code)).toEqual(['KW3002']);
    const second = await run();
    expect(second.isSpared).toBe(true);
    expect(second.diagnostics).toEqual(first.diagnostics);
  });

  it('is spared when files were touched, or written again as they were', async () => {
    utimesSync(join(project, 'api/lamp.ts'), 1, 1);
    put('api/parts.ts', text('api/parts.ts'));
    expect((await run()).isSpared).toBe(true);
  });

  it('is spared when manifests were checked out with other line ends, and tells them as it prints them', async () => {
    const { documents } = await run();
    put(CRD, text(CRD).replaceAll('\n', '\r\n'));
    expect((await run({ check: true })).files.map(({ state }) => state)).not.toContain('stale');
    await run();
    const again = await run();
    expect(again.isSpared).toBe(true);
    expect(again.documents).toEqual(documents);
    expect(text(CRD)).toContain('\r\n');
  });

  it('keeps a file of others where it was', async () => {
    put('config/rbac/service_account.yaml', 'mine: true\n');
    put('config/rbac/other.yaml', 'mine: too\n');
    const { files } = await run();
    const again = await run();
    expect(again.isSpared).toBe(true);
    expect(again.files.map(({ path, state }) => [path, state])).toEqual(files.map(({ path, state }) => [path, state]));
  });
});

describe('a run is not spared', () => {
  const changes: Record<string, () => void> = {
    'a source has changed': () => appendFileSync(join(project, 'api/lamp.ts'), '// more\n'),
    'a source has changed to one of the same size and time': () => {
      const path = join(project, 'api/parts.ts');
      const { atime, mtime } = statSync(path);
      put('api/parts.ts', text('api/parts.ts').replace('colour', 'length'));
      utimesSync(path, atime, mtime);
    },
    'an imported source has changed': () => put('api/parts.ts', 'export class Bulb { watts?: string }\n'),
    'an imported JSON file has changed': () => put('api/limits.json', '{ "lumens": 6 }'),
    'a source has come': () => put('api/other.ts', 'export {};\n'),
    'a folder with a source has come': () => put('api/v2/other.ts', 'export {};\n'),
    'a source has another name': () => renameSync(join(project, 'api/parts.ts'), join(project, 'api/pieces.ts')),
    'a file has come that an import would rather have': () => put('api/parts.js.ts', 'export class Bulb {}\n'),
    'the tsconfig has changed': () => put('tsconfig.json', JSON.stringify({ ...TSCONFIG, exclude: ['x'] })),
    'a tsconfig that it extends has changed': () => put('base.json', `${JSON.stringify(BASE)} `),
    'package.json has changed': () => put('package.json', '{ "type": "module", "name": "x" }'),
    'a package.json has come between': () => put('api/package.json', '{ "type": "module" }'),
    'package.json says another thing': () =>
      put('package.json', '{ "type": "module", "kubewright": { "roleName": "other" } }'),
    'the package has gone': () => remove('node_modules/kubewright'),
    'a manifest has changed': () => appendFileSync(join(project, CRD), '# x\n'),
    'a manifest has gone': () => remove(CRD),
    'a file has come among the manifests': () => put('config/crd/bases/more.yaml', 'a: 1\n'),
    'the cache is broken': () => writeFileSync(cacheFiles()[0] ?? '', '{"identity":'),
    'the cache is none of ours': () => writeFileSync(cacheFiles()[0] ?? '', '[1]'),
    'the cache was changed': () =>
      changeCache(text => text.replace('"diagnostics":[]', '"diagnostics":7'), { sealed: false }),
    'the cache is of another kubewright': () =>
      changeCache(text => text.replace(/"identity":"[^"]*"/, '"identity":"other"'), { sealed: true }),
  };

  it.each(Object.entries(changes))('when %s', async (_, change) => {
    expect((await run()).isSpared).toBe(true);
    change();
    const { isSpared, diagnostics, documents } = await run();
    expect(isSpared).toBe(false);
    const afresh = await generate({ project });
    expect({ diagnostics, documents }).toEqual({ diagnostics: afresh.diagnostics, documents: afresh.documents });
  });

  it.each<[string, Options]>([
    ['another output folder', { outputDir: 'other' }],
    ['another role', { roleName: 'other' }],
    ['other descriptions', { maxDescriptionLength: 5 }],
    ['no scaffold', { scaffold: false }],
    ['fewer sources', { include: ['api/*.ts'] }],
    ['an unsaved source', { sources: new Map() }],
    ['no cache', { cache: false }],
  ])('with %s', async (_, options) => {
    expect((await run(options)).isSpared).toBe(false);
  });

  it('for an imported JSON file, which is among those to watch, and is read anew', async () => {
    put('api/limits.json', '{ "lumens": 6 }');
    const { sources } = await run();
    expect(sources).toContain(join(project, 'api/limits.json'));
    expect(text(CRD)).toContain('maximum: 6');
  });

  it('while the source has errors', async () => {
    put('api/parts.ts', 'export class Bulb { colour: any }\n');
    const { isSpared, diagnostics } = await run();
    expect(isSpared).toBe(false);
    const again = await run();
    expect(again.isSpared).toBe(false);
    expect(again.diagnostics).toEqual(diagnostics);
  });
});

it('many runs at once end well, and leave one cache', async () => {
  appendFileSync(join(project, 'api/lamp.ts'), '// more\n');
  await Promise.all(Array.from({ length: 5 }, () => run()));
  expect((await run()).isSpared).toBe(true);
  expect(cacheFiles()).toHaveLength(1);
});

it.each(['node_modules/.cache', 'node_modules/.cache/kubewright/generate'])(
  'does without where %s is a file',
  async path => {
    remove('node_modules/.cache');
    put(path, 'taken');
    expect((await run()).files).not.toEqual([]);
    expect((await run()).isSpared).toBe(false);
    expect(text(path)).toBe('taken');
  },
);

it('does without where there is no node_modules', async () => {
  remove('node_modules');
  expect((await run()).diagnostics).not.toEqual([]);
  expect(readdirSync(project)).not.toContain('node_modules');
});
