import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, describe, expect, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { assembleImage } from './assemble.js';
import { stagesOf } from './dockerfile.js';

// biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that are asked for, here none.
const test = base.extend('image', { scope: 'file' }, async ({}, { onCleanup }) => {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-image-test-'));
  onCleanup(() => rm(folder, { recursive: true }));
  return await assembleImage(folder);
});

describe('the image of the operator', () => {
  test('adds the operator in one file to its base, and little else', async ({ image }) => {
    const files = await readdir(image.folder, { recursive: true });
    expect(files.sort()).toEqual(['app', 'app/licenses.txt', 'app/main.mjs', 'app/package.json']);
    // The aim is 15 MB; whatever comes near to it does not belong there.
    expect(image.bytes).toBeLessThan(6_000_000);
  });

  test('has packages of the runtime in it, each with its license, and no compiler', async ({ image }) => {
    const text = await readFile(join(image.folder, 'app/licenses.txt'), 'utf8');
    const names = [...text.matchAll(/^-{80}\n\n(\S+) \d\S* \((.+)\)$/gm)].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(['undici', 'pino', '@peculiar/x509']));
    const { devDependencies, optionalDependencies } = packageJson;
    const unwanted = [...Object.keys({ ...devDependencies, ...optionalDependencies }), 'commander', 'diff', 're2js'];
    expect(names.filter(name => unwanted.includes(name ?? ''))).toEqual([]);
    expect(text).toContain('Apache License');
    expect(await readFile(join(image.folder, 'app/main.mjs'), 'utf8')).not.toMatch(
      /from ["'](typescript|ts-morph)["']/,
    );
  });

  test('runs on Node alone, and knows its version', async ({ image }) => {
    const [program, main = ''] = image.entrypoint;
    expect(program).toBe('node');
    const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: image.folder });
    const { stdout } = await run(join(image.folder, main), '--help');
    expect(stdout).toMatch(/^Usage: redis-operator /);
    const asked = `console.log(require('node:module').createRequire(${JSON.stringify(join(image.folder, main))})('kubewright/package.json').version)`;
    expect((await run('--eval', asked)).stdout).toBe(`${packageJson.version}\n`);
  });
});

describe('the Dockerfile', () => {
  const last = async () => stagesOf(await readFile('Dockerfile', 'utf8')).at(-1);

  test('has a slim Node of the version that is tested under the operator', async () => {
    expect((await last())?.base).toBe(`node:${packageJson.devDependencies.node.split('.')[0]}-slim`);
  });

  test('runs nothing in the last stage, and as a user who is not root, by number', async () => {
    const { instructions = [] } = (await last()) ?? {};
    expect(instructions.filter(({ name }) => name === 'RUN')).toEqual([]);
    expect(instructions.findLast(({ name }) => name === 'USER')?.text).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });
});

describe('assembleImage', () => {
  test.for([
    ['what does not exist', 'COPY missing .', /ENOENT.*missing/],
    ['what is ignored', 'COPY secret .', /COPY secret \.: \.dockerignore leaves secret out/],
    ['what is in a folder that is', 'COPY hidden/a .', /COPY hidden\/a \.: \.dockerignore leaves hidden\/a out/],
    ['what no stage has made', 'COPY --from=elsewhere /a /a', /there is no stage elsewhere/],
  ] as const)('refuses to copy %s', async ([, step, message]) => {
    await expect(assembled(step)).rejects.toThrow(message);
  });

  test('does what the steps say, in their folders, and leaves out what is ignored', async () => {
    const write = "require('fs').writeFileSync('out',String(require('fs').readdirSync('sub')))";
    const made = await assembled(`WORKDIR /src\nCOPY sub sub\nRUN node -e ${write}\nENTRYPOINT ["node", "/src/out"]`);
    expect(await readFile(join(made.folder, 'src/out'), 'utf8')).toBe('kept');
    expect(made).toMatchObject({ bytes: 8, entrypoint: ['node', '/src/out'] });
  });

  test.for([
    ['a file to where it is told', 'COPY sub/kept as', ['as']],
    ['a file into a folder that is said', 'COPY sub/kept in/', ['in', 'in/kept']],
    ['a file into a folder that is there', 'WORKDIR /in\nCOPY sub/kept .', ['in', 'in/kept']],
    ['what is in a folder', 'COPY sub in/', ['in', 'in/kept']],
  ] as const)('copies %s', async ([, steps, expected]) => {
    const { folder } = await assembled(steps);
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(expected);
  });

  async function assembled(steps: string) {
    const context = await mkdtemp(join(tmpdir(), 'kubewright-context-'));
    onTestFinished(() => rm(context, { recursive: true }));
    await mkdir(join(context, 'sub'));
    await writeFile(join(context, 'sub/kept'), 'kept');
    await writeFile(join(context, 'sub/gone.test.ts'), '');
    await writeFile(join(context, 'secret'), '');
    await mkdir(join(context, 'hidden'));
    await writeFile(join(context, 'hidden/a'), '');
    await writeFile(join(context, '.dockerignore'), '# a comment\nsecret\nhidden\n**/*.test.ts\n');
    await writeFile(join(context, 'Dockerfile'), `FROM slim:1\n${steps}\n`);
    return await assembleImage(join(context, 'image'), context);
  }
});
