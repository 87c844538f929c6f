// One group of runnables: started together, ready together, stopped together.
import type { Runnable, RunnableGroup } from './runnable.js';

/** Told of every runnable that failed; the error is what it rejected with. */
export type OnFailure = (runnable: Runnable, error: unknown) => void;

/** Runs the runnables of a group. None of its promises rejects but that of `ready`. */
export class RunningGroup {
  readonly name: RunnableGroup;
  readonly #runnables: readonly Runnable[];
  readonly #abort = new AbortController();
  readonly #running = new Map<Runnable, Promise<void>>();
  readonly #unready = new Set<Runnable>();

  constructor(name: RunnableGroup, runnables: readonly Runnable[]) {
    this.name = name;
    this.#runnables = runnables;
  }

  start(onFailure: OnFailure): void {
    for (const runnable of this.#runnables) {
      this.#unready.add(runnable);
      const ended = this.#run(runnable, onFailure).finally(() => this.#running.delete(runnable));
      this.#running.set(runnable, ended);
    }
  }

  /** Resolves when all are ready. Rejects with what a runnable says, or with the signal's reason if it says nothing. */
  async ready(signal: AbortSignal): Promise<void> {
    const becomeReady = async (runnable: Runnable): Promise<void> => {
      await runnable.ready?.(signal);
      this.#unready.delete(runnable);
    };
    await Promise.race([Promise.all(this.#runnables.map(becomeReady)), afterAbort(signal)]);
    signal.throwIfAborted();
  }

  /** Asks all to stop, and resolves once they have ended. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#running.values());
  }

  /** The names of those that run. */
  get running(): readonly string[] {
    return [...this.#running.keys()].map(runnable => runnable.name);
  }

  /** The names of those that were started and are not ready. */
  get unready(): readonly string[] {
    return [...this.#unready].map(runnable => runnable.name);
  }

  async #run(runnable: Runnable, onFailure: OnFailure): Promise<void> {
    const { signal } = this.#abort;
    try {
      await runnable.run(signal);
    } catch (error) {
      if (!signal.aborted || error !== signal.reason) onFailure(runnable, error);
    }
  }
}

/** Rejects with the signal's reason, one turn after the abort: a runnable that says more in that turn comes first. */
function afterAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const later = () => setImmediate(() => reject(signal.reason));
    if (signal.aborted) later();
    else signal.addEventListener('abort', later, { once: true });
  });
}
