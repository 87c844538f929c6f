// Checks that manifests are not taken away because their sources could not be seen.
import { dirname, relative } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.js';
import { error, warning } from './finding.js';

/** What a run is about to do to files that are there, by their absolute paths, without having seen everything. */
export interface Losses {
  readonly removed: readonly string[];
  readonly rewritten: readonly string[];
  /** Folders that may hold sources and could not be listed -> why. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** @param tsconfig where such folders can be left out */
export function checkLosses({ removed, rewritten, unreadable }: Losses, tsconfig: string): readonly Diagnostic[] {
  const [lost] = removed.length > 0 ? removed : rewritten;
  if (lost === undefined) return [];
  const place = { file: tsconfig, line: 1, column: 1 };
  const seen = (path: string) => relative(dirname(tsconfig), path).replaceAll('\\', '/');
  return [...unreadable].map(([folder, reason]) => {
    const message = `the folder ${seen(folder)} cannot be read: ${reason};`;
    const hint = 'mend its permissions; or, if it holds no sources, leave it out with "exclude"';
    return removed.length > 0
      ? error(place, 'KW0014', `${message} ${seen(lost)} may come from there, and would be removed`, hint)
      : warning(place, 'KW0014', `${message} what it declares is not in ${seen(lost)}, which has changed`, hint);
  });
}
