// What the audience sees: steps, commands and their output.
import { execFile } from 'node:child_process';
import { promisify, styleText } from 'node:util';

const STEP_LIMIT_S = 90;

/** Runs the steps of a demo one after the other, printing each command and its output. */
export class Stage {
  /** The step that runs now; after a failure the one that failed. */
  step = 'start';
  readonly #stop: AbortSignal;
  #number = 0;

  /** @param stop ends the running command when it aborts, with the abort's reason. */
  constructor(stop: AbortSignal) {
    this.#stop = stop;
  }

  /** Begins the next step. */
  begin(title: string): void {
    this.#stop.throwIfAborted();
    this.#number += 1;
    this.step = `${this.#number}. ${title}`;
    console.log(`\n${styleText('bold', this.step)}`);
  }

  /** A remark. */
  say(text: string): void {
    console.log(styleText('dim', `   # ${text}`));
  }

  /** Prints a command as one would type it. */
  show(...command: readonly string[]): void {
    this.#print(command.map(quoted).join(' '));
  }

  /** Prints a command that runs beside those that follow. */
  showInBackground(...command: readonly string[]): void {
    this.#print(`${command.map(quoted).join(' ')} &`);
  }

  /** Prints a command that reads this text. */
  showWithInput(input: string, ...command: readonly string[]): void {
    this.#print(`${command.map(quoted).join(' ')} <<EOF\n${input.trimEnd()}\nEOF`);
  }

  /** Prints a call of the library as one would write it. */
  showCall(code: string): void {
    console.log(styleText('cyan', `   > ${code.replaceAll('\n', '\n   ')}`));
  }

  /** Prints output. */
  print(text: string): void {
    if (text.trim() !== '') console.log(text.trimEnd().replaceAll(/^/gm, '   '));
  }

  /** Prints what a program says of what went wrong. */
  printError(text: string): void {
    if (text.trim() !== '') this.print(styleText('yellow', text.trimEnd()));
  }

  /**
   * Runs a script with the Node of this process, printing the command and what it prints.
   * @throws Error with what it says of its failure
   */
  async node(...args: readonly string[]): Promise<void> {
    this.show('node', ...args);
    try {
      const { stdout } = await promisify(execFile)(process.execPath, args, { signal: this.limit() });
      this.print(stdout);
    } catch (error) {
      this.#stop.throwIfAborted();
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`node ${args.join(' ')} has failed:\n${stdout}${stderr}`.trimEnd(), { cause: error });
    }
  }

  /** Aborts when a step takes too long, and when the demo is stopped. */
  limit(): AbortSignal {
    const slow = new AbortController();
    setTimeout(() => slow.abort(new Error(`it took longer than ${STEP_LIMIT_S} s`)), STEP_LIMIT_S * 1000).unref();
    return AbortSignal.any([this.#stop, slow.signal]);
  }

  /** Waits, but no longer than the demo is to go on; it then rejects with why not. */
  async unlessStopped<T>(promise: Promise<T>): Promise<T> {
    const stop = this.#stop;
    const stopped = new Promise<never>((_, reject) => {
      if (stop.aborted) reject(stop.reason);
      stop.addEventListener('abort', () => reject(stop.reason), { once: true });
    });
    return await Promise.race([promise, stopped]);
  }

  /** What fails because the operator or the demo has ended is not worth telling. */
  throwIfStopped(): void {
    this.#stop.throwIfAborted();
  }

  #print(command: string): void {
    console.log(styleText('cyan', `   $ ${command.replaceAll('\n', '\n   ')}`));
  }
}

/** As one would type it in a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
