// The files of whoever follows the tutorial.
import type { ChangedLine, FileChange, Line, WholeFile } from './page.js';

export type Files = ReadonlyMap<string, readonly Line[]>;

/**
 * The files after a step.
 * @throws Error where a change does not say unmistakably where it belongs
 */
export function withStep(files: Files, step: WholeFile | FileChange): Files {
  return new Map([...files, [step.path, step.type === 'file' ? step.lines : changed(files.get(step.path), step)]]);
}

/** What is to be saved. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}

function changed(lines: readonly Line[] | undefined, { path, hunks, place }: FileChange): readonly Line[] {
  if (lines === undefined) throw new Error(`${place}: there is no ${path} yet`);
  return hunks.reduce((now, hunk) => {
    const before = hunk.filter(({ sign }) => sign !== '+');
    const found = startsOf(now, before);
    const [start = 0] = found;
    if (found.length !== 1) {
      const where = hunk[0]?.place ?? place;
      throw new Error(`${where}: in ${path} this is there ${found.length} times:\n${textOf(before)}`);
    }
    return now.toSpliced(start, before.length, ...after(hunk, now.slice(start)));
  }, lines);
}

/** Where these lines begin. */
function startsOf(lines: readonly Line[], searched: readonly Line[]): readonly number[] {
  return [...lines.keys()].filter(start => searched.every(({ text }, at) => lines[start + at]?.text === text));
}

/** @param there what is there from the first line of the change on; what stays of it stays what it is */
function after(hunk: readonly ChangedLine[], there: readonly Line[]): readonly Line[] {
  const left = there.values();
  return hunk.flatMap(({ sign, text, place }): readonly Line[] => {
    if (sign === '+') return [{ text, place }];
    const { value } = left.next();
    return sign === ' ' && value !== undefined ? [value] : [];
  });
}
