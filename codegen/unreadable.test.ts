// What a run does where it is kept from seeing all of a project. Whoever runs the tests may be allowed everything, so the
// answers of the file system are given here.

import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { COMPILER_OPTIONS } from '../test/compiler-options.js';
import { generate } from './index.js';

const denied = vi.hoisted(() => new Set<string>());
vi.mock('node:fs', async original => {
  const fs = await original<typeof import('node:fs')>();
  const guarded =
    (name: 'readdirSync' | 'statSync' | 'readFileSync', call: string) =>
    (path: string, ...more: never[]) => {
      const within = name !== 'readdirSync' && denied.has(`${dirname(String(path))}/`);
      if (!within && !(denied.has(String(path)) && name === 'readdirSync')) {
        return (fs[name] as (...all: unknown[]) => unknown)(path, ...more);
      }
      throw Object.assign(new Error(`EACCES: permission denied, ${call} '${path}'`), { code: 'EACCES' });
    };
  return {
    ...fs,
    readdirSync: guarded('readdirSync', 'scandir'),
    statSync: guarded('statSync', 'stat'),
    readFileSync: guarded('readFileSync', 'open'),
  };
});

/** As a folder without the right to list it. */
const unlisted = (path: string) => denied.add(join(project, path));
/** As a folder without the right to go into it. */
const unsearchable = (path: string) => denied.add(`${join(project, path)}/`);

const resource = (kind: string) => `import { CustomResource, Resource } from 'kubewright';
export class ${kind}Spec { colour?: string }
@Resource({ group: 'example.com', version: 'v1', kind: '${kind}' })
export class ${kind} extends CustomResource<${kind}Spec> {}
`;

let project: string;
beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-unreadable-')));
  put('package.json', '{ "type": "module" }');
  writeTsconfig([]);
  put('api/lamp.ts', resource('Lamp'));
  put('more/other.ts', resource('Other'));
  mkdirSync(join(project, 'db/pgdata'), { recursive: true });
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(fileURLToPath(new URL('..', import.meta.url)), join(project, 'node_modules/kubewright'));
});
afterEach(() => {
  denied.clear();
  rmSync(project, { recursive: true, force: true });
});

function put(path: string, content: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}

function writeTsconfig(exclude: readonly string[]): void {
  put('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER_OPTIONS, exclude: ['node_modules', ...exclude] }));
}

async function run(options: object = {}) {
  const { diagnostics, files } = await generate({ project, scaffold: false, ...options });
  const states = files.map(({ path, state }) => `${state} ${path.slice(path.lastIndexOf('_') + 1)}`);
  return { states, told: diagnostics.map(({ code, severity, message }) => `${code} ${severity} ${message}`) };
}

const others = () => existsSync(join(project, 'config/crd/bases/example.com_others.yaml'));

it('is silent of a folder that it cannot read where nothing changes, or only comes in', async () => {
  unlisted('db/pgdata');
  expect(await run()).toEqual({ states: ['written lamps.yaml', 'written others.yaml'], told: [] });
  expect(await run()).toEqual({ states: ['unchanged lamps.yaml', 'unchanged others.yaml'], told: [] });
});

it('refuses to remove what may come from a folder that it cannot list', async () => {
  await run();
  unlisted('more');
  const told = [
    'KW0014 error the folder more cannot be read: permission denied (EACCES); config/crd/bases/example.com_others.yaml may come from there, and would be removed',
  ];
  expect(await run()).toEqual({ states: [], told });
  expect(await run({ check: true })).toEqual({ states: [], told });
  expect(await run({ write: false })).toEqual({ states: [], told: [] });
  expect(others()).toBe(true);
});

it('removes it where the folder is left out', async () => {
  await run();
  unlisted('more');
  writeTsconfig(['more']);
  expect(await run()).toEqual({ states: ['unchanged lamps.yaml', 'removed others.yaml'], told: [] });
  expect(others()).toBe(false);
});

it('warns where a manifest changes that may say less for it, and each time anew', async () => {
  await run({ cache: true });
  unlisted('db/pgdata');
  put('api/lamp.ts', resource('Lamp').replace('colour', 'color'));
  expect(await run({ cache: true })).toEqual({
    states: ['written lamps.yaml', 'unchanged others.yaml'],
    told: [
      'KW0014 warning the folder db/pgdata cannot be read: permission denied (EACCES); what it declares is not in config/crd/bases/example.com_lamps.yaml, which has changed',
    ],
  });
  expect(await run({ cache: true })).toEqual({ states: ['unchanged lamps.yaml', 'unchanged others.yaml'], told: [] });
});

it('tells of sources in a folder that it may list and not go into', async () => {
  await run();
  unsearchable('more');
  expect(await run()).toEqual({
    states: [],
    told: ['KW0013 error the file cannot be read: permission denied (EACCES)'],
  });
  expect(others()).toBe(true);
});

it('has nothing to tell of packages', async () => {
  await run();
  rmSync(join(project, 'more'), { recursive: true });
  mkdirSync(join(project, 'node_modules/@types'));
  unlisted('node_modules/@types');
  expect((await run()).told).toEqual([]);
});
