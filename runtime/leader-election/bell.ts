// A wait that can be cut short.
import { type Clock, sleep } from '../clock/clock.js';

/** Rung while nobody waits, it ends the next wait at once. */
export class Bell {
  #rung = false;
  #wake: () => void = () => {};

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Resolves after that many milliseconds, when it is rung, or when the signal aborts. */
  async wait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      const end = new AbortController();
      const onAbort = (): void => end.abort();
      signal.addEventListener('abort', onAbort, { once: true });
      this.#wake = onAbort;
      await sleep(clock, milliseconds, end.signal);
      signal.removeEventListener('abort', onAbort);
      this.#wake = () => {};
    }
    this.#rung = false;
  }
}
