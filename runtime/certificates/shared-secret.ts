// The Secret in which replicas share certificates.
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Secret } from '../kinds/core-v1.js';
import { ExplainedError } from '../log/explained-error.js';
import { certificatesIn } from './pem.js';
import type { SharedCertificates } from './rotation.js';
import { readServingCertificate, type ServingCertificate } from './serving-certificate.js';

/** The Service that the API server reaches the replicas through. */
export interface ServiceName {
  readonly name: string;
  readonly namespace: string;
}

/** Says on the Secret for which Service it is; no other Secret is ever changed. */
export const SERVICE_ANNOTATION = 'kubewright.dev/webhook-service';

/** The names under which the API server may reach a Service. */
export function hostsOf({ name, namespace }: ServiceName): readonly [string, string] {
  return [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
}

/** What the Secret holds, and in words why there is nothing to serve in it. */
export interface SecretContent extends SharedCertificates {
  readonly problem?: string;
}

/** @throws ExplainedError for the Secret of somebody else */
export function readSecret(secret: Snapshot<Secret>, service: ServiceName, now: number): SecretContent {
  const text = (key: string): string => Buffer.from(secret.data?.[key] ?? '', 'base64').toString('utf8');
  const authorities = certificatesIn(text('ca.crt'));
  const expected = { host: hostsOf(service)[0], now };
  const read = (prefix: string) =>
    readServingCertificate({ cert: text(`${prefix}.crt`), key: text(`${prefix}.key`) }, authorities, expected);
  const current = read('tls');
  refuseForeign(secret, service, text('tls.key').includes('PRIVATE KEY'));
  const next = text('next.crt') === '' ? undefined : read('next');
  return {
    current: 'certificate' in current ? current.certificate : undefined,
    next: next !== undefined && 'certificate' in next ? next.certificate : undefined,
    authorities,
    ...('problem' in current && { problem: current.problem }),
  };
}

/** The keys that are ours; what is under others stays. `next` is there while a rotation is under way. */
export const SECRET_KEYS: readonly string[] = ['ca.crt', 'tls.crt', 'tls.key', 'next.crt', 'next.key'];

/** What is ours of the Secret's data, as it is sent: in base64. */
export function secretData(current: ServingCertificate, next: ServingCertificate | undefined, bundle: string) {
  return {
    'ca.crt': encode(bundle),
    'tls.crt': encode(current.cert),
    'tls.key': encode(current.key),
    ...(next && { 'next.crt': encode(next.cert), 'next.key': encode(next.key) }),
  };
}

/** A Secret without our annotation is taken over only where it has no key that could be somebody's. */
function refuseForeign({ metadata }: Snapshot<Secret>, { name, namespace }: ServiceName, hasKey: boolean): void {
  const own = `${name}.${namespace}`;
  const said = metadata.annotations?.[SERVICE_ANNOTATION];
  if (said === own || (said === undefined && !hasKey)) return;
  const where = `Secret ${metadata.namespace}/${metadata.name}`;
  if (said === undefined) {
    throw new ExplainedError(
      `${where} has a certificate that was not issued here. Mount it and say certificates: { dir }, or choose another name with certificates: { selfIssued: { secretName } }`,
    );
  }
  throw new ExplainedError(
    `${where} has the certificate of the Service ${said}, and this is ${own}. Choose another name with certificates: { selfIssued: { secretName } }, or delete the Secret if that Service is gone`,
  );
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
