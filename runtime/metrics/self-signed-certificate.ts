// A certificate that nobody vouches for: the connection is private, but who is at its end is not proved.
import type { CertificatePair, CertificateSource } from '../certificates/certificate-source.js';
import { issueCertificate } from '../certificates/issue.js';
import { type Clock, sleep } from '../clock/clock.js';

/** A year, as in controller-runtime; renewed after two thirds of it. Milliseconds. */
const LIFETIME = 365 * 86_400_000;
const RENEWAL = (LIFETIME * 2) / 3;

/** Made when it is first asked for, and kept in memory alone. */
export class SelfSignedCertificate implements CertificateSource {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #pair: Promise<CertificatePair> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  current(): Promise<CertificatePair> {
    this.#pair ??= issueCertificate({
      hosts: ['localhost'],
      addresses: ['127.0.0.1', '::1'],
      now: this.#clock.now(),
      lifetime: LIFETIME,
    });
    return this.#pair;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (await sleep(this.#clock, RENEWAL, signal)) {
      this.#pair = undefined;
      for (const listener of this.#listeners) listener();
    }
  }
}
