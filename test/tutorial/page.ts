// A page of the tutorial as what it tells to do, in its order: files to save, and commands to run.

/** A whole file. */
export interface WholeFile {
  readonly type: 'file';
  readonly path: string;
  readonly lines: readonly Line[];
  readonly place: string;
}

/** A line of a file. */
export interface Line {
  readonly text: string;
  /** Where the tutorial says so, such as `docs/tutorial/02-pods.md:17`. */
  readonly place: string;
}

/** A change of a file. */
export interface FileChange {
  readonly type: 'change';
  readonly path: string;
  /** For each place in the file what goes, what comes, and what is there to find it. */
  readonly hunks: readonly (readonly ChangedLine[])[];
  readonly place: string;
}

export interface ChangedLine extends Line {
  readonly sign: '-' | '+' | ' ';
}

/** A command with what it prints. */
export interface Command {
  readonly type: 'command';
  readonly command: string;
  readonly output: string;
  /** Whether a real cluster alone does this. */
  readonly isReal: boolean;
  readonly place: string;
  /** Of the page, from 1. */
  readonly line: number;
  /** Lines of output. */
  readonly length: number;
}

export type Step = WholeFile | FileChange | Command;

/**
 * @param name of the page, for the places in it
 * @throws Error for a block that is none of these, with its place
 */
export function stepsOf(page: string, name: string): readonly Step[] {
  return blocksOf(page, name).flatMap((block): readonly Step[] => {
    const { language, rest, lines, place } = block;
    if (language === 'console') return commandsOf(block);
    if (language === 'diff') return [changeOf(block)];
    const path = rest || /^(?:\/\/|#) (\S+\.\w+)$/.exec(lines[0]?.text ?? '')?.[1];
    if (path === undefined) throw new Error(`${place}: the block does not say which file it is`);
    return [{ type: 'file', path, lines, place }];
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
  readonly lines: readonly Line[];
  /** Of the opening fence. */
  readonly place: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
}

function blocksOf(page: string, name: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n').map((text, at): Line => ({ text, place: `${name}:${at + 1}` }));
  for (let at = 0; at < lines.length; at++) {
    const { text = '', place = '' } = lines[at] ?? {};
    const [, language, rest = ''] = /^```(\w+)(?: (.+))?$/.exec(text) ?? [];
    if (language === undefined) {
      if (FENCE.test(text)) throw new Error(`${place}: a block begins at the margin, with \`\`\` and its language`);
      continue;
    }
    const end = lines.findIndex((line, index) => index > at && line.text === '```');
    if (end < 0) throw new Error(`${place}: the block does not end`);
    blocks.push({ language, rest, lines: lines.slice(at + 1, end), place, line: at + 1 });
    at = end;
  }
  return blocks;
}

/** Whatever Markdown takes for the begin of a block. */
const FENCE = /^[\s>*+-]*(?:`{3}|~{3})/;

function commandsOf({ lines, line, rest, place }: Block): readonly Command[] {
  if (rest !== '' && rest !== 'real') throw new Error(`${place}: a console is \`console\`, or \`console real\``);
  const starts = lines.flatMap(({ text }, at) => (text.startsWith('$ ') ? [at] : []));
  if (starts[0] !== 0) throw new Error(`${place}: a console begins with a command`);
  return starts.map((start, at) => {
    const output = lines.slice(start + 1, starts[at + 1] ?? lines.length);
    const { text = '', place = '' } = lines[start] ?? {};
    return {
      type: 'command',
      command: text.slice('$ '.length),
      output: output.map(({ text }) => text).join('\n'),
      isReal: rest === 'real',
      place,
      line: line + start + 1,
      length: output.length,
    };
  });
}

function changeOf({ lines: [head, ...lines], place }: Block): FileChange {
  const path = /^--- (\S+)$/.exec(head?.text ?? '')?.[1];
  if (path === undefined) throw new Error(`${place}: a change begins with --- and the path of its file`);
  const hunks: ChangedLine[][] = [[]];
  for (const line of lines) {
    if (line.text === '@@') hunks.push([]);
    else hunks.at(-1)?.push(changedLine(line));
  }
  return { type: 'change', path, hunks, place };
}

function changedLine({ text, place }: Line): ChangedLine {
  // Editors take the blank of an empty line away.
  const sign = text === '' ? ' ' : text[0];
  if (sign !== '-' && sign !== '+' && sign !== ' ') {
    throw new Error(`${place}: a line of a change begins with -, + or a blank`);
  }
  return { sign, text: text.slice(1), place };
}
