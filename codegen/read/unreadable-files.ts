// Tells of files and folders that are there and cannot be read.
import { reasonOf } from '../files/reason.js';
import type { SourceTree } from '../files/source-tree.js';
import type { Diagnostic } from '../model/diagnostic.js';

export function unreadableFiles({ unreadable }: SourceTree): readonly Diagnostic[] {
  return [...unreadable].map(([file, error]) => ({
    file,
    line: 1,
    column: 1,
    code: 'KW0013',
    severity: 'error',
    message: `the file cannot be read: ${reasonOf(error)}`,
    hint: 'mend its permissions, or leave it out of the tsconfig',
  }));
}

/** Folders that may hold sources and could not be listed, with the reason. Packages declare nothing. */
export function unreadableFolders({ unreadableFolders }: SourceTree): ReadonlyMap<string, string> {
  const own = [...unreadableFolders].filter(([folder]) => !/(^|\/)node_modules(\/|$)/.test(folder));
  return new Map(own.map(([folder, error]) => [folder, reasonOf(error)]));
}
