// The folder that a cluster lives in when it is to outlive its process: objects, keys and certificates.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFile } from './file-lock.js';
import { DamagedFileError } from './store/damaged-file-error.js';
import { openPersistentStore, type PersistentStore } from './store/persistence.js';

/**
 * Opens the objects of a folder for this process alone.
 * @throws LockedError when another process has them open, DamagedFileError
 */
export function openDataFolder(folder: string): PersistentStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFile(join(folder, 'lock'), `the folder ${folder}`);
  try {
    const { store, close } = openPersistentStore(folder);
    return {
      store,
      close() {
        close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Where the authority of a folder's cluster is kept. */
export function authorityFolder(folder: string): string {
  return join(folder, 'tls');
}

/** The key that signs the tokens of service accounts; made when it is asked for first. @throws DamagedFileError */
export function tokenKey(folder: string): Buffer {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'service-account.key');
  try {
    writeFileSync(path, randomBytes(KEY_BYTES).toString('base64'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(path, 'utf8'), 'base64');
  if (key.length !== KEY_BYTES)
    throw new DamagedFileError(path, 'remove it; tokens that were given out before are void then');
  return key;
}

const KEY_BYTES = 32;
