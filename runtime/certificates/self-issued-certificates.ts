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
  readonly #first = Promise.withResolvers<void>();
  #served: ServingCertificate | undefined;
  #wake: (() => void) | undefined;
  #isWoken = false;

  constructor(options: SelfIssuedCertificatesOptions) {
    this.#options = options;
    this.#told = new ToldOnce(options.log);
    // Nobody may wait for it.
    this.#first.promise.catch(() => {});
  }

  async current(): Promise<CertificatePair> {
    if (this.#served === undefined) await this.#first.promise;
    const { cert, key } = this.#served as ServingCertificate;
    return { cert, key };
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
      this.#isWoken = false;
      let pause: number;
      try {
        pause = await this.#round(signal);
        retry = FIRST_RETRY;
        if (this.#told.forget('failure')) this.#options.log.info('the certificates are looked after again');
      } catch (error) {
        if (signal.aborted) break;
        const what =
          this.#served === undefined ? 'no certificate to serve yet' : 'could not look after the certificates';
        this.#told.when(true, 'failure', 'warn', `${what}, trying again`, { error });
        pause = retry;
        retry = Math.min(2 * retry, LONGEST_RETRY);
      }
      await this.#rest(pause, signal);
    }
    this.#first.reject(new ExplainedError('certificates: stopped before there was one to serve'));
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
    const visited = shared.current?.ca;
    shared = await keeper.advance(this.#served, isSettled, signal);
    // The first one is served as soon as all has been done for it; one that came just now has its turn in the next round.
    if (this.#served !== undefined || shared.current?.ca === visited) this.#serve(shared.current);
    else this.#wakeUp();
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
    this.#first.resolve();
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
