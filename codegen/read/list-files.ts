// The files that `include` and `exclude` of a tsconfig name, as the compiler finds them.

import type { SourceTree } from '../files/source-tree.js';
import { ts } from './compiler.js';

/** The compiler has it, and its types do not tell. */
const { matchFiles, getRegularExpressionForWildcard } = ts as unknown as {
  matchFiles(
    root: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    useCaseSensitiveFileNames: boolean,
    currentDirectory: string,
    depth: number | undefined,
    entriesOf: SourceTree['entriesOf'],
    realpath: (path: string) => string,
  ): string[];
  getRegularExpressionForWildcard(
    patterns: readonly string[],
    folder: string,
    usage: 'files' | 'exclude',
  ): string | undefined;
};

/** As `ts.sys.readDirectory`, in the folders of a tree. */
export function listFiles(
  tree: SourceTree,
  root: string,
  extensions?: readonly string[],
  excludes?: readonly string[],
  includes?: readonly string[],
  depth?: number,
): string[] {
  const { useCaseSensitiveFileNames } = ts.sys;
  const here = ts.sys.getCurrentDirectory();
  const isExcluded = matcherOf(excludes ?? [], root, 'exclude');
  // The compiler would list folders and then leave out all that is in them.
  const entriesOf: SourceTree['entriesOf'] = folder =>
    ANY_NAMES.every(name => isExcluded(`${folder}/${name}`)) ? NOTHING : tree.entriesOf(folder);
  return matchFiles(
    root,
    extensions,
    excludes,
    includes,
    useCaseSensitiveFileNames,
    here,
    depth,
    entriesOf,
    tree.realpath,
  );
}

const NOTHING = { files: [], directories: [] };
/** Only a pattern for everything in a folder matches them all. */
const ANY_NAMES = ['\0', '\0\0.\0'];

/** Which paths the patterns mean, written as those of a tsconfig: `api`, or `src/*.ts`. Paths of folders mean all below. */
export function matcherOf(
  patterns: readonly string[],
  folder: string,
  usage: 'files' | 'exclude',
): (path: string) => boolean {
  const pattern = getRegularExpressionForWildcard(patterns, folder.replaceAll('\\', '/'), usage);
  if (pattern === undefined) return () => false;
  const expression = new RegExp(pattern, ts.sys.useCaseSensitiveFileNames ? '' : 'i');
  return path => expression.test(path);
}
