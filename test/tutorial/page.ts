// A page of the tutorial as what it tells to do, in its order: files to save, and commands to run.

/** A whole file. */
export interface WholeFile {
  readonly type: 'file';
  readonly path: string;
  readonly text: string;
  /** Of the page, from 1. */
  readonly line: number;
}

/** A change of a file. */
export interface FileChange {
  readonly type: 'change';
  readonly path: string;
  readonly places: readonly Place[];
  readonly line: number;
}

/** What stands in one place of the file, and what is to stand there. */
export interface Place {
  readonly before: string;
  readonly after: string;
}

/** A command with what it prints. */
export interface Command {
  readonly type: 'command';
  readonly command: string;
  readonly output: string;
  /** Whether a real cluster alone does this. */
  readonly isReal: boolean;
  readonly line: number;
  /** Lines of output. */
  readonly length: number;
}

export type Step = WholeFile | FileChange | Command;

/** @throws Error for a block that is none of these, with its line */
export function stepsOf(page: string): readonly Step[] {
  return blocksOf(page).flatMap((block): readonly Step[] => {
    const { language, rest, lines, line } = block;
    if (language === 'console') return commandsOf(block);
    if (language === 'diff') return [changeOf(block)];
    const path = rest || /^(?:\/\/|#) (\S+\.\w+)$/.exec(lines[0] ?? '')?.[1];
    if (path === undefined) throw new Error(`line ${line}: the block does not say which file it is`);
    return [{ type: 'file', path, text: `${lines.join('\n')}\n`, line }];
  });
}

/** The page with other outputs: `outputs` has one for each command that it knows of. */
export function withOutputs(page: string, outputs: ReadonlyMap<Command, string>): string {
  const lines = page.split('\n');
  for (const [{ line, length }, output] of [...outputs].sort(([a], [b]) => b.line - a.line)) {
    lines.splice(line, length, ...(output === '' ? [] : output.split('\n')));
  }
  return lines.join('\n');
}

interface Block {
  readonly language: string;
  /** What stands behind the language. */
  readonly rest: string;
  readonly lines: readonly string[];
  /** Of the opening fence. */
  readonly line: number;
}

function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, language, rest = ''] = /^```(\w*) ?(.*)$/.exec(lines[at] ?? '') ?? [];
    if (language === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: the block does not end`);
    blocks.push({ language, rest, lines: lines.slice(at + 1, end), line: at + 1 });
    at = end;
  }
  return blocks;
}

function commandsOf({ lines, line, rest }: Block): readonly Command[] {
  const starts = lines.flatMap((text, at) => (text.startsWith('$ ') ? [at] : []));
  if (starts[0] !== 0) throw new Error(`line ${line}: a console begins with a command`);
  return starts.map((start, at) => {
    const output = lines.slice(start + 1, starts[at + 1] ?? lines.length);
    const command = (lines[start] ?? '').slice('$ '.length);
    const place = { line: line + start + 1, length: output.length };
    return { type: 'command', command, output: output.join('\n'), isReal: rest === 'real', ...place };
  });
}

function changeOf({ lines: [head = '', ...lines], line }: Block): FileChange {
  const path = /^--- (\S+)$/.exec(head)?.[1];
  if (path === undefined) throw new Error(`line ${line}: a change begins with --- and the path of its file`);
  const groups: string[][] = [[]];
  for (const text of lines) {
    if (text === '@@') groups.push([]);
    else groups.at(-1)?.push(text);
  }
  const side = (group: readonly string[], sign: string) =>
    group
      .filter(text => text === '' || text.startsWith(' ') || text.startsWith(sign))
      .map(text => `${text.slice(1)}\n`)
      .join('');
  const places = groups.map(group => ({ before: side(group, '-'), after: side(group, '+') }));
  return { type: 'change', path, places, line };
}
