// Who the server is to its clients, and its administrator to it.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedFileError } from '../files/damaged-file-error.js';
import { readIfThere } from '../files/read-if-there.js';
import { makeFolder, writeWholeFile } from '../files/whole-file.js';
import {
  createAuthority,
  issueClientCertificate,
  issueServerCertificate,
  type KeyedCertificate,
  type Subject,
} from './certificates.js';

export interface TlsIdentity {
  /** Signs the other two; whoever has its key can make themselves any user. */
  readonly authority: KeyedCertificate;
  readonly server: KeyedCertificate;
  readonly administrator: KeyedCertificate;
}

export interface TlsIdentityOptions {
  readonly administrator: Subject;
  readonly now: Date;
  /** Where the authority is kept, so that what it has issued stays valid. Default: nowhere; there is a new one each time. */
  readonly folder?: string;
}

/**
 * Issues certificates to a server and its administrator; by the authority of the folder, if there is one yet.
 * @throws DamagedFileError for an authority that nobody could have made
 */
export async function createTlsIdentity({ administrator, now, folder }: TlsIdentityOptions): Promise<TlsIdentity> {
  const authority = folder === undefined ? await createAuthority(now) : await keptAuthority(folder, now);
  return {
    authority,
    server: await issueServerCertificate(authority, HOSTS, now),
    administrator: await issueClientCertificate(authority, administrator, now),
  };
}

/** The names that the API server has on the machine, and inside of a cluster: its Service's and its address. */
const HOSTS = [
  '127.0.0.1',
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '10.0.0.1',
];
const YEAR = 365 * 24 * 3_600_000;

async function keptAuthority(folder: string, now: Date): Promise<KeyedCertificate> {
  const paths = { certificate: join(folder, 'authority.crt'), key: join(folder, 'authority.key') };
  const [certificate, key] = [readIfThere(paths.certificate), readIfThere(paths.key)];
  if (certificate !== undefined && key !== undefined) {
    if (!arePair(certificate, key)) throw new DamagedFileError(`the authority in ${folder}`, DAMAGED);
    if (outlivesIssued(certificate, now)) return { certificate, key };
  }
  const authority = await createAuthority(now);
  makeFolder(folder);
  // The certificate is there only together with its key, also for a process that is killed in between.
  rmSync(paths.certificate, { force: true });
  writeWholeFile(paths.key, authority.key);
  writeWholeFile(paths.certificate, authority.certificate);
  return authority;
}

const DAMAGED = 'remove it; kubeconfigs and certificates that were given out before are void then';

function arePair(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** What is issued now must not outlive its issuer. */
function outlivesIssued(certificate: string, now: Date): boolean {
  return new X509Certificate(certificate).validToDate.getTime() > now.getTime() + YEAR;
}
