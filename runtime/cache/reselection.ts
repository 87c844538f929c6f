// What a reflector does when what it follows has changed meanwhile: it ends what it is about, and lists anew.
import { linkedController } from '../clock/linked-controller.js';

/** Which of the passes of a reflector are of a selector that does not hold any more. */
export class Reselection {
  #count = 0;
  #pass: { readonly selection: number; abort(): void } | undefined;
  readonly #waiting: { readonly selection: number; resolve(): void }[] = [];

  /** Counts up with each change. */
  get count(): number {
    return this.#count;
  }

  /** The selector has changed. Resolves once a list of it is complete. */
  begin(): Promise<void> {
    this.#count += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ selection: this.#count, resolve });
    this.#pass?.abort();
    return promise;
  }

  /** A list or watch, which ends when the signal aborts or the selector changes. */
  async pass(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const linked = linkedController(signal);
    this.#pass = { selection: this.#count, abort: linked.abort };
    try {
      await work(linked.signal);
    } finally {
      this.#pass = undefined;
      linked.release();
    }
  }

  /** A list is complete. @returns whether it is of the selector that holds */
  listed(): boolean {
    const selection = this.#pass?.selection ?? this.#count;
    while (this.#waiting[0] !== undefined && this.#waiting[0].selection <= selection) this.#waiting.shift()?.resolve();
    return selection === this.#count;
  }

  /** Nothing is listed any more. */
  end(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }
}
