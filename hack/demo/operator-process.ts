// The operator as a process of its own, as it runs in a cluster.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A running operator; its log goes to a file. */
export class OperatorProcess {
  /** Rejects when the operator ends before it was told to. */
  readonly ended: Promise<never>;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  #stopping = false;

  constructor(kubeconfig: string, logFile: string, flags: readonly string[] = []) {
    const log = openSync(logFile, 'a');
    this.#logFile = logFile;
    this.#child = spawn(process.execPath, [...operatorArguments, '--kubeconfig', kubeconfig, ...flags], {
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.ended = once(this.#child, 'exit').then(([code, signal]) => {
      if (this.#stopping) return new Promise<never>(() => {});
      throw new Error(`the operator has ended by itself, with ${signal ?? `status ${code}`}`);
    });
    this.ended.catch(() => {});
  }

  /** Asks the operator to stop, and waits until it has. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  /** Ends the operator at once, as a crash would. */
  async kill(): Promise<void> {
    this.#stopping = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  /** What the operator has logged. */
  get log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }
}

/** The command that starts the reference operator from its sources. */
const operatorArguments = [
  '--import',
  'tsx',
  '--conditions=source',
  'controllers/main.ts',
  '--log-format',
  'json',
  '--health-port',
  '0',
];

/** The same command, for people. */
export const OPERATOR_COMMAND = ['node', ...operatorArguments];
