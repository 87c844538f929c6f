// Writes kubeconfigs of users who sign in with a client certificate.
import { writeFile } from 'node:fs/promises';
import { dump } from 'js-yaml';
import type { KeyedCertificate } from '../../devcluster/tls/certificates.js';

/** What a kubeconfig joins: a server that is known by its authority, and a user. */
export interface KubeconfigOptions {
  readonly server: string;
  /** The certificate of the authority that issued the server's, as PEM. */
  readonly authority: string;
  readonly user: string;
  readonly credentials: KeyedCertificate;
}

/** Writes a kubeconfig that only its owner can read; it holds all that it needs and names no other file. */
export async function writeKubeconfig(path: string, options: KubeconfigOptions): Promise<void> {
  const { server, authority, user, credentials } = options;
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const document = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: CLUSTER, cluster: { server, 'certificate-authority-data': base64(authority) } }],
    users: [
      {
        name: user,
        user: {
          'client-certificate-data': base64(credentials.certificate),
          'client-key-data': base64(credentials.key),
        },
      },
    ],
    contexts: [{ name: CLUSTER, context: { cluster: CLUSTER, user } }],
    'current-context': CLUSTER,
  };
  await writeFile(path, dump(document), { mode: 0o600 });
}

const CLUSTER = 'kubewright';
