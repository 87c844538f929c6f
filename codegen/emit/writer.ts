// Brings planned changes to disk: all of them, or as good as none.
import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FileError } from './file-error.js';
import type { FileChange } from './plan.js';
import { removeIfThere, removeLeftOver, stagedFile } from './staged-files.js';

/**
 * Writes and removes files as planned, and makes missing folders; files that already hold the right bytes are not
 * touched, so they keep their times. Every new content is first written whole to a file beside its target, and only
 * when all of them are on disk are they renamed into place: a full disk or a missing permission changes nothing, and
 * no reader ever sees half a file. What a run that was killed has left of them is removed. A link to a file stays one: the file that it leads to gets the content. Permissions stay as they are.
 * @throws FileError that names the file
 */
export function applyChanges(changes: readonly FileChange[]): void {
  for (const folder of new Set(changes.map(({ path }) => dirname(behindLinks(path))))) removeLeftOver(folder);
  const staged: { readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const { path, before, after } of changes) {
      if (after === undefined || after === before) continue;
      const target = behindLinks(path);
      const temporary = stagedFile(target);
      staged.push({ temporary, path: target });
      attempt('write', path, () => {
        makeFolder(dirname(target));
        writeFileSync(temporary, after);
        const { mode } = statSync(target, { throwIfNoEntry: false }) ?? {};
        if (mode !== undefined) chmodSync(temporary, mode);
      });
    }
    for (const { temporary, path } of staged) attempt('write', path, () => renameSync(temporary, path));
  } finally {
    for (const { temporary } of staged) removeIfThere(temporary);
  }
  for (const { path, after } of changes) {
    if (after === undefined) attempt('remove', path, () => rmSync(path, { force: true }));
  }
}

function attempt(action: 'write' | 'remove', path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new FileError(action, path, error);
  }
}

function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Step by step: Node's recursive form never comes back where a file system denies folders with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || folder === dirname(folder)) throw error;
    makeFolder(dirname(folder));
    makeOne(folder);
  }
}

/** Another run may have made it meanwhile. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
