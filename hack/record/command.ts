// A command that is seen by a recorder until there is no more to be seen of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Place, Step } from './recorder.js';

/** A command, with all that it has started. */
export class Command {
  /** All that it has printed. */
  output = '';
  readonly #step: Step;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #show: (text: string) => void;
  #wake = (): void => {};

  /** @param show hears what it prints, while that is to be seen */
  constructor(step: Step, { folder, env }: Pick<Place, 'folder' | 'env'>, show: (text: string) => void) {
    this.#step = step;
    this.#show = show;
    // Into one pipe, so that what is printed keeps its order; in a process group of its own, as in a terminal.
    this.#child = spawn('sh', ['-c', `read -r begin || exit; exec 2>&1 </dev/null; ${step.line}`], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#closed = once(this.#child, 'close').finally(() => this.#wake());
    this.#closed.catch(() => {});
    // When it is gone, its end tells, not the broken pipe.
    this.#child.stdin?.on('error', () => {});
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      this.#show(text);
      this.#wake();
    });
  }

  /** For `kill`: all of its processes. */
  get group(): number | undefined {
    return this.#child.pid === undefined ? undefined : -this.#child.pid;
  }

  /** Lets it do what it is to do; until then it ends when this process does, so that nothing begins that nobody would end. */
  begin(): void {
    this.#child.stdin?.end('\n');
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Waits until there is no more to be seen of it, but no longer than until the signal aborts.
   * @returns whether it came to that
   * @throws Error with what was printed, when it ends otherwise than it should
   */
  async seen(limit: AbortSignal): Promise<boolean> {
    const { line, until, leave, fails = false } = this.#step;
    limit.addEventListener('abort', () => this.#wake());
    while (this.runs && !until?.test(this.output)) {
      if (limit.aborted) return false;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
    if (until === undefined) {
      await this.#closed;
      const { exitCode } = this.#child;
      if ((exitCode !== 0) !== fails) throw new Error(`${line} has ended with status ${exitCode}:\n${this.output}`);
      return true;
    }
    if (!this.runs) await this.#closed;
    if (!until.test(this.output)) throw new Error(`${line} has ended without ${until}:\n${this.output}`);
    const show = this.#show;
    this.#show = () => {};
    if (leave) return true;
    await this.end('SIGINT');
    show('^C\n');
    return true;
  }

  /** Sends a signal to all that runs in it, if it does, and waits until it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.group !== undefined && this.runs) process.kill(this.group, signal);
    await this.#closed;
  }
}
