// The life of a leader gate: campaign, lead, and hand over or lose.
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import type { LeaderGate } from './leader-gate.js';

/** Told once, when the gate ends before it was asked to; `led`: whether this process led until then. */
export type OnLost = (error: unknown, led: boolean) => void;

/** Runs a gate. None of its promises rejects. Used once. */
export class RunningGate {
  readonly name: string;
  readonly #gate: LeaderGate;
  readonly #log: Logger;
  readonly #abort = new AbortController();
  #ended: Promise<void> | undefined;
  #led = false;

  constructor(gate: LeaderGate, log: Logger) {
    this.name = gate.name;
    this.#gate = gate;
    this.#log = log;
  }

  /** Resolves when this process leads. */
  start(onLost: OnLost): Promise<void> {
    return new Promise(elected => {
      this.#ended = this.#run(() => {
        this.#led = true;
        elected();
      }, onLost);
    });
  }

  /** Ends the campaign, or the lead. With `release` another may lead at once, else after the lead has run out. */
  async stop({ release, deadline }: { readonly release: boolean; readonly deadline: AbortSignal }): Promise<void> {
    this.#abort.abort();
    if (this.#ended === undefined) return;
    await this.#ended;
    if (!release || !this.#led) return;
    try {
      await this.#gate.release?.(deadline);
    } catch (error) {
      this.#log.warn('the lead was not handed over: it has to run out first', { gate: this.name, error });
    }
  }

  async #run(onElected: () => void, onLost: OnLost): Promise<void> {
    const { signal } = this.#abort;
    let error: unknown = new ExplainedError('leader election lost');
    try {
      await this.#gate.run(signal, onElected);
      if (signal.aborted) return;
    } catch (reason) {
      error = reason;
    }
    if (signal.aborted) {
      if (error !== signal.reason) this.#log.warn('the leader gate failed while stopping', { gate: this.name, error });
      return;
    }
    const led = this.#led;
    this.#led = false;
    onLost(error, led);
  }
}
