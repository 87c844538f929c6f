// The keys and certificates in a control plane's folder.
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority, issueServerCertificate, type KeyedCertificate } from '../../devcluster/tls/certificates.js';

/** Where the servers find their keys and certificates, and the authority that vouches for the server and its users. */
export interface Keys {
  readonly authority: KeyedCertificate;
  readonly files: Readonly<Record<KeyFile, string>>;
}

const KEY_FILES = {
  authority: 'authority.crt',
  authorityKey: 'authority.key',
  server: 'server.crt',
  serverKey: 'server.key',
  /** Signs the tokens of service accounts. */
  serviceAccountKey: 'service-account.key',
  serviceAccountPublicKey: 'service-account.pub',
};
type KeyFile = keyof typeof KEY_FILES;

/** Makes all keys and writes them into the folder `pki` of `folder`, readable by their owner only. */
export async function createKeys(folder: string): Promise<Keys> {
  const now = new Date();
  const authority = await createAuthority(now);
  const server = await issueServerCertificate(authority, ['127.0.0.1', 'localhost', 'kubernetes.default.svc'], now);
  const serviceAccount = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const contents: Record<KeyFile, string> = {
    authority: authority.certificate,
    authorityKey: authority.key,
    server: server.certificate,
    serverKey: server.key,
    serviceAccountKey: serviceAccount.privateKey.export({ type: 'sec1', format: 'pem' }) as string,
    serviceAccountPublicKey: serviceAccount.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  };
  await mkdir(join(folder, 'pki'), { mode: 0o700 });
  const files = {} as Record<KeyFile, string>;
  for (const name of Object.keys(KEY_FILES) as KeyFile[]) {
    files[name] = join(folder, 'pki', KEY_FILES[name]);
    await writeFile(files[name], contents[name], { mode: 0o600 });
  }
  return { authority, files };
}
