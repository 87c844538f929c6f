// The kubeconfig as a file: one that is not ours is never written over.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { load } from 'js-yaml';
import { NAME } from './kubeconfig.js';

/** The file is somebody else's. */
export class ForeignKubeconfigError extends Error {
  override readonly name = 'ForeignKubeconfigError';
  readonly hint = 'name another file with --kubeconfig, or leave it out';

  constructor(readonly path: string) {
    super(`${path} exists, and is not a kubeconfig that kubewright wrote`);
  }
}

/**
 * Whether a file may be written: it is not there, or is one of ours, whose contexts lead to embedded control planes only.
 * @throws ForeignKubeconfigError if it may not
 */
export async function refuseForeignKubeconfig(path: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw code === 'EISDIR' ? new ForeignKubeconfigError(path) : error;
  }
  if (!isOurs(text)) throw new ForeignKubeconfigError(path);
}

/**
 * Writes a kubeconfig in one step, for the user alone, and makes missing folders.
 * @throws ForeignKubeconfigError, and writes nothing
 */
export async function writeKubeconfig(path: string, kubeconfig: string): Promise<void> {
  await refuseForeignKubeconfig(path);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, kubeconfig, { mode: 0o600 });
  await rename(temporary, path);
}

function isOurs(text: string): boolean {
  try {
    const { contexts } = load(text) as { readonly contexts?: readonly { readonly name?: unknown }[] };
    return contexts !== undefined && contexts.length > 0 && contexts.every(({ name }) => name === NAME);
  } catch {
    return false;
  }
}
