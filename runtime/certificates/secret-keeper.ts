// Keeps the Secret that the replicas share right: makes it, renews what is in it, and makes it again when it was spoilt.
import type { X509Certificate } from 'node:crypto';
import type { Snapshot } from '../../decorators/snapshot.js';
import { isAlreadyExists, isConflict, isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { Secret } from '../kinds/core-v1.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import { FIELD_MANAGER } from './bundle-targets.js';
import type { FollowedObject } from './follow-object.js';
import { CLOCK_SKEW, isOwnAuthority, issueCertificate } from './issue.js';
import { bundleOf, certificatesIn } from './pem.js';
import { isOver, nextStep, type RotationStep, type SharedCertificates } from './rotation.js';
import type { ServingCertificate } from './serving-certificate.js';
import {
  hostsOf,
  readSecret,
  SECRET_KEYS,
  SERVICE_ANNOTATION,
  type SecretContent,
  type ServiceName,
  secretData,
} from './shared-secret.js';

export interface SecretKeeperOptions {
  readonly client: Pick<Client, 'get' | 'create' | 'update'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly service: ServiceName;
  readonly secretName: string;
  /** Milliseconds for which a certificate is valid. */
  readonly lifetime: number;
  /** Default: `issueCertificate`. */
  readonly issue?: typeof issueCertificate;
}

/** How often one advance meets with somebody who was faster, or goes a step further. */
const TRIES = 10;
/** Between two certificates that one replica has to issue anew, because the Secret was spoilt. Milliseconds. */
const ISSUE_PAUSE = 60_000;
const NOTHING: SecretContent = { current: undefined, next: undefined, authorities: [] };

export class SecretKeeper {
  readonly #options: SecretKeeperOptions;
  #hasSeen = false;
  #lastIssue: number | undefined;
  #issued = 0;

  constructor(options: SecretKeeperOptions) {
    this.#options = options;
  }

  get followed(): FollowedObject & { readonly namespace: string } {
    const { secretName: name, service } = this.#options;
    return { kind: Secret, name, namespace: service.namespace };
  }

  /** How many certificates this replica has issued. */
  get issued(): number {
    return this.#issued;
  }

  /**
   * Takes every step that is due, as whoever is first, and answers what is shared then.
   * @param served what this replica serves: it is not forgotten when the Secret is
   * @param isTrusted whether a certificate may take the place of the one in use
   */
  async advance(
    served: ServingCertificate | undefined,
    isTrusted: (certificate: ServingCertificate) => boolean,
    signal: AbortSignal,
  ): Promise<SharedCertificates> {
    const { clock, service } = this.#options;
    for (let left = TRIES; ; left -= 1) {
      signal.throwIfAborted();
      const secret = await this.#get(signal);
      const now = clock.now();
      const content = secret === undefined ? NOTHING : readSecret(secret, service, now);
      const step = nextStep(content, now, isTrusted);
      if (step === undefined) return content;
      try {
        await this.#take(step, secret, content, served, signal);
      } catch (error) {
        // Another replica was faster, or somebody has deleted it meanwhile.
        const isLate = isConflict(error) || isAlreadyExists(error) || isNotFound(error);
        if (!isLate || left <= 1) throw error;
      }
    }
  }

  async #get(signal: AbortSignal): Promise<Snapshot<Secret> | undefined> {
    const { name, namespace } = this.followed;
    try {
      const secret = await this.#options.client.get(Secret, { name, namespace }, { signal });
      this.#hasSeen = true;
      return secret;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async #take(
    step: RotationStep,
    secret: Snapshot<Secret> | undefined,
    content: SecretContent,
    served: ServingCertificate | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, log } = this.#options;
    const { name, namespace } = this.followed;
    const where = { secret: `${namespace}/${name}` };
    const { current, next } = content;
    switch (step) {
      case 'issue': {
        this.#pauseBetweenIssues();
        const issued = await this.#issue();
        // With an overlap where one is in use still.
        const inUse = served !== undefined && clock.now() < served.notAfter ? served : undefined;
        await this.#write(secret, inUse ?? issued, inUse && issued, content.authorities, signal);
        if (secret !== undefined || this.#hasSeen) this.#lastIssue = clock.monotonic();
        const until = new Date(issued.notAfter).toISOString();
        if (secret !== undefined) {
          log.warn('the Secret had no certificate that can be served: issued one', {
            ...where,
            problem: content.problem,
            until,
          });
        } else if (this.#hasSeen) {
          log.warn('the Secret of the certificates has gone: made it again, with a new certificate', {
            ...where,
            until,
          });
        } else {
          log.info('issued a certificate, and put it into a Secret for all replicas', { ...where, until });
        }
        break;
      }
      case 'prepare': {
        const issued = await this.#issue();
        await this.#write(secret, current as ServingCertificate, issued, content.authorities, signal);
        log.info('issued the next certificate; it is served once it is trusted', where);
        break;
      }
      case 'promote':
        await this.#write(secret, next as ServingCertificate, undefined, content.authorities, signal);
        log.info('the next certificate is trusted, and takes the place of the one in use', where);
        break;
      case 'prune':
        await this.#write(secret, current as ServingCertificate, next, content.authorities, signal);
        log.info('an authority has expired, and is no longer trusted', where);
    }
    this.#hasSeen = true;
  }

  /** Two who take each other's certificates for spoilt, such as one whose clock is wrong, are not to do so without a pause. */
  #pauseBetweenIssues(): void {
    const { clock } = this.#options;
    if (this.#lastIssue === undefined || clock.monotonic() - this.#lastIssue >= ISSUE_PAUSE) return;
    const { name, namespace } = this.followed;
    throw new ExplainedError(
      `Secret ${namespace}/${name} was spoilt again within a minute: who changes it, or which replica has a wrong clock?`,
    );
  }

  async #issue(): Promise<ServingCertificate> {
    const { clock, service, lifetime, issue = issueCertificate } = this.#options;
    const now = clock.now();
    const issued = await issue({ hosts: hostsOf(service), now, lifetime });
    this.#issued += 1;
    return { ...issued, notBefore: now - CLOCK_SKEW, notAfter: now + lifetime };
  }

  async #write(
    secret: Snapshot<Secret> | undefined,
    current: ServingCertificate,
    next: ServingCertificate | undefined,
    authorities: readonly X509Certificate[],
    signal: AbortSignal,
  ): Promise<void> {
    const { client, clock, service } = this.#options;
    const { name, namespace } = this.followed;
    const needed = [current, ...(next ? [next] : [])].flatMap(({ ca }) => certificatesIn(ca));
    const kept = authorities.filter(each => isOwnAuthority(each) && !isOver(each, clock.now()));
    const data = secretData(current, next, bundleOf([...needed, ...kept]));
    const annotations = {
      ...secret?.metadata.annotations,
      [SERVICE_ANNOTATION]: `${service.name}.${service.namespace}`,
    };
    const options = { fieldManager: FIELD_MANAGER, signal };
    if (secret === undefined) {
      await client.create(
        Secret,
        { metadata: { name, namespace, annotations }, type: 'kubernetes.io/tls', data },
        options,
      );
      return;
    }
    const others = Object.entries(secret.data ?? {}).filter(([key]) => !SECRET_KEYS.includes(key));
    const metadata = { ...secret.metadata, annotations };
    await client.update(Secret, { ...secret, metadata, data: { ...Object.fromEntries(others), ...data } }, options);
  }
}
