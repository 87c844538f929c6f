import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import { BUILT_CLI } from '../test/built-cli.js';
import { API, CRD, kubewright, project, put, read, run, useProject } from '../test/command-project.js';

// Most tests start the command twice, each time without any cache.
vi.setConfig({ testTimeout: 60_000 });
useProject();

describe('kubewright generate for programs', () => {
  it('prints one stream of objects with --dry-run, and writes nothing', async () => {
    const { status, stdout, stderr } = await kubewright('generate', '--dry-run');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const objects = loadAll(stdout) as { kind: string }[];
    expect(objects.map(({ kind }) => kind)).toContain('CustomResourceDefinition');
    expect(objects.map(({ kind }) => kind)).not.toContain('Kustomization');
    expect(readdirSync(project)).not.toContain('config');
  });

  it('prints diagnostics as JSON or for GitHub, and results apart from them', async () => {
    put('api/lamp.ts', API.replace('Defaulted<Int32>', 'any'));
    const file = join(project, 'api/lamp.ts');
    const json = await kubewright('generate', '--format', 'json');
    expect(json).toMatchObject({ status: 1, stdout: '' });
    expect(JSON.parse(json.stderr).diagnostics[0]).toMatchObject({ severity: 'error', file, line: 5 });
    const github = await run({ args: ['generate', '--format', 'github'], env: { GITHUB_WORKSPACE: project } });
    expect(github.stderr).toMatch(/^::error file=api\/lamp\.ts,line=5,col=\d+,endLine=5,endColumn=\d+,title=KW\d{4}::/);
  });

  it.each([
    ['a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('shows the line of a source with %s', async (_, encoded) => {
    const line = "import { CustomResource, Resource } from 'kubewright'; class Spec { a: any }";
    const rest =
      "@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })\nexport class Lamp extends CustomResource<Spec> {}";
    writeFileSync(join(project, 'api/lamp.ts'), encoded(`${line}\n${rest}\n`));
    const { stderr } = await kubewright('generate');
    expect(stderr).toContain(`\n1 | ${line}\n  | ${' '.repeat(line.indexOf('a: any'))}^\n`);
  });

  it('prints what stopped it in the same format', async () => {
    const { status, stderr } = await kubewright('generate', '--format', 'json', '--project', 'nowhere');
    expect(status).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ diagnostics: [{ severity: 'error' }], errors: 1 });
    expect(stderr).toContain('nowhere does not exist');
  });

  it.each([
    [['--check', '--dry-run']],
    [['--watch', '--check']],
    [['--format', 'xml']],
    [['--core-descriptions', 'some']],
    [['--max-description-length', '-1']],
    [['--webhook-service-port', 'x']],
  ])('refuses %j as misuse', async flags => {
    const { status, stdout } = await kubewright('generate', ...flags);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('heeds package.json, and flags before it', async () => {
    put('package.json', '{ "type": "module", "kubewright": { "outputDir": "deploy", "scaffold": false } }');
    const { stdout } = await kubewright('generate');
    expect(stdout).toBe('written deploy/crd/bases/example.com_lamps.yaml\n');
    const more = await kubewright('generate', '--scaffold', '--output-dir', 'other');
    expect(more.stdout).toContain('written other/crd/bases/example.com_lamps.yaml\n');
    expect(more.stdout).toContain('other/rbac/');
  });

  it('points at a key of package.json that there is none of', async () => {
    put('package.json', '{ "type": "module", "kubewright": { "outputdir": "deploy" } }');
    const { status, stderr } = await kubewright('generate');
    expect(status).toBe(1);
    expect(stderr).toContain('package.json:1:37 - error KW0010: kubewright has no key "outputdir"');
    expect(stderr).toContain('did you mean "outputDir"?');
  });

  it('watches until it is interrupted', async () => {
    const child = spawn(process.execPath, [BUILT_CLI, 'generate', '--watch'], { cwd: project });
    const lines: string[] = [];
    const saw = (text: string) =>
      new Promise<void>(resolve => {
        const look = () => lines.join('').includes(text) && resolve();
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', data => lines.push(String(data)));
    await saw('watching .; Ctrl-C ends it');
    put('api/lamp.ts', API.replace('bulbs', 'lights'));
    await saw('written config/crd/bases/example.com_lamps.yaml (');
    await saw('changed api/lamp.ts');
    child.kill('SIGINT');
    const [status] = await once(child, 'exit');
    expect(status).toBe(0);
    expect(read(CRD)).toContain('lights:');
  });
});
