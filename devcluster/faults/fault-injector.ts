// Stands between the listener and the server, and lets things go wrong.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock.js';
import { ActiveFault, type InjectedFault } from './active-fault.js';
import type { Exchange, Fault, FaultOptions } from './fault.js';
import { type RequestFacts, type RequestVerb, requestFacts } from './request-facts.js';

/** The faults of a cluster. */
export interface Faults {
  /**
   * From now on this goes wrong: `faults.add(refuse('TooManyRequests'), { verb: 'create', resource: 'pods', times: 3 })`.
   * Faults are asked in the order in which they were added. Those that only harm, such as `delay` and `cut`, add up; the
   * first that keeps the request from the server, such as `refuse`, ends it.
   * @throws RangeError for a probability or a number of times that is none
   */
  add<V extends RequestVerb>(fault: Fault<V>, options?: FaultOptions<NoInfer<V>>): InjectedFault;
  /** Takes all of them away. */
  clear(): void;
}

export interface FaultInjectorOptions {
  readonly clock: Clock;
  /** Writes the object that a request is about as it is, under a new resourceVersion. */
  readonly touch: (facts: RequestFacts) => void;
  /** Whose requests are struck only by faults that name the user agent. Default: nobody's. */
  readonly spares?: ((userAgent: string) => boolean) | undefined;
  /** Hears of what should not have happened. */
  readonly report: (error: unknown) => void;
}

export class FaultInjector implements Faults {
  readonly #options: FaultInjectorOptions;
  readonly #faults = new Set<ActiveFault>();

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
  }

  add<V extends RequestVerb>(fault: Fault<V>, options: FaultOptions<NoInfer<V>> = {}): InjectedFault {
    const active = new ActiveFault(fault, options, gone => this.#faults.delete(gone));
    this.#faults.add(active);
    return active;
  }

  clear(): void {
    for (const fault of [...this.#faults]) fault.remove();
  }

  /** Serves the request, or does to it what the faults say. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse, serve: () => Promise<void>): Promise<void> {
    if (this.#faults.size === 0) return serve();
    // Each fault may wait for its end, and there may be many.
    response.setMaxListeners(0);
    try {
      const facts = requestFacts(request);
      const spared = this.#options.spares?.(facts.userAgent) ?? false;
      const faults = [...this.#faults].filter(fault => !spared || fault.namesClient);
      await this.#through(faults, { request, response, facts }, serve);
    } catch (error) {
      this.#options.report(error);
      request.socket.destroy();
    }
  }

  /** A fault is asked only once the request has come to it: what is refused before is no hit. */
  async #through(
    faults: readonly ActiveFault[],
    exchange: Pick<Exchange, 'request' | 'response' | 'facts'>,
    serve: () => Promise<void>,
  ): Promise<void> {
    const { facts } = exchange;
    const at = faults.findIndex(each => each.strikes(facts));
    const striking = faults[at];
    if (striking === undefined) return serve();
    const { clock, touch } = this.#options;
    await striking.fault.inflict({ ...exchange, clock, removed: striking.removed, touch: () => touch(facts) }, () =>
      this.#through(faults.slice(at + 1), exchange, serve),
    );
  }
}
