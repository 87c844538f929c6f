// Work that one process of a machine does at a time: the others wait for it.
import { setTimeout as delay } from 'node:timers/promises';
import { LockedError, lockFile } from '../../devcluster/files/file-lock.js';

/**
 * Runs `work` while no other process does so under the same path. `onWait` is called once when another one has the lock.
 * The lock of a process that is gone is taken over. Two processes that take it over at the same moment may both run,
 * so `work` has to stay correct then; the lock only spares it from being done twice.
 */
export async function withFileLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  const unlock = await locked(path, onWait);
  try {
    return await work();
  } finally {
    unlock();
  }
}

const POLL_MS = 500;

async function locked(path: string, onWait: () => void): Promise<() => void> {
  for (let waited = false; ; waited = true) {
    try {
      return lockFile(path, path);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
    }
    if (!waited) onWait();
    await delay(POLL_MS);
  }
}
