// Certificates that the replicas of an operator issue themselves, share in a Secret, and have the API servers trust.
import { type Clock, sleep } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import type { BundleTargets, Visit } from './bundle-targets.js';
import type { CertificatePair, CertificateSource } from './certificate-source.js';
import type { Follow } from './follow-object.js';
import { certificatesIn } from './pem.js';
import { nextMoment, type SharedCertificates } from './rotation.js';
import type { SecretKeeper } from './secret-keeper.js';
import type { ServingCertificate } from './serving-certificate.js';
import { ToldOnce } from './told-once.js';

export interface SelfIssuedCertificatesOptions {
  readonly keeper: SecretKeeper;
  readonly targets: BundleTargets;
  readonly follow: Follow;
  readonly clock: Clock;
  readonly log: Logger;
  /** Milliseconds between two looks at everything, though nothing has told of a change; default ten minutes. */
  readonly resyncPeriod?: number;
}

/**
 * For so long all entries must have trusted an authority before a certificate of it is served in the place of another: every
 * API server has to hear of the caBundle first. Milliseconds.
 */
export const SETTLING = 30_000;

const RESYNC = 600_000;
/** After each look, so that what others write without end, such as a caBundle of their own, does not keep us busy. */
const BREATH = 500;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 60_000;

/**
 * Every replica does the same, and none leads: whoever is first writes the Secret, at the version that it has read, and the
 * others go on from there. Each one serves a certificate in the place of another only once it has seen for itself that it is
 * trusted, wherever the API server asks for this operator.
 */
export class SelfIssuedCertificates implements CertificateSource {
  readonly #options: SelfIssuedCertificatesOptions;
  readonly #told: ToldOnce;
  readonly #listeners = new Set<() => void>();
  /** When each authority (PEM) was first seen to be trusted everywhere, without a gap since; monotonic. */
  readonly #trustedSince = new Map<string, number>();
  #served: ServingCertificate | undefined;
  #failure: unknown;
  #wake: (() => void) | undefined;
  #isWoken = false;

  constructor(options: SelfIssuedCertificatesOptions) {
    this.#options = options;
    this.#told = new ToldOnce(options.log);
  }

  async current(): Promise<CertificatePair> {
    if (this.#served !== undefined) return { cert: this.#served.cert, key: this.#served.key };
    throw this.#failure ?? new ExplainedError('certificates: there is none yet');
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { follow, targets, keeper } = this.#options;
    const onChange = (): void => this.#wakeUp();
    const follows = [keeper.followed, ...targets.all].map(each => follow(each, onChange, signal));
    let retry = FIRST_RETRY;
    while (!signal.aborted) {
      let pause: number;
      try {
        this.#isWoken = false;
        pause = await this.#round(signal);
        this.#failure = undefined;
        this.#told.forget('failure');
      } catch (error) {
        if (signal.aborted) break;
        this.#failure = error;
        const what =
          this.#served === undefined
            ? 'no certificate to serve yet, trying again'
            : 'could not look after the certificates, trying again';
        this.#told.when(true, 'failure', 'warn', what, { error });
        pause = retry;
      }
      retry = this.#failure === undefined ? FIRST_RETRY : Math.min(2 * retry, LONGEST_RETRY);
      await this.#rest(pause, signal);
    }
    await Promise.all(follows);
  }

  /** Looks at everything, and does what is to be done. @returns milliseconds until there may be more, if nothing changes */
  async #round(signal: AbortSignal): Promise<number> {
    const { keeper, targets, clock } = this.#options;
    const isSettled = (certificate: ServingCertificate): boolean => this.#isSettled(certificate);
    let shared = await keeper.advance(this.#served, isSettled, signal);
    const visit = await targets.visit(this.#authorities(shared), clock.now(), signal);
    this.#note(visit, shared);
    // It may have been waited for long enough by now.
    shared = await keeper.advance(this.#served, isSettled, signal);
    this.#serve(shared.current);
    if (visit.failure !== undefined) throw visit.failure;
    return this.#untilNext(shared);
  }

  /** Also of what is served here: the Secret may be another by now. */
  #authorities({ authorities }: SharedCertificates) {
    return this.#served === undefined ? authorities : [...authorities, ...certificatesIn(this.#served.ca)];
  }

  #note(visit: Visit, { current, next }: SharedCertificates): void {
    const now = this.#options.clock.monotonic();
    const known = [current, next].flatMap(each => (each === undefined ? [] : [each.ca]));
    for (const ca of this.#trustedSince.keys()) if (!known.includes(ca)) this.#trustedSince.delete(ca);
    for (const ca of known) {
      if (!visit.trusts(ca)) this.#trustedSince.delete(ca);
      else if (!this.#trustedSince.has(ca)) this.#trustedSince.set(ca, now);
    }
  }

  #isSettled({ ca }: ServingCertificate): boolean {
    const since = this.#trustedSince.get(ca);
    return since !== undefined && this.#options.clock.monotonic() - since >= SETTLING;
  }

  #serve(current: ServingCertificate | undefined): void {
    if (current === undefined || current.cert === this.#served?.cert) return;
    const { clock, log } = this.#options;
    const isOver = this.#served !== undefined && clock.now() >= this.#served.notAfter;
    if (this.#served !== undefined && !isOver && !this.#isSettled(current)) return;
    const until = new Date(current.notAfter).toISOString();
    log.info(this.#served === undefined ? 'serving with the shared certificate' : 'serving with a new certificate', {
      until,
    });
    this.#served = current;
    for (const listener of [...this.#listeners]) listener();
  }

  #untilNext(shared: SharedCertificates): number {
    const { clock, resyncPeriod = RESYNC } = this.#options;
    const elapsed = [...this.#trustedSince.values()].map(since => clock.monotonic() - since);
    const settling = elapsed.filter(each => each < SETTLING).map(each => SETTLING - each);
    const moments = [nextMoment(shared), this.#served?.notAfter ?? Number.POSITIVE_INFINITY].map(
      at => at - clock.now(),
    );
    return Math.min(resyncPeriod, ...settling, ...moments);
  }

  /** Waits a breath, and then until the pause is over or something has changed. */
  async #rest(pause: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    await sleep(clock, BREATH, signal);
    if (this.#isWoken || signal.aborted) return;
    const waiting = linkedController(signal);
    this.#wake = () => waiting.abort();
    await sleep(clock, Math.max(pause - BREATH, 0), waiting.signal);
    this.#wake = undefined;
    waiting.release();
  }

  #wakeUp(): void {
    this.#isWoken = true;
    this.#wake?.();
  }
}
