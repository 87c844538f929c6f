// Gathers changes: one save is several events, and a checkout is hundreds.
import type { Clock, Timer } from '../runtime/clock/clock.js';

/** Milliseconds of silence after which a batch is whole: less than a person notices, more than editors take. */
const SILENCE = 50;

/** Paths that have changed, taken by the batch. */
export class ChangeBatches {
  readonly #clock: Clock;
  #changed = new Set<string>();
  #silence: Timer | undefined;
  #whole = false;
  #wake: (() => void) | undefined;

  /** @param silence milliseconds, in place of what suits the start of an operator */
  constructor(
    clock: Clock,
    readonly silence = SILENCE,
  ) {
    this.#clock = clock;
  }

  /** Each change begins the silence anew. */
  add(path: string): void {
    this.#changed.add(path);
    this.#whole = false;
    this.#silence?.cancel();
    this.#silence = this.#clock.setTimer(this.silence, () => {
      this.#whole = true;
      this.#wake?.();
    });
  }

  /** Resolves to what has changed since the last batch, once there is silence; to undefined when the signal aborts. */
  async next(signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
    while (!this.#whole && !signal.aborted) {
      await new Promise<void>(resolve => {
        const done = () => {
          signal.removeEventListener('abort', done);
          resolve();
        };
        this.#wake = done;
        signal.addEventListener('abort', done, { once: true });
      });
    }
    this.#wake = undefined;
    if (signal.aborted) {
      this.#silence?.cancel();
      return undefined;
    }
    const batch = this.#changed;
    this.#changed = new Set();
    this.#whole = false;
    return batch;
  }
}
