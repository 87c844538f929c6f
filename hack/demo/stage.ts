// What the audience sees: steps, commands and their output.
import { execFile } from 'node:child_process';
import { promisify, styleText } from 'node:util';
import { type Kubectl, KubectlError, type KubectlOptions, type KubectlResult } from '../control-plane/kubectl.js';

const STEP_LIMIT_S = 90;

/** Runs the steps of a demo one after the other, printing each command and its output. */
export class Stage {
  /** The step that runs now; after a failure the one that failed. */
  step = 'start';
  readonly #stop: AbortSignal;
  #cluster: Kubectl | undefined;
  #number = 0;

  /** @param stop ends the running command when it aborts, with the abort's reason. */
  constructor(stop: AbortSignal) {
    this.#stop = stop;
  }

  /** The cluster that commands go to from now on. */
  use(kubectl: Kubectl): void {
    this.#cluster = kubectl;
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

  /** Prints output. */
  print(text: string): void {
    if (text.trim() !== '') console.log(text.trimEnd().replaceAll(/^/gm, '   '));
  }

  /**
   * Runs a program, printing the command and what it prints.
   * @throws Error with what it says of its failure
   */
  async program(program: string, ...args: readonly string[]): Promise<void> {
    this.show(program, ...args);
    try {
      const { stdout } = await promisify(execFile)(program, args, { signal: this.limit() });
      this.print(stdout);
    } catch (error) {
      this.#stop.throwIfAborted();
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(' ')} has failed:\n${stdout}${stderr}`.trimEnd(), { cause: error });
    }
  }

  /**
   * Runs kubectl, printing the command and what it prints.
   * @throws KubectlError when its exit status is not 0
   */
  async kubectl(...args: readonly string[]): Promise<string> {
    this.show('kubectl', ...args);
    const result = await this.#run(args);
    if (result.code !== 0) throw new KubectlError(args, result);
    return result.stdout;
  }

  /**
   * Runs kubectl, and expects it to fail.
   * @param input the text of its standard input
   * @throws Error when it succeeds, or does not say `because`
   */
  async refused(args: readonly string[], because: string, input?: string): Promise<void> {
    if (input === undefined) this.show('kubectl', ...args);
    else this.#print(`${['kubectl', ...args].map(quoted).join(' ')} <<EOF\n${input.trimEnd()}\nEOF`);
    const result = await this.#run(args, input === undefined ? {} : { input });
    if (result.code === 0) throw new Error(`kubectl ${args.join(' ')} was expected to be refused, and was accepted`);
    if (!`${result.stdout}${result.stderr}`.includes(because)) {
      throw new Error(`the refusal does not say ${JSON.stringify(because)}`);
    }
  }

  /** Waits until a CustomResourceDefinition is served. */
  async established(definition: string): Promise<void> {
    this.show('kubectl', 'wait', '--for=condition=Established', definition, '--timeout=60s');
    this.print(await this.#kubectl.established([definition], { signal: this.limit() }));
  }

  /** Aborts when a step takes too long, and when the demo is stopped. */
  limit(): AbortSignal {
    const slow = new AbortController();
    setTimeout(() => slow.abort(new Error(`it took longer than ${STEP_LIMIT_S} s`)), STEP_LIMIT_S * 1000).unref();
    return AbortSignal.any([this.#stop, slow.signal]);
  }

  async #run(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    const result = await this.#kubectl.run(args, { ...options, signal: this.limit() });
    // What fails because the operator or the demo has ended is not worth telling.
    this.#stop.throwIfAborted();
    this.print(result.stdout);
    this.print(result.stderr === '' ? '' : styleText('yellow', result.stderr.trimEnd()));
    return result;
  }

  get #kubectl(): Kubectl {
    if (this.#cluster === undefined) throw new Error('there is no cluster yet');
    return this.#cluster;
  }

  #print(command: string): void {
    console.log(styleText('cyan', `   $ ${command.replaceAll('\n', '\n   ')}`));
  }
}

/** As one would type it in a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
