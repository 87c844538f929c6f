// Named health checks, and the text that they answer with: that of the Kubernetes components.
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';
import { textWithoutSecrets } from '../log/without-secrets.js';

/**
 * Returns, or resolves, when all is well; throws, or rejects, when not. It is asked at every probe: keep it cheap. Probes that
 * come while it is at work wait for the same answer; after 30 s they are told that it does not end.
 */
export type HealthCheck = () => void | Promise<void>;

/** What an endpoint answers. */
export interface HealthAnswer {
  readonly status: 200 | 404 | 500;
  readonly body: string;
}

/** So long may a check be at work. Those who probe wait for a second, most often. Milliseconds. */
const LONGEST_RUN = 30_000;

/** The checks of one endpoint, `healthz` or `readyz`. */
export class HealthChecks {
  readonly #endpoint: string;
  readonly #log: Logger;
  readonly #checks = new Map<string, HealthCheck>([['ping', () => {}]]);
  readonly #reported = new Map<string, string>();
  /** Those at work: a check that hangs is not to hang once more for each probe. */
  readonly #running = new Map<string, { readonly since: number; readonly failure: Promise<string | undefined> }>();
  readonly #clock: Clock;

  constructor(endpoint: 'healthz' | 'readyz', { log, clock }: { readonly log: Logger; readonly clock: Clock }) {
    this.#endpoint = endpoint;
    this.#log = log;
    this.#clock = clock;
  }

  /** @throws Error when the name is taken, or cannot stand in a URL as it is */
  add(name: string, check: HealthCheck): void {
    if (!/^[\w.-]+$/.test(name)) {
      throw new Error(`${this.#endpoint}: a check's name is made of letters, digits, ".", "_" and "-", not "${name}"`);
    }
    if (this.#checks.has(name)) throw new Error(`${this.#endpoint}: there is a check "${name}" already`);
    this.#checks.set(name, check);
  }

  /**
   * Asks all checks but the excluded ones. Like Kubernetes, the list is shown when asked for and when a check fails.
   * Unlike there, it says why a check failed when asked to be verbose: each check alone says so in any case. Whoever reaches
   * the port reads it, so it goes through the net for secrets of the log.
   */
  async answer({ verbose, exclude }: { verbose: boolean; exclude: readonly string[] }): Promise<HealthAnswer> {
    const lines: string[] = [];
    const outcomes = await Promise.all(
      [...this.#checks.keys()].map(async name => {
        const excluded = exclude.includes(name);
        return { name, excluded, failure: excluded ? undefined : await this.#failure(name) };
      }),
    );
    for (const { name, excluded, failure } of outcomes) {
      if (failure === undefined) lines.push(`[+]${name} ${excluded ? 'excluded: ' : ''}ok`);
      else lines.push(`[-]${name} failed: ${verbose ? failure.replace(/\s+/g, ' ') : 'reason withheld'}`);
    }
    const unknown = exclude.filter(name => !this.#checks.has(name)).map(name => JSON.stringify(name));
    if (unknown.length > 0) {
      lines.push(`warn: some health checks cannot be excluded: no matches for ${unknown.join(',')}`);
    }
    if (outcomes.some(outcome => outcome.failure !== undefined))
      return text(500, [...lines, `${this.#endpoint} check failed`]);
    return verbose ? text(200, [...lines, `${this.#endpoint} check passed`]) : OK;
  }

  /** Asks one check; the answer says why it failed. */
  async answerOne(name: string): Promise<HealthAnswer> {
    if (!this.#checks.has(name)) return text(404, [`${this.#endpoint} has no check "${name}"`]);
    const failure = await this.#failure(name);
    return failure === undefined ? OK : text(500, [`internal server error: ${failure}`]);
  }

  #failure(name: string): Promise<string | undefined> {
    const now = this.#clock.monotonic();
    const running = this.#running.get(name);
    if (running === undefined) {
      const failure = this.#run(name).finally(() => this.#running.delete(name));
      this.#running.set(name, { since: now, failure });
      return failure;
    }
    if (now - running.since < LONGEST_RUN) return running.failure;
    const reason = `it has not ended within ${LONGEST_RUN / 1000} s`;
    this.#report(name, reason);
    return Promise.resolve(reason);
  }

  async #run(name: string): Promise<string | undefined> {
    try {
      await this.#checks.get(name)?.();
      this.#reported.delete(name);
      return undefined;
    } catch (error) {
      const reason = textWithoutSecrets(thrownText(error));
      this.#report(name, reason);
      return reason;
    }
  }

  /** Probes come every few seconds: a check that goes on failing for the same reason is logged once. */
  #report(name: string, reason: string): void {
    if (this.#reported.get(name) === reason) return;
    this.#reported.set(name, reason);
    this.#log.info('health check failed', { endpoint: this.#endpoint, check: name, reason });
  }
}

/** The one answer without an end of line, there as here. */
const OK: HealthAnswer = { status: 200, body: 'ok' };

function text(status: HealthAnswer['status'], lines: readonly string[]): HealthAnswer {
  return { status, body: `${lines.join('\n')}\n` };
}
