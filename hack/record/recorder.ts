// Does what a session says, and records what a terminal would have shown.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { styleText } from 'node:util';
import { type Output, PROMPT, type Recording } from './recording.js';

/** What is done at a terminal, one thing after the other. */
export interface Session extends Omit<Recording, 'outputs'> {
  readonly steps: readonly Step[];
}

export interface Step {
  /** A command for `sh`; or `export NAME=VALUE`, for the steps that follow; or a remark, which begins with `#`. */
  readonly line: string;
  /** Does not wait for the command's end, but until it has printed this; then it gets Ctrl-C. */
  readonly until?: RegExp;
  /** In place of Ctrl-C: it goes on, and nobody looks at it any more, as in another terminal. It ends with the session. */
  readonly leave?: boolean;
  /** Whether the command is to end with another status than 0. */
  readonly fails?: boolean;
}

/** Where it is done. */
export interface Place {
  /** The working directory. */
  readonly folder: string;
  /** How the recording calls the folder. */
  readonly shownAs: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds before a command is typed, in which what is there can be read. */
  readonly pause: number;
}

/** @throws Error with what was printed, when a command ends otherwise than it should */
export async function record({ steps, ...terminal }: Session, place: Place): Promise<Recording> {
  const outputs: Output[] = [];
  const begin = performance.now();
  const show = (text: string): void => {
    const at = Math.round(performance.now() - begin) / 1000;
    outputs.push({ at, text: text.replaceAll(place.folder, place.shownAs).replaceAll('\n', '\r\n') });
  };
  const env = { ...place.env };
  const left: Command[] = [];
  try {
    for (const step of steps) {
      await setTimeout(place.pause);
      if (step.line.startsWith('#')) {
        show(`${coloured('dim', step.line)}\n`);
        continue;
      }
      show(coloured('green', PROMPT));
      show(`${coloured('bold', step.line)}\n`);
      const [, name, value = ''] = /^export (\w+)=(\S*)$/.exec(step.line) ?? [];
      if (name !== undefined) {
        env[name] = value;
        continue;
      }
      const command = new Command(step, { ...place, env }, show);
      if (step.leave) left.push(command);
      await command.seen();
    }
  } finally {
    await Promise.all(left.map(command => command.end('SIGTERM')));
  }
  return { ...terminal, outputs };
}

/** A running command; `show` hears what it prints until it was seen. */
class Command {
  readonly #step: Step;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #show: (text: string) => void;
  #output = '';
  #wake = (): void => {};

  constructor(step: Step, { folder, env }: Place, show: (text: string) => void) {
    this.#step = step;
    this.#show = show;
    // Into one pipe, so that what is printed keeps its order; in a process group of its own, as in a terminal.
    this.#child = spawn('sh', ['-c', `exec 2>&1; ${step.line}`], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#closed = once(this.#child, 'close').finally(() => this.#wake());
    this.#closed.catch(() => {});
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
  }

  /** Resolves when there is no more to be seen of it. */
  async seen(): Promise<void> {
    const { line, until, leave, fails = false } = this.#step;
    if (until !== undefined) {
      while (!until.test(this.#output) && this.#child.exitCode === null && this.#child.signalCode === null) {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
      if (!until.test(this.#output)) throw new Error(`${line} has ended without ${until}:\n${this.#output}`);
      this.#hear = () => {};
      if (leave) return;
      await this.end('SIGINT');
      this.#show('^C\n');
      return;
    }
    await this.#closed;
    const { exitCode } = this.#child;
    if ((exitCode !== 0) !== fails) throw new Error(`${line} has ended with status ${exitCode}:\n${this.#output}`);
  }

  /** Sends a signal to all that runs in it, and waits until it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
    await this.#closed;
  }

  #hear = (text: string): void => {
    this.#output += text;
    this.#show(text);
    this.#wake();
  };
}

/** Whether or not this process prints to a terminal. */
function coloured(format: 'bold' | 'dim' | 'green', text: string): string {
  return styleText(format, text, { validateStream: false });
}
