import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { API, CRD, kubewright, project, put, ROOT, type Run, read, run, useProject } from '../test/command-project.js';

// Most tests start the command twice, each time without any cache.
vi.setConfig({ testTimeout: 60_000 });
useProject();

describe('kubewright', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await kubewright('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([['--help'], ['generate --help']])('prints help with examples for %s', async args => {
    const { status, stdout } = await kubewright(...args.split(' '));
    expect(status).toBe(0);
    expect(stdout).toContain('Examples:\n  kubewright generate');
  });

  it.each<[string[], string]>([
    [['generat'], "error: unknown command 'generat'\n(Did you mean generate?)"],
    [['generate', '--ceck'], "error: unknown option '--ceck'\n(Did you mean --check?)"],
    [['generate', '--out'], "error: option '--out <folder>' argument missing"],
    [['generate', 'lamp.ts'], "error: too many arguments for 'generate'"],
  ])('refuses %j and suggests', async (args, message) => {
    const { status, stdout, stderr } = await kubewright(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('--help');
  });

  it.each(['22.18.0', '20.19.0', '18.20.8'])('refuses Node.js %s and says what to do', async version => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
    const { status, stdout, stderr } = await run({
      node: ['--import', `data:text/javascript,${pretend}`],
      args: ['--version'],
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `error: kubewright needs Node.js 22.19 or newer; ${process.execPath} is ${version}\n` +
        'hint: install a newer Node.js, or the npm package "node" as a development dependency\n',
    );
  });

  it('prints its help to stderr when it is given nothing to do', async () => {
    const { status, stderr } = await kubewright();
    expect(status).toBe(2);
    expect(stderr).toContain('Usage: kubewright');
  });
});

describe('kubewright generate', () => {
  it('writes what is missing, and leaves alone what is there', async () => {
    const args = ['generate', '--no-scaffold'];
    expect(await kubewright(...args)).toEqual({ status: 0, stdout: `written ${CRD}\n`, stderr: '' });
    expect(read(CRD)).toContain('name: lamps.example.com');
    expect(await kubewright(...args)).toEqual({ status: 0, stdout: `unchanged ${CRD}\n`, stderr: '' });
  });

  it('finds the project from a folder below, and prints paths from there', async () => {
    const args = ['generate', '--no-scaffold'];
    expect(await run({ args, cwd: 'api' })).toMatchObject({ status: 0, stdout: `written ../${CRD}\n` });
  });

  it('writes beside the tsconfig that it is told to use, whatever the working directory', async () => {
    put('elsewhere/readme.txt', '');
    const args = ['generate', '--no-scaffold', '--project', '../tsconfig.json', '--out', 'deploy'];
    const file = 'deploy/crd/bases/example.com_lamps.yaml';
    expect(await run({ args, cwd: 'elsewhere' })).toMatchObject({ status: 0, stdout: `written ../${file}\n` });
    expect(read(file)).toContain('lamps.example.com');
  });

  it('removes the definition of a class that is gone, and nothing else', async () => {
    await kubewright('generate', '--no-scaffold');
    put('config/crd/bases/theirs.yaml', 'kind: CustomResourceDefinition\n');
    put('api/lamp.ts', API.replace("kind: 'Lamp'", "kind: 'Torch'"));
    const { stdout } = await kubewright('generate', '--no-scaffold');
    expect(stdout).toBe(`removed ${CRD}\nwritten config/crd/bases/example.com_torches.yaml\n`);
    expect(readdirSync(join(project, 'config/crd/bases'))).toEqual(['example.com_torches.yaml', 'theirs.yaml']);
  });

  it('scaffolds around what it generates, keeps the files of others, and takes its own back', async () => {
    put('config/rbac/lamp_editor_role.yaml', 'kind: ClusterRole\n');
    const { stdout } = await kubewright('generate');
    expect(stdout.split('\n').slice(1, -1)).toEqual([
      'written config/rbac/kustomization.yaml',
      'written config/rbac/lamp_admin_role.yaml',
      'kept config/rbac/lamp_editor_role.yaml',
      'written config/rbac/lamp_viewer_role.yaml',
    ]);
    expect(read('config/rbac/lamp_editor_role.yaml')).toBe('kind: ClusterRole\n');
    await kubewright('generate', '--no-scaffold');
    expect(readdirSync(join(project, 'config/rbac'))).toEqual(['lamp_editor_role.yaml']);
  });

  it('with --check writes nothing and says when everything is fresh', async () => {
    await kubewright('generate');
    put('config/rbac/kustomization.yaml', 'resources: []\n');
    expect(await kubewright('generate', '--check')).toEqual({ status: 0, stdout: '4 files up to date\n', stderr: '' });
  });

  it('with --check prints what would change, and fails', async () => {
    await kubewright('generate');
    const before = read(CRD);
    put('api/lamp.ts', API.replace('@Minimum(0)', '@Minimum(1)'));
    const { status, stdout, stderr } = await kubewright('generate', '--check');
    expect(status).toBe(1);
    expect(stdout).toContain(`--- a/${CRD}\n+++ b/${CRD}\n@@ `);
    expect(stdout).toContain('-                minimum: 0\n+                minimum: 1\n');
    expect(stderr).toBe('1 file not up to date; run kubewright generate\n');
    expect(read(CRD)).toBe(before);
  });

  it('goes quietly when nobody reads what it prints', async () => {
    const { status, stderr } = await run({ args: ['generate', '--check', '--no-scaffold'], deaf: true });
    expect([status, stderr]).toEqual([1, '1 file not up to date; run kubewright generate\n']);
  });

  it('with --check tells of missing files and of files that should go', async () => {
    await kubewright('generate');
    put('api/lamp.ts', API.replace("kind: 'Lamp'", "kind: 'Torch'"));
    const { status, stdout } = await kubewright('generate', '--check');
    expect(status).toBe(1);
    expect(stdout).toContain(`--- a/${CRD}\n+++ /dev/null\n`);
    expect(stdout).toContain('--- /dev/null\n+++ b/config/crd/bases/example.com_torches.yaml\n');
    expect(readdirSync(join(project, 'config/crd/bases'))).toEqual(['example.com_lamps.yaml']);
  });

  it('prints each mistake with its line and a caret under the argument, and writes nothing', async () => {
    put(
      'api/lamp.ts',
      API.replace('@Minimum(0)', '@Minimum(Number(process.argv[2]))').replace("kind: 'Lamp'", 'kind: Lamp.name'),
    );
    const { status, stdout, stderr } = await kubewright('generate');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^api\/lamp\.ts:5:12 - error KW\d{4}: .+\n5 \| {3}@Minimum\(Number.*\n {2}\| {12}\^\nhint: /m,
    );
    expect(stderr).toMatch(/\n\d errors; nothing was written\n$/);
    expect(readdirSync(project)).not.toContain('config');
  });

  it.each<[string, () => Run, string, string]>([
    [
      'no tsconfig.json anywhere',
      () => {
        rmSync(join(project, 'tsconfig.json'));
        return { args: ['generate'] };
      },
      'error: no tsconfig.json in PROJECT or any folder above it',
      'hint: run this inside your project, or name its tsconfig.json with --project',
    ],
    [
      'a tsconfig.json that is not there',
      () => ({ args: ['generate', '--project', 'nope.json'] }),
      'error: PROJECT/nope.json does not exist',
      'hint: name a tsconfig.json',
    ],
    [
      'a tsconfig.json that does not parse',
      () => {
        put('tsconfig.json', '{ "compilerOptions": { ');
        return { args: ['generate'] };
      },
      'tsconfig.json:1:',
      '1 error; nothing was written',
    ],
    [
      'a project without a resource',
      () => {
        put('api/lamp.ts', 'export const nothing = 1;\n');
        return { args: ['generate'] };
      },
      'error KW',
      '@Resource',
    ],
    [
      'a role name that RBAC refuses',
      () => ({ args: ['generate', '--role-name', 'a/b'] }),
      "error: roleName must be a name without '/' and '%'",
      'hint: give it another value',
    ],
    [
      'an output folder that cannot be',
      () => {
        put('taken', 'a file');
        return { args: ['generate', '--out', 'taken'] };
      },
      'error: cannot read taken/crd/bases',
      'or choose another folder with --output-dir',
    ],
  ])('names %s, and the next step', async (_, prepare, message, next) => {
    const { status, stdout, stderr } = await run(prepare());
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message.replace('PROJECT', project));
    expect(stderr).toContain(next);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(project)).not.toContain('config');
  });

  it.each<[string, Run]>([
    ['--debug', { args: ['generate', '--project', 'nope', '--debug'] }],
    ['KUBEWRIGHT_DEBUG=1', { args: ['generate', '--project', 'nope'], env: { KUBEWRIGHT_DEBUG: '1' } }],
  ])('prints the stack of an error with %s', async (_, command) => {
    expect((await run(command)).stderr).toMatch(/^ +at /m);
  });

  it('colours only where colour is wanted', async () => {
    put('api/lamp.ts', 'export const nothing = 1;\n');
    const colour = String.fromCharCode(27);
    expect((await run({ args: ['generate'] })).stderr).not.toContain(colour);
    expect((await run({ args: ['generate'], env: { FORCE_COLOR: '1' } })).stderr).toContain(colour);
  });
});
