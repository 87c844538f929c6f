// The Redis operator as a process that is killed and started again, one at a time.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Guard } from '../../hack/control-plane/guard.js';
import type { Marks } from './marks.js';

/** What the process has in memory after a collection, in bytes. */
export interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
}

/** The program as a file, which starts faster than its sources do. */
export interface BuiltOperator {
  readonly file: string;
  remove(): Promise<void>;
}

/** Bundles the operator's program, as people do for an image. */
export async function buildOperator(): Promise<BuiltOperator> {
  // Within the package, so that it finds the packages that it needs.
  const folder = await mkdtemp(fileURLToPath(new URL('../../node_modules/.kubewright-faults-', import.meta.url)));
  // Removes it, also when this process is killed.
  const guard = new Guard(folder);
  const file = `${folder}/operator.mjs`;
  await build({
    entryPoints: [fileURLToPath(new URL('./marking-operator.ts', import.meta.url))],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['source'],
    external: ['undici', 'pino', 'js-yaml', 'socks', 'ts-morph'],
    logLevel: 'warning',
  });
  return { file, remove: () => guard.dismiss() };
}

/** How the operator is run. */
export interface MarkedOperatorOptions {
  readonly program: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly logFile: string;
  readonly marks: Marks;
}

export class MarkedOperator {
  readonly #options: MarkedOperatorOptions;
  readonly #guard = new Guard();
  #child: ChildProcess | undefined;
  #closed: Promise<unknown> = Promise.resolve();
  /** Rejects when a process ends though nobody has ended it. */
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => {};

  constructor(options: MarkedOperatorOptions) {
    this.#options = options;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
  }

  /** @throws Error while a process runs */
  start(): void {
    if (this.#child !== undefined) throw new Error('the operator runs already');
    const { program, kubeconfig, namespace, logFile, marks } = this.#options;
    const log = openSync(logFile, 'a');
    const flags = [...OWN_FLAGS, '--kubeconfig', kubeconfig, '--namespace', namespace];
    const child = spawn(process.execPath, [program, ...flags], {
      stdio: ['ignore', log, log, 'pipe', 'ipc'],
      detached: true,
    });
    closeSync(log);
    if (child.pid !== undefined) this.#guard.watch([child.pid]);
    const pipe = child.stdio[3];
    if (pipe === null || pipe === undefined || !('read' in pipe)) throw new Error('there is no pipe for marks');
    const lines = createInterface({ input: pipe });
    lines.on('line', line => marks.take(line));
    // A process is done when all that it has said was heard.
    this.#closed = Promise.all([once(child, 'close'), once(lines, 'close')]);
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      const end = readFileSync(logFile, 'utf8').split('\n').slice(-LINES_TOLD).join('\n');
      this.#fail(
        new Error(`the operator has ended by itself, with ${signal ?? `status ${code}`}; its last words:\n${end}`),
      );
    });
    this.#child = child;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop. @returns how it has ended: its exit status, or its signal */
  async stop(): Promise<number | string | null> {
    const child = await this.#end('SIGTERM');
    return child?.exitCode ?? child?.signalCode ?? null;
  }

  async memory(): Promise<Memory> {
    if (this.#child === undefined) throw new Error('the operator does not run');
    const answer = once(this.#child, 'message');
    this.#child.send('memory');
    const [memory] = await answer;
    return memory as Memory;
  }

  async close(): Promise<void> {
    await this.kill();
    await this.#guard.dismiss();
  }

  async #end(signal: NodeJS.Signals): Promise<ChildProcess | undefined> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return undefined;
    child.kill(signal);
    await this.#closed;
    this.#options.marks.processEnded();
    return child;
  }
}

const LINES_TOLD = 20;

const OWN_FLAGS = ['--log-format=json', '--health-probe-bind-address=127.0.0.1:0', '--webhooks=false'];
