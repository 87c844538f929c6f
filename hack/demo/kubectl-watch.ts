// A `kubectl get --watch`, read line by line.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Kubectl } from '../control-plane/kubectl.js';

/** A running watch; it has to be stopped. */
export class KubectlWatch {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #wake = (): void => {};

  constructor(kubectl: Kubectl, args: readonly string[]) {
    const child = spawn(kubectl.binary, ['get', ...args, '--watch'], {
      env: { ...process.env, ...kubectl.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#ended = new Promise((_, reject) => {
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`kubectl get ${args.join(' ')} --watch has ended by itself`)));
    });
    this.#ended.catch(() => {});
    createInterface({ input: child.stdout }).on('line', line => {
      this.lines.push(line);
      this.#wake();
    });
  }

  /** Resolves as soon as there are so many lines of the form, with these. Rejects when the signal aborts before. */
  async until(form: RegExp, count: number, signal: AbortSignal): Promise<readonly string[]> {
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => {});
    for (;;) {
      signal.throwIfAborted();
      const found = this.lines.filter(line => form.test(line));
      if (found.length >= count) return found;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await Promise.race([promise, this.#ended, aborted]);
    }
  }

  stop(): void {
    this.#child.kill();
  }
}
