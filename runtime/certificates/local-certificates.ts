// A certificate for a server on this machine, for development: nobody in a cluster trusts it.
import { type Clock, sleep } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { LIFETIME } from './certificate-options.js';
import type { CertificatePair, CertificateSource } from './certificate-source.js';
import { type IssuedCertificate, issueCertificate } from './issue.js';

/** Issued when it is first asked for, for `localhost`; kept in memory only, so that each start makes a new one. */
export class LocalCertificates implements CertificateSource {
  readonly #clock: Clock;
  readonly #log: Logger | undefined;
  readonly #listeners = new Set<() => void>();
  #issued: Promise<IssuedCertificate> | undefined;

  /** @param log is told, for webhooks, that no API server trusts it */
  constructor(clock: Clock, log?: Logger) {
    this.#clock = clock;
    this.#log = log;
  }

  async current(): Promise<CertificatePair> {
    if (this.#issued === undefined) {
      this.#log?.info('not in a Pod: webhooks are served with a certificate for localhost, which no API server trusts');
      this.#issued = this.#issue();
    }
    const { cert, key } = await this.#issued;
    return { cert, key };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (await sleep(this.#clock, (LIFETIME * 2) / 3, signal)) {
      this.#issued = this.#issue();
      for (const listener of [...this.#listeners]) listener();
    }
  }

  #issue(): Promise<IssuedCertificate> {
    const now = this.#clock.now();
    return issueCertificate({ hosts: ['localhost'], addresses: ['127.0.0.1', '::1'], now, lifetime: LIFETIME });
  }
}
