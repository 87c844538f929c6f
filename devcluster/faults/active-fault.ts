// A fault that is in force: which requests it strikes, and how many it has struck.
import { checkWhole } from './check-number.js';
import type { Fault, FaultOptions } from './fault.js';
import type { RequestFacts } from './request-facts.js';
import { seededRandom } from './seeded-random.js';

/** What `add` returns. */
export interface InjectedFault {
  /** How many requests it has struck. */
  readonly hits: number;
  /** Takes it away, and lets go what it holds back: delayed requests go on, silent connections are closed. */
  remove(): void;
}

export class ActiveFault implements InjectedFault {
  readonly #options: FaultOptions;
  readonly #random: (() => number) | undefined;
  readonly #removed = new AbortController();
  readonly #verbs: ReadonlySet<string>;
  #hits = 0;

  /** @throws RangeError for a number that is none of its kind */
  constructor(
    readonly fault: Fault,
    options: FaultOptions,
    private readonly onRemove: (fault: ActiveFault) => void,
  ) {
    const { verb = fault.verbs, times, probability, seed = 1 } = options;
    if (times !== undefined && times !== Number.POSITIVE_INFINITY) checkWhole('times', times);
    if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
      throw new RangeError(`probability is ${probability}: it must be from 0 to 1`);
    }
    this.#options = options;
    this.#verbs = new Set(typeof verb === 'string' ? [verb] : verb);
    this.#random = probability === undefined ? undefined : seededRandom(seed);
  }

  get hits(): number {
    return this.#hits;
  }

  /** Aborts when it is taken away. */
  get removed(): AbortSignal {
    return this.#removed.signal;
  }

  /** Whether it names the client of a request by its user agent. */
  get namesClient(): boolean {
    return this.#options.userAgent !== undefined;
  }

  remove(): void {
    this.onRemove(this);
    this.#removed.abort();
  }

  /** Whether it strikes this request, which then counts. */
  strikes(facts: RequestFacts): boolean {
    const { times = Number.POSITIVE_INFINITY, probability = 1 } = this.#options;
    if (this.#removed.signal.aborted || this.#hits >= times || !this.#fits(facts)) return false;
    // Drawn for each request that fits, so that which ones are struck depends on nothing else.
    if (this.#random !== undefined && this.#random() >= probability) return false;
    this.#hits += 1;
    return true;
  }

  #fits(facts: RequestFacts): boolean {
    const { userAgent, when } = this.#options;
    if (!this.#verbs.has(facts.verb)) return false;
    if (NAMES.some(name => this.#options[name] !== undefined && this.#options[name] !== facts[name])) return false;
    if (typeof userAgent === 'string' && !facts.userAgent.includes(userAgent)) return false;
    if (userAgent instanceof RegExp && facts.userAgent.search(userAgent) < 0) return false;
    return when === undefined || when(facts);
  }
}

const NAMES = ['group', 'resource', 'subresource', 'namespace', 'name'] as const;
