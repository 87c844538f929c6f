// The operator as a process of its own, as it runs in a cluster.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Guard } from '../control-plane/guard.js';

/** A running operator; its log goes to a file. It does not outlive this process. */
export class OperatorProcess {
  /** Rejects when the operator ends before it was told to. */
  readonly ended: Promise<never>;
  readonly #child: ChildProcess;
  readonly #logFile: string;
  readonly #guard = new Guard();
  #stopping = false;

  constructor(kubeconfig: string, logFile: string, flags: readonly string[] = []) {
    const log = openSync(logFile, 'a');
    this.#logFile = logFile;
    // In a process group of its own: Ctrl-C in a terminal would end it before its owner can.
    this.#child = spawn(process.execPath, operatorArguments(kubeconfig, flags), {
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    if (this.#child.pid !== undefined) this.#guard.watch([this.#child.pid]);
    this.ended = once(this.#child, 'exit').then(async ([code, signal]) => {
      await this.#guard.dismiss();
      if (this.#stopping) return new Promise<never>(() => {});
      throw new Error(`the operator has ended by itself, with ${signal ?? `status ${code}`}`);
    });
    this.ended.catch(() => {});
  }

  /** Asks the operator to stop, and waits until it has. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends the operator at once, as a crash would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** What the operator has logged. */
  get log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#stopping = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}

/** The command that starts the reference operator from its sources, for people. */
export function operatorCommand(kubeconfig: string): string[] {
  return ['node', ...operatorArguments(kubeconfig)];
}

function operatorArguments(kubeconfig: string, flags: readonly string[] = []): string[] {
  const program = ['--import', 'tsx', '--conditions=source', 'controllers/main.ts'];
  return [...program, ...OWN_FLAGS, '--kubeconfig', kubeconfig, ...flags];
}

/** Any free port, since the demo may run beside another one; and no webhooks, of which nothing tells the control plane. */
const OWN_FLAGS = ['--log-format=text', '--health-probe-bind-address=127.0.0.1:0', '--webhooks=false'];
