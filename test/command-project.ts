// A user's project in a temporary folder, and `kubewright` run in it as a process.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from 'vitest';
import { BUILT_CLI } from './built-cli.js';
import { COMPILER_OPTIONS } from './compiler-options.js';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const TSCONFIG = JSON.stringify({
  compilerOptions: { ...COMPILER_OPTIONS, skipLibCheck: true },
  include: ['api'],
});

export const API = `import { CustomResource, Default, type Defaulted, type Int32, Minimum, Resource } from 'kubewright';

/** What is wished. */
export class LampSpec {
  @Minimum(0) @Default(1)
  bulbs?: Defaulted<Int32>;
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Lamp' })
export class Lamp extends CustomResource<LampSpec> {}
`;

export const CRD = 'config/crd/bases/example.com_lamps.yaml';

/** Its folder, during a test. */
export let project: string;

/** Makes a project for each test of a file, and removes it. */
export function useProject(): void {
  beforeEach(() => {
    project = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-cli-')));
    put('package.json', '{ "type": "module" }');
    put('tsconfig.json', TSCONFIG);
    put('api/lamp.ts', API);
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(ROOT, join(project, 'node_modules/kubewright'));
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));
}

export function put(path: string, content: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), content);
}

export function read(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

export interface Run {
  readonly args: readonly string[];
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** Below the project. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Closes the pipe that the command prints to. */
  readonly deaf?: boolean;
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function kubewright(...args: string[]): Promise<Outcome> {
  return run({ args });
}

export function run({ node = [], args, cwd = '.', env = {}, deaf = false }: Run): Promise<Outcome> {
  const options = { cwd: join(project, cwd), env: { ...process.env, NO_COLOR: undefined, ...env } };
  return new Promise(resolve => {
    const child = execFile(process.execPath, [...node, BUILT_CLI, ...args], options, (_error, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
    if (deaf) child.stdout?.destroy();
  });
}
