// Where API servers are told whom to trust: the caBundle of webhook configurations and of definitions. Pure.
import type { X509Certificate } from 'node:crypto';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { JsonPatchOperation } from '../client/shapes.js';
import { isOwnAuthority } from './issue.js';
import { bundleOf, certificatesIn, pemOf } from './pem.js';
import { isOver } from './rotation.js';
import type { ServiceName } from './shared-secret.js';

/** What of an object says whom the API server asks, and whom it trusts. */
interface ClientConfig {
  readonly caBundle?: string;
  readonly service?: { readonly name?: string; readonly namespace?: string };
}

/** What may hold such: a webhook configuration or a CustomResourceDefinition. */
export interface BundleHolder extends KubernetesObject {
  readonly webhooks?: readonly { readonly name?: string; readonly clientConfig?: ClientConfig }[];
  readonly spec?: { readonly conversion?: { readonly webhook?: { readonly clientConfig?: ClientConfig } } };
}

/** An entry of ours: its place as a JSON pointer, and the certificates in it. */
interface Entry {
  readonly path: string;
  readonly bundle: string;
}

/** What is right for an object, and the way there. */
export interface BundlePatch {
  /** How many entries of the object lead to our Service. */
  readonly entries: number;
  /** Empty: nothing is to be changed. */
  readonly operations: readonly JsonPatchOperation[];
}

/**
 * Adds the authorities that are missing to the entries that lead to our Service. Out of an entry it takes what is no
 * authority of ours, or has expired: whoever serves with a certificate of another one that is left can still be trusted. So
 * replicas that know of different authorities add to what the others have written, and never take it away.
 *
 * The patch applies to this version of the object alone: all operations or none.
 */
export function bundlePatch(
  object: Snapshot<BundleHolder>,
  service: ServiceName,
  authorities: readonly X509Certificate[],
  now: number,
): BundlePatch {
  const entries = entriesOf(object, service);
  const changes = entries.flatMap(({ path, bundle }): JsonPatchOperation[] => {
    const kept = certificatesIn(bundle).filter(each => isOwnAuthority(each) && !isOver(each, now));
    const wanted = bundleOf([...authorities, ...kept]);
    return sameCertificates(wanted, bundle) ? [] : [{ op: 'add', path: `${path}/caBundle`, value: base64(wanted) }];
  });
  const { resourceVersion } = object.metadata;
  const guard: JsonPatchOperation = { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion };
  return { entries: entries.length, operations: changes.length === 0 ? [] : [guard, ...changes] };
}

/** Whether each entry of ours trusts this authority; an object that has none is nobody's hindrance. */
export function trusts(object: Snapshot<BundleHolder>, service: ServiceName, ca: string): boolean {
  const wanted = certificatesIn(ca).map(pemOf);
  return entriesOf(object, service).every(({ bundle }) => {
    const present = certificatesIn(bundle).map(pemOf);
    return wanted.every(each => present.includes(each));
  });
}

/** The Services that the object leads to, as `namespace/name`. */
export function servicesOf(object: Snapshot<BundleHolder>): readonly string[] {
  const all = clientConfigs(object).flatMap(([, { service }]) =>
    service ? [`${service.namespace}/${service.name}`] : [],
  );
  return [...new Set(all)];
}

function entriesOf(object: Snapshot<BundleHolder>, { name, namespace }: ServiceName): readonly Entry[] {
  return clientConfigs(object)
    .filter(([, { service }]) => service?.name === name && service.namespace === namespace)
    .map(([path, { caBundle = '' }]) => ({ path, bundle: Buffer.from(caBundle, 'base64').toString('utf8') }));
}

function clientConfigs({ webhooks = [], spec }: Snapshot<BundleHolder>): readonly (readonly [string, ClientConfig])[] {
  const ofConversion = spec?.conversion?.webhook?.clientConfig;
  return [
    ...webhooks.map(({ clientConfig = {} }, at) => [`/webhooks/${at}/clientConfig`, clientConfig] as const),
    ...(ofConversion ? [['/spec/conversion/webhook/clientConfig', ofConversion] as const] : []),
  ];
}

/** The order does not matter, so that replicas do not put each other's right. */
function sameCertificates(wanted: string, present: string): boolean {
  const a = certificatesIn(wanted).map(pemOf).sort();
  const b = certificatesIn(present).map(pemOf).sort();
  // What cannot be read is no certificate, and is to go.
  const isClean = bundleOf(certificatesIn(present)).length >= present.trim().length;
  return isClean && a.length === b.length && a.every((each, at) => each === b[at]);
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
