// Files that are left out as tests, and what is said of those that may be meant.
import type { Diagnostic } from '../model/diagnostic.js';

/** Whether a file is a test by its name. Paths are relative to the folder of the tsconfig. */
export function isTest(path: string): boolean {
  return /\.(test|spec|test-d)\.[cm]?tsx?$|(^|\/)__tests__\//.test(path);
}

/** The folder above a file that is named as one of tests; it may as well be a group of the API. */
export function testFolderOf(path: string): string | undefined {
  return /^(.*?\/)??tests?(?=\/)/.exec(path)?.[0];
}

/** A file below such a folder that seems to declare something. */
export interface LeftOut {
  readonly path: string;
  readonly place: Pick<Diagnostic, 'file' | 'line' | 'column'>;
}

/** For each folder one warning. @param read the paths that are not left out */
export function leftOutWarnings(leftOut: readonly LeftOut[], read: readonly string[]): readonly Diagnostic[] {
  const byFolder = Map.groupBy(leftOut, ({ path }) => testFolderOf(path) ?? '');
  return [...byFolder].flatMap(([folder, [first, ...more]]) => {
    if (first === undefined) return [];
    const files = more.length === 0 ? `${first.path} is` : `${first.path} and ${more.length} more are`;
    return {
      ...first.place,
      code: 'KW3009',
      severity: 'warning',
      message: `${files} left out, because ${folder} is taken for a folder of tests`,
      hint: `if it belongs to the API, say which folders do: ${includes(folder, read)}; else --exclude ${folder}; or say so in package.json`,
    };
  });
}

function includes(folder: string, read: readonly string[]): string {
  const all = [...new Set([folder, ...read].map(path => path.split('/')[0] ?? path))].sort();
  return all.length > MOST || all.includes('..')
    ? `--include ${folder}, and the others`
    : all.map(each => `--include ${each}`).join(' ');
}

/** Folders in a hint. */
const MOST = 4;
