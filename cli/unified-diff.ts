// What would change in a file, in the form that `git apply` takes.
import { createTwoFilesPatch, FILE_HEADERS_ONLY, formatPatch } from 'diff';

interface Change {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * A unified diff with `a/` and `b/` before the path, and `/dev/null` for a file that is not there. Where next to nothing of
 * a large file stays, it says all lines to go and all to come.
 */
export function unifiedDiff({ path, before, after }: Change): string {
  const from = before === undefined ? '/dev/null' : `a/${path}`;
  const to = after === undefined ? '/dev/null' : `b/${path}`;
  const [old = '', fresh = ''] = [before, after];
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength: MOST_EDITS };
  return createTwoFilesPatch(from, to, old, fresh, undefined, undefined, options) ?? replaced(from, to, old, fresh);
}

/** Lines that go and come. To find the fewest takes a time that grows with their square: with these half a second. */
const MOST_EDITS = 3_000;

function replaced(oldFileName: string, newFileName: string, before: string, after: string): string {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const lines = [...marked('-', old, before), ...marked('+', fresh, after)];
  const hunk = { oldStart: 1, oldLines: old.length, newStart: 1, newLines: fresh.length, lines };
  const headers = { oldHeader: undefined, newHeader: undefined };
  return formatPatch({ oldFileName, newFileName, ...headers, hunks: [hunk] }, FILE_HEADERS_ONLY);
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function marked(mark: string, lines: readonly string[], text: string): readonly string[] {
  const end = text === '' || text.endsWith('\n') ? [] : ['\\ No newline at end of file'];
  return [...lines.map(line => mark + line), ...end];
}
