// The kubeconfig of the embedded control plane.
import { dump } from 'js-yaml';

const NAME = 'kubewright';

/**
 * A kubeconfig with one context. There are no credentials, since nobody is asked for any. `insecure-skip-tls-verify` is
 * what `@kubernetes/client-node` wants to see before it speaks plain HTTP; kubectl does not mind.
 */
export function kubeconfigText(server: string): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: NAME, cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: NAME, user: {} }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME } }],
    'current-context': NAME,
  });
}
