// What would change in a file, in the form that `git apply` takes.
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** A unified diff with `a/` and `b/` before the path, and `/dev/null` for a file that is not there. */
export function unifiedDiff(file: {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}): string {
  return createTwoFilesPatch(
    file.before === undefined ? '/dev/null' : `a/${file.path}`,
    file.after === undefined ? '/dev/null' : `b/${file.path}`,
    file.before ?? '',
    file.after ?? '',
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
}
