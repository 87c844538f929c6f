// The kubeconfig as a file: one that is not ours is never written over.
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { load } from 'js-yaml';
import { lockFile } from './files/file-lock.js';
import { makeFolder, writeWholeFile } from './files/whole-file.js';
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
    // A pipe or a device may have no end.
    text = (await stat(path)).isFile() ? await readFile(path, 'utf8') : '';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (!isOurs(text)) throw new ForeignKubeconfigError(path);
}

/**
 * Writes a kubeconfig in one step, for the user alone, and makes missing folders.
 * @throws ForeignKubeconfigError, and writes nothing
 */
export async function writeKubeconfig(path: string, kubeconfig: string): Promise<void> {
  await refuseForeignKubeconfig(path);
  makeFolder(dirname(path));
  writeWholeFile(path, kubeconfig);
}

/**
 * Takes the kubeconfig for this process. Not by `.lock` beside it, which is kubectl's own: `kubectl config set-context` would find it held.
 * @param shown the path as people are to read it
 * @returns what releases it
 * @throws LockedError when another process has it
 */
export function lockKubeconfig(path: string, shown = path): () => void {
  return lockFile(`${path}.in-use.lock`, `the kubeconfig ${shown}`);
}

function isOurs(text: string): boolean {
  try {
    const { contexts } = load(text) as { readonly contexts?: readonly { readonly name?: unknown }[] };
    return contexts !== undefined && contexts.length > 0 && contexts.every(({ name }) => name === NAME);
  } catch {
    return false;
  }
}
