// A folder of certificates as the kubelet keeps it for a Secret that is mounted.
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificatePair } from '../runtime/certificates/certificate-source.js';

/** Files of a new folder, and a link that is exchanged for another in one step; the first version is 1. */
export async function mountPair(dir: string, { cert, key }: CertificatePair, version: number): Promise<void> {
  const data = join(dir, `..version-${version}`);
  await mkdir(data);
  await writeFile(join(data, 'tls.crt'), cert);
  await writeFile(join(data, 'tls.key'), key);
  await symlink(data, join(dir, '..data_tmp'));
  await rename(join(dir, '..data_tmp'), join(dir, '..data'));
  if (version > 1) await rm(join(dir, `..version-${version - 1}`), { recursive: true });
  else for (const name of ['tls.crt', 'tls.key']) await symlink(join('..data', name), join(dir, name));
}
