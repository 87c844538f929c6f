// A lock among processes of one machine: a file that holds the id of the process that has it.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` while no other process does so under the same path. `onWait` is called once when another one has the lock.
 * The lock of a process that is gone is taken over. Two processes that take it over at the same moment may both run,
 * so `work` has to stay correct then; the lock only spares it from being done twice.
 */
export async function withFileLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  for (let waited = false; !(await acquire(path)); ) {
    const owner = await readOwner(path);
    if (owner !== undefined && !isAlive(owner)) {
      await rm(path, { force: true });
      continue;
    }
    if (!waited) {
      waited = true;
      onWait();
    }
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

const POLL_MS = 500;

async function acquire(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** The process that has the lock; undefined when it was released, or is not written yet. */
async function readOwner(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
