// A program in a process of its own, seen from outside: its lines, its status, its signals.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';

/** A running program. */
export interface NodeProgram {
  readonly child: ChildProcess;
  /** The next line on standard output. @throws Error when there are no more */
  line(): Promise<string>;
  /** The next line that has this text in it. */
  lineWith(text: string): Promise<string>;
  /** Status and signal, and what it said on standard error, once it has ended. */
  ended(): Promise<{ readonly status: number | null; readonly signal: NodeJS.Signals | null; readonly errors: string }>;
}

/**
 * Runs TypeScript code; `imports` maps paths from the root of the repository to what is taken from there, such as
 * `{ 'runtime/log/create-logger.ts': 'createLogger' }`. It is killed with the test.
 * @param load `whole`: from one piece, which takes a third of the time; `files`: as it lies there, for who looks at what is loaded
 */
export function nodeProgram(
  imports: Readonly<Record<string, string>>,
  code: string,
  load: 'whole' | 'files' = 'whole',
): NodeProgram {
  const heads = Object.entries(imports).map(
    ([path, names]) => `import { ${names} } from ${JSON.stringify(load === 'whole' ? `./${path}` : fileURL(path))};`,
  );
  const text = [...heads, code].join('\n');
  const args = ['--input-type=module', '-'];
  if (load === 'files') args.unshift('--import', 'tsx', '--conditions=source');
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  // One that is killed early reads it no more.
  child.stdin.on('error', () => {});
  child.stdin.end(load === 'whole' ? inOnePiece(text) : text);
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const line = async (): Promise<string> => {
    const next = await lines.next();
    if (next.done) throw new Error(`the program has no more lines; standard error: ${errors}`);
    return next.value;
  };
  return {
    child,
    line,
    lineWith: async text => {
      for (;;) {
        const next = await line();
        if (next.includes(text)) return next;
      }
    },
    ended: async () => {
      const [status, signal] = await closed;
      return { status, signal, errors };
    },
  };
}

/** Where a path from the root of the repository leads. */
export function fileURL(path: string): string {
  return new URL(path, pathToFileURL(`${process.cwd()}/`)).href;
}

function inOnePiece(text: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents: text, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    conditions: ['source'],
  });
  return outputFiles.map(({ text }) => text).join('');
}
