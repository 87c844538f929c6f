// How clients reach the server, and what they have to know for it: plain HTTP, or HTTPS with an authority of its own.
import { ADMINISTRATOR, AUTHENTICATED } from './authentication/user.js';
import type { TlsContext } from './http/listener.js';
import { actingKubeconfig, kubeconfigText } from './kubeconfig.js';
import type { Subject } from './tls/certificates.js';
import { NOBODYS_AUTHORITY } from './tls/nobodys-authority.js';

export interface Transport {
  readonly scheme: 'http' | 'https';
  /** For the listener; undefined for plain HTTP. */
  readonly tls: TlsContext | undefined;
  /** For `kube-root-ca.crt`, as PEM. */
  readonly rootCertificate: string;
  /** The text of a kubeconfig of the administrator. */
  kubeconfig(url: string): string;
  /** The text of a kubeconfig of somebody else. */
  userKubeconfig(url: string, user: Subject): Promise<string>;
}

export const PLAIN_HTTP: Transport = {
  scheme: 'http',
  tls: undefined,
  rootCertificate: NOBODYS_AUTHORITY,
  kubeconfig: url => kubeconfigText(url),
  userKubeconfig: async (url, { name, groups = [] }) => actingKubeconfig(url, name, groups),
};

/** As a certificate names whom the server takes everybody for; the group that everybody has is implied. */
const ADMINISTRATOR_SUBJECT: Subject = {
  name: ADMINISTRATOR.username,
  groups: ADMINISTRATOR.groups.filter(group => group !== AUTHENTICATED),
};

/**
 * Makes the certificates.
 * @param folder where the authority is kept; undefined for a new one
 */
export async function httpsTransport(folder: string | undefined): Promise<Transport> {
  // What makes certificates takes longer to load than all the rest of the server.
  const [{ createTlsIdentity }, { issueClientCertificate }] = await Promise.all([
    import('./tls/identity.js'),
    import('./tls/certificates.js'),
  ]);
  // Clients compare with the machine's clock, whatever the cluster's says.
  const identity = await createTlsIdentity({
    administrator: ADMINISTRATOR_SUBJECT,
    now: new Date(),
    ...(folder !== undefined && { folder }),
  });
  const authority = identity.authority.certificate;
  return {
    scheme: 'https',
    tls: { ...identity.server, clientAuthority: authority },
    rootCertificate: authority,
    kubeconfig: url => kubeconfigText(url, { authority, user: identity.administrator }),
    async userKubeconfig(url, user) {
      return kubeconfigText(url, {
        authority,
        user: await issueClientCertificate(identity.authority, user, new Date()),
      });
    },
  };
}
