// Where the webhook server's certificate comes from, as the option `webhookServer.certificates` of the manager says it.
import type { CertificateFiles } from './file-certificates.js';

/** Files that somebody else keeps up to date, or certificates that the replicas issue themselves. */
export type CertificateOptions = CertificateFiles | { readonly selfIssued: SelfIssuedOptions };

/** Whatever is left out goes with what `kubewright generate` writes. */
export interface SelfIssuedOptions {
  /** The Service that the API server reaches the operator's webhooks through. */
  readonly service?: {
    /** Default: the variable `WEBHOOK_SERVICE_NAME` of the environment, else `webhook-service`. */
    readonly name?: string;
    /** Default: the Pod's namespace; outside of a Pod it has to be said. */
    readonly namespace?: string;
  };
  /** The Secret in the Service's namespace that all replicas share; default `webhook-server-cert`. */
  readonly secretName?: string;
  /**
   * Milliseconds for which a certificate is valid; default 90 days. It is renewed after two thirds of them. At least an hour.
   */
  readonly lifetime?: number;
  /**
   * The names of the operator's webhook configurations in the cluster. Default: those of the decorators. Where a name of the
   * Service has something before or after `webhook-service`, as kustomize puts it with `namePrefix` and `nameSuffix`, these
   * have it too.
   */
  readonly configurations?: { readonly mutating?: readonly string[]; readonly validating?: readonly string[] };
}

/** 90 days, as in cert-manager. Milliseconds. */
export const LIFETIME = 90 * 86_400_000;
const SHORTEST_LIFETIME = 3_600_000;

/** @throws TypeError for one that would leave no time to renew it */
export function checkedLifetime(lifetime: number = LIFETIME): number {
  if (Number.isFinite(lifetime) && lifetime >= SHORTEST_LIFETIME) return lifetime;
  throw new TypeError(
    `certificates.selfIssued.lifetime is to be at least an hour (${SHORTEST_LIFETIME} milliseconds), not ${lifetime}`,
  );
}
