// Keeps the caBundle of the operator's own webhook configurations and definitions right.
import type { X509Certificate } from 'node:crypto';
import type { Kind } from '../../decorators/kind.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { isConflict, isInvalid, isNotFound } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import { MutatingWebhookConfiguration, ValidatingWebhookConfiguration } from '../kinds/admissionregistration-v1.js';
import { CustomResourceDefinition } from '../kinds/apiextensions-v1.js';
import type { Logger } from '../log/logger.js';
import { type BundleHolder, bundlePatch, servicesOf, trusts } from './bundle-patch.js';
import type { ServiceName } from './shared-secret.js';
import { ToldOnce } from './told-once.js';

/** The objects through which API servers find an operator's webhooks, by name. */
export interface WebhookObjects {
  readonly mutating: readonly string[];
  readonly validating: readonly string[];
  /** Of CustomResourceDefinitions whose versions the operator converts. */
  readonly definitions: readonly string[];
}

/** One of them. */
export interface BundleTarget {
  readonly kind: Kind<BundleHolder>;
  /** As people call it, such as `MutatingWebhookConfiguration`. */
  readonly label: string;
  readonly name: string;
}

/** What is known of them after a visit. */
export interface Visit {
  /** Whether each entry of ours, in whatever of them exists, trusts this authority (PEM). */
  trusts(ca: string): boolean;
  /** What could not be read or written; undefined: all is well. */
  readonly failure: unknown;
}

/** Who writes a caBundle, in `managedFields`. */
export const FIELD_MANAGER = 'kubewright-certificates';

/** With these annotations somebody else writes the caBundle: the cainjector of cert-manager, the service-ca operator of OpenShift. */
const INJECTED = [
  'service.beta.openshift.io/inject-cabundle',
  'cert-manager.io/inject-ca-from',
  'cert-manager.io/inject-ca-from-secret',
  'cert-manager.io/inject-apiserver-ca',
];
/** How often an object is read anew that somebody else has changed meanwhile. */
const TRIES = 5;

export interface BundleTargetsOptions {
  readonly client: Pick<Client, 'get' | 'patchJson'>;
  readonly service: ServiceName;
  /** Asked once, when they are first needed. */
  readonly objects: () => WebhookObjects;
  readonly log: Logger;
}

/** Visits all of them, one after the other, and leaves alone what is of others: entries for another Service, and other fields. */
export class BundleTargets {
  readonly #options: BundleTargetsOptions;
  readonly #told: ToldOnce;
  #all: readonly BundleTarget[] | undefined;
  #patches = 0;

  constructor(options: BundleTargetsOptions) {
    this.#options = options;
    this.#told = new ToldOnce(options.log);
  }

  get all(): readonly BundleTarget[] {
    this.#all ??= targetsOf(this.#options.objects());
    return this.#all;
  }

  /** How many patches were written. */
  get patches(): number {
    return this.#patches;
  }

  /** Sees to it that all of them trust these authorities. Rejects only with the reason of the signal. */
  async visit(authorities: readonly X509Certificate[], now: number, signal: AbortSignal): Promise<Visit> {
    const seen: Snapshot<BundleHolder>[] = [];
    let failure: unknown;
    for (const target of this.all) {
      signal.throwIfAborted();
      try {
        const object = await this.#visitOne(target, authorities, now, signal);
        if (object !== undefined) seen.push(object);
      } catch (error) {
        signal.throwIfAborted();
        failure ??= error;
      }
    }
    const { service } = this.#options;
    return { trusts: ca => failure === undefined && seen.every(object => trusts(object, service, ca)), failure };
  }

  /** Answers the object as it is now; undefined where it is not there, or is another's to keep. */
  async #visitOne(
    { kind, label, name }: BundleTarget,
    authorities: readonly X509Certificate[],
    now: number,
    signal: AbortSignal,
  ): Promise<Snapshot<BundleHolder> | undefined> {
    const { client, service } = this.#options;
    const where = { kind: label, name };
    for (let left = TRIES; ; left -= 1) {
      let object: Snapshot<BundleHolder>;
      try {
        object = await client.get(kind, { name }, { signal });
      } catch (error) {
        if (!isNotFound(error)) throw error;
        this.#told.info(`absent/${label}/${name}`, 'this is not there: waiting for it, to write its caBundle', where);
        return undefined;
      }
      this.#told.forget(`absent/${label}/${name}`);
      const annotation = INJECTED.find(each => object.metadata.annotations?.[each] !== undefined);
      this.#told.when(annotation !== undefined, `injected/${label}/${name}`, 'warn', INJECTED_MESSAGE, {
        ...where,
        annotation,
      });
      if (annotation !== undefined) return undefined;
      const { entries, operations } = bundlePatch(object, service, authorities, now);
      this.#told.when(entries === 0, `foreign/${label}/${name}`, 'warn', FOREIGN_MESSAGE, {
        ...where,
        service: `${service.namespace}/${service.name}`,
        found: servicesOf(object),
      });
      if (operations.length === 0) return object;
      try {
        const options = { fieldManager: FIELD_MANAGER, signal };
        const patched = await client.patchJson(kind, { name }, operations, options);
        this.#patches += 1;
        this.#options.log.info('wrote the caBundle', { ...where, entries, authorities: authorities.length });
        return patched;
      } catch (error) {
        // The version is no longer the one that was read, or the object has gone.
        const isLate = isInvalid(error) || isConflict(error) || isNotFound(error);
        if (!isLate || left <= 1) throw error;
      }
    }
  }
}

function targetsOf({ mutating, validating, definitions }: WebhookObjects): readonly BundleTarget[] {
  const kinds = [
    [MutatingWebhookConfiguration, mutating],
    [ValidatingWebhookConfiguration, validating],
    [CustomResourceDefinition, definitions],
  ] as const;
  return kinds.flatMap(([kind, names]) =>
    [...new Set(names)].map(name => ({ kind: kind as unknown as Kind<BundleHolder>, label: kind.name, name })),
  );
}

const INJECTED_MESSAGE =
  'somebody else writes the caBundle of this, as an annotation asks: take the annotation out, or serve with a certificate of theirs (certificates: { dir })';
const FOREIGN_MESSAGE =
  'nothing in this leads to our Service, so its caBundle stays as it is: is the name of the Service right (certificates: { selfIssued: { service } })?';
