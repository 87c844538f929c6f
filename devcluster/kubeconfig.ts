// The kubeconfig of the embedded control plane.
import { dump } from 'js-yaml';
import type { KeyedCertificate } from './tls/certificates.js';

/** The one context of our kubeconfigs, by which they are known again. */
export const NAME = 'kubewright';

/** What a server that speaks HTTPS has its users know. */
export interface KubeconfigTls {
  /** The certificate of its authority, as PEM. */
  readonly authority: string;
  readonly user: KeyedCertificate;
}

/**
 * The kubeconfig of the administrator, with one context. Over plain HTTP there are no credentials, since nobody is asked
 * for any; over HTTPS there is a certificate, without which kubectl would ask for a password.
 */
export function kubeconfigText(server: string, tls?: KubeconfigTls): string {
  return tls === undefined ? plainKubeconfig(server, {}) : kubeconfigOf(verified(server, tls), signedIn(tls));
}

/** The kubeconfig of a user over plain HTTP, where kubectl sends no credentials: it says whom it acts as. */
export function actingKubeconfig(server: string, name: string, groups: readonly string[]): string {
  return plainKubeconfig(server, { as: name, ...(groups.length > 0 && { 'as-groups': groups }) });
}

/** `insecure-skip-tls-verify` is what `@kubernetes/client-node` wants to see before it speaks plain HTTP. */
function plainKubeconfig(server: string, user: object): string {
  return kubeconfigOf({ server, 'insecure-skip-tls-verify': true }, user);
}

function verified(server: string, { authority }: KubeconfigTls): object {
  return { server, 'certificate-authority-data': base64(authority) };
}

function signedIn({ user: { certificate, key } }: KubeconfigTls): object {
  return { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) };
}

function kubeconfigOf(cluster: object, user: object): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: NAME, cluster }],
    users: [{ name: NAME, user }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME } }],
    'current-context': NAME,
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
