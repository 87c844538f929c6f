// The files in which new contents wait until all of them are on disk.
import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const FORM = /^\..+\.yaml\.(\d+)\.tmp$/;

/** Beside the target, so that it can be renamed; the process that writes it is in its name. */
export function stagedFile(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
}

/** Removes what processes that were killed have left in a folder; of those that run nothing is touched. */
export function removeLeftOver(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, pid] = FORM.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) removeIfThere(join(folder, name));
  }
}

export function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is in nobody's way; what kept it from being written is the better news.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Also one of somebody else, which may not be signalled. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
