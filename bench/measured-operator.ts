// The Redis operator as a process that tells what it has used.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What the operator has used since its start. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident memory. */
  readonly megabytes: number;
  /** How often it has sent each sort of request, such as `POST pods` or `PATCH redis/status`; and made `connections`. */
  readonly requests: Readonly<Record<string, number>>;
}

/** Runs the built operator's sources as `npm run demo` does, with a meter beside it in the same process. */
export class MeasuredOperator {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(kubeconfig: string): Promise<MeasuredOperator> {
    const flags = ['--kubeconfig', kubeconfig, '--health-port', '0', '--log-level', 'warn'];
    const node = ['--import', 'tsx', '--conditions=source', '--import', './bench/meter.ts'];
    const child = spawn(process.execPath, [...node, 'controllers/main.ts', ...flags], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const operator = new MeasuredOperator(child);
    await operator.usage();
    return operator;
  }

  async usage(): Promise<Usage> {
    const answer = once(this.#child, 'message');
    this.#child.send('usage');
    const [usage] = (await answer) as [Usage];
    return usage;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }
}
