// What a plain HTTPS request needs to be the administrator of a control plane.
import type { ControlPlaneAccess } from '../control-plane/access.js';

/** PEM texts, as `https.request` takes them. */
export interface Credentials {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Reads them from the administrator's kubeconfig. */
export async function adminCredentials({ kubectl }: ControlPlaneAccess): Promise<Credentials> {
  const { clusters, users } = JSON.parse(await kubectl.output(['config', 'view', '--raw', '--output=json'])) as {
    readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
    readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
  };
  const text = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString();
  const user = users[0]?.user;
  return {
    ca: text(clusters[0]?.cluster['certificate-authority-data']),
    cert: text(user?.['client-certificate-data']),
    key: text(user?.['client-key-data']),
  };
}
