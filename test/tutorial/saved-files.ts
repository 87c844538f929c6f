// The files of whoever follows the tutorial.
import type { FileChange, WholeFile } from './page.js';

export type Files = ReadonlyMap<string, string>;

/**
 * The files after a step.
 * @throws Error where a change does not say unmistakably where it belongs
 */
export function withStep(files: Files, step: WholeFile | FileChange): Files {
  return new Map([...files, [step.path, step.type === 'file' ? step.text : changed(files.get(step.path), step)]]);
}

function changed(text: string | undefined, { path, places, line }: FileChange): string {
  if (text === undefined) throw new Error(`line ${line}: there is no ${path} yet`);
  return places.reduce((now, { before, after }) => {
    const found = startsOf(now, before);
    const [start = 0] = found;
    if (found.length !== 1) {
      throw new Error(`line ${line}: in ${path} this is there ${found.length} times:\n${before}`);
    }
    return now.slice(0, start) + after + now.slice(start + before.length);
  }, text);
}

/** Where whole lines begin that read so. */
function startsOf(text: string, lines: string): readonly number[] {
  const starts: number[] = [];
  for (let at = `\n${text}`.indexOf(`\n${lines}`); at >= 0; at = `\n${text}`.indexOf(`\n${lines}`, at + 1))
    starts.push(at);
  return starts;
}
