// What the audience sees: steps, commands and their output.
import { styleText } from 'node:util';
import { type Kubectl, KubectlError, type KubectlOptions, type KubectlResult } from '../control-plane/kubectl.js';

const STEP_LIMIT_MS = 90_000;

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
    this.#number += 1;
    this.step = title;
    console.log(`\n${styleText('bold', `${this.#number}. ${title}`)}`);
  }

  /** A remark. */
  say(text: string): void {
    console.log(styleText('dim', `   ${text}`));
  }

  /**
   * Runs kubectl, printing the command and what it prints.
   * @throws KubectlError when its exit status is not 0
   */
  async kubectl(...args: readonly string[]): Promise<string> {
    const result = await this.#run(args);
    if (result.code !== 0) throw new KubectlError(args, result);
    return result.stdout;
  }

  /**
   * Runs kubectl with a text as its standard input, and expects the API server to refuse it.
   * @throws Error when it is accepted, or refused for another reason
   */
  async refused(args: readonly string[], input: string, because: string): Promise<void> {
    console.log(indent(input));
    const result = await this.#run(args, { input });
    if (result.code === 0) throw new Error(`kubectl ${args.join(' ')} was expected to be refused, and was accepted`);
    if (!result.stderr.includes(because)) throw new Error(`the refusal does not say ${JSON.stringify(because)}`);
  }

  /** Waits until a CustomResourceDefinition is served. */
  async established(definition: string): Promise<void> {
    this.show('kubectl', 'wait', '--for=condition=Established', definition, '--timeout=60s');
    console.log(indent(await this.#kubectl.established([definition], { signal: this.limit() })));
  }

  async #run(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlResult> {
    this.show('kubectl', ...args);
    const result = await this.#kubectl.run(args, { ...options, signal: this.limit() });
    if (result.stdout !== '') console.log(indent(result.stdout));
    if (result.stderr !== '') console.log(indent(styleText('yellow', result.stderr.trimEnd())));
    return result;
  }

  get #kubectl(): Kubectl {
    if (this.#cluster === undefined) throw new Error('there is no cluster yet');
    return this.#cluster;
  }

  /** Prints a command. */
  show(...command: readonly string[]): void {
    console.log(styleText('cyan', `   $ ${command.map(quoted).join(' ')}`));
  }

  /** Aborts when a step takes too long, and when the demo is stopped. */
  limit(): AbortSignal {
    return AbortSignal.any([this.#stop, AbortSignal.timeout(STEP_LIMIT_MS)]);
  }
}

/** As one would type it in a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '   ');
}
