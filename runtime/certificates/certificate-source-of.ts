// From what an operator says of its certificates to where they come from.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../client/client.js';
import { isInCluster } from '../client/in-cluster.js';
import { ownNamespace } from '../client/own-namespace.js';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { BundleTargets, type WebhookObjects } from './bundle-targets.js';
import { type CertificateOptions, checkedLifetime, type SelfIssuedOptions } from './certificate-options.js';
import type { CertificateSource } from './certificate-source.js';
import { FileCertificates } from './file-certificates.js';
import { followWith } from './follow-object.js';
import { LocalCertificates } from './local-certificates.js';
import { SecretKeeper } from './secret-keeper.js';
import { SelfIssuedCertificates } from './self-issued-certificates.js';
import type { ServiceName } from './shared-secret.js';

/** The operator whose webhooks are served. */
export interface CertificateOwner {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Logger;
  /** What its decorators declare, under the names that `kubewright generate` writes. Asked when the source runs. */
  readonly objects: () => WebhookObjects;
  /** Default: that of the process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where the kubelet mounts the service account; default: where it does. */
  readonly serviceAccount?: string;
  /** Where certificates are looked for when nothing is said; default: where controller-runtime looks. */
  readonly usualDir?: string;
}

/** The name of the Service as `kubewright generate` writes it, and of the Secret as kubebuilder's samples have it. */
const SERVICE = 'webhook-service';
const SECRET = 'webhook-server-cert';

/** Where a Secret is mounted in projects of kubebuilder. */
const usualCertificateDir = join(tmpdir(), 'k8s-webhook-server', 'serving-certs');

/**
 * Default: the files in `/tmp/k8s-webhook-server/serving-certs`, if there is a `tls.crt`; else in a Pod certificates of its
 * own, and outside of one a certificate for `localhost`, in memory.
 * @throws TypeError for a lifetime that is too short
 * @throws ConfigError when no namespace is said, and this is no Pod
 */
export function certificateSourceOf(
  options: CertificateOptions | undefined,
  owner: CertificateOwner,
): CertificateSource {
  const { clock, log, env = process.env, usualDir: dir = usualCertificateDir } = owner;
  if (options !== undefined) {
    return 'selfIssued' in options ? selfIssued(options.selfIssued, owner) : new FileCertificates(options, clock, log);
  }
  if (existsSync(join(dir, 'tls.crt'))) return new FileCertificates({ dir }, clock, log);
  return isInCluster(env) ? selfIssued({}, owner) : new LocalCertificates(clock, log);
}

function selfIssued(options: SelfIssuedOptions, owner: CertificateOwner): SelfIssuedCertificates {
  const { client, clock, log, env = process.env, serviceAccount } = owner;
  const { secretName = SECRET } = options;
  const lifetime = checkedLifetime(options.lifetime);
  const service: ServiceName = {
    name: options.service?.name ?? (env.WEBHOOK_SERVICE_NAME || SERVICE),
    namespace: options.service?.namespace ?? namespaceOfService(env, serviceAccount),
  };
  const objects = (): WebhookObjects => namesInCluster(owner.objects(), service.name, options.configurations);
  return new SelfIssuedCertificates({
    keeper: new SecretKeeper({ client, clock, log, service, secretName, lifetime }),
    targets: new BundleTargets({ client, log, service, objects }),
    follow: followWith(client, clock, log),
    clock,
    log,
  });
}

/** What kustomize has put around the name of the Service, it has put around those of configurations; not of definitions. */
export function namesInCluster(
  { mutating, validating, definitions }: WebhookObjects,
  serviceName: string,
  said: SelfIssuedOptions['configurations'] = {},
): WebhookObjects {
  const at = serviceName.indexOf(SERVICE);
  const [before, after] = at < 0 ? ['', ''] : [serviceName.slice(0, at), serviceName.slice(at + SERVICE.length)];
  const around = (names: readonly string[]) => names.map(name => `${before}${name}${after}`);
  return {
    mutating: said.mutating ?? around(mutating),
    validating: said.validating ?? around(validating),
    definitions,
  };
}

function namespaceOfService(env: NodeJS.ProcessEnv, serviceAccount: string | undefined): string {
  const next = 'say where the Service is: certificates: { selfIssued: { service: { namespace } } }';
  return ownNamespace({ option: 'certificates', next, env, serviceAccount });
}
