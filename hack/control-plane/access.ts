// What a control plane gives to those who use it, in the process that started it or in any other.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueClientCertificate, type KeyedCertificate, type Subject } from '../../devcluster/tls/certificates.js';
import type { AnyControlPlane } from './any-control-plane.js';
import { writeKubeconfig } from './kubeconfig.js';
import { Kubectl } from './kubectl.js';

/** Where a running control plane is: plain data, so that it can be handed to another process. */
export interface ControlPlaneLocation {
  /** The URL of the API server. */
  readonly server: string;
  /** The temporary folder of the control plane: its keys, kubeconfigs, data and logs. */
  readonly folder: string;
  /** The kubectl that was built with the server. */
  readonly kubectl: string;
}

/** The way into a running control plane. */
export class ControlPlaneAccess implements AnyControlPlane {
  /** Runs kubectl as the administrator; `kubectl.as(kubeconfig)` runs it as somebody else. */
  readonly kubectl: Kubectl;

  constructor(readonly location: ControlPlaneLocation) {
    const cache = join(location.folder, 'kubectl-cache');
    this.kubectl = new Kubectl(location.kubectl, this.adminKubeconfig, cache);
  }

  /** The URL of the API server. */
  get server(): string {
    return this.location.server;
  }

  /** The temporary folder of the control plane. */
  get folder(): string {
    return this.location.folder;
  }

  /** The kubeconfig of a member of `system:masters`, who may do everything. */
  get adminKubeconfig(): string {
    return adminKubeconfigIn(this.location.folder);
  }

  /**
   * Writes a kubeconfig for a user and answers its path. The user has no rights but those that RBAC grants to the name or
   * to one of the groups. There is no list of users: whoever holds a certificate of the control plane's authority is
   * the user that it names. For a service account, `system:serviceaccount:NAMESPACE:NAME` with the groups
   * `system:serviceaccounts` and `system:serviceaccounts:NAMESPACE` stands for it as its token would.
   */
  async userKubeconfig(name: string, groups: readonly string[] = []): Promise<string> {
    const { folder, server } = this.location;
    const users = join(folder, 'users');
    await mkdir(users, { recursive: true });
    const file = `${encodeURIComponent(name)}-${randomBytes(4).toString('hex')}.yaml`;
    return issueKubeconfig(join(users, file), server, await readAuthority(folder), { name, groups });
  }
}

/** Where the administrator's kubeconfig is in a control plane's folder. */
export function adminKubeconfigIn(folder: string): string {
  return join(folder, 'admin.yaml');
}

/** Issues a client certificate and writes it with a kubeconfig around it. Answers the path. */
export async function issueKubeconfig(
  path: string,
  server: string,
  authority: KeyedCertificate,
  subject: Subject,
): Promise<string> {
  const credentials = await issueClientCertificate(authority, subject, new Date());
  await writeKubeconfig(path, { server, authority: authority.certificate, user: subject.name, credentials });
  return path;
}

async function readAuthority(folder: string): Promise<KeyedCertificate> {
  const [certificate, key] = await Promise.all([
    readFile(join(folder, 'pki', 'authority.crt'), 'utf8'),
    readFile(join(folder, 'pki', 'authority.key'), 'utf8'),
  ]);
  return { certificate, key };
}
