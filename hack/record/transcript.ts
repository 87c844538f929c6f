// Follows what a terminal was given, and keeps all lines of it: nothing scrolls away.
import { charactersOf, columnsOf } from './characters.js';
import type { Output, Recording } from './recording.js';
import { isAlike, PLAIN, type Style, styled } from './style.js';

/** Text of one style that was written at one moment. */
export interface Span {
  /** The column in which it begins, from 0. */
  readonly column: number;
  /** How many columns it takes. */
  readonly columns: number;
  readonly text: string;
  readonly style: Style;
  /** Seconds since the beginning. */
  readonly at: number;
}

export type Line = readonly Span[];

/**
 * The lines, each as wide as the terminal at most. Of what was written over, the last writing counts.
 * @throws Error for what moves the cursor to other lines: a transcript cannot show it
 */
export function transcriptOf({ width, outputs }: Pick<Recording, 'width' | 'outputs'>): readonly Line[] {
  const terminal = new Terminal(width);
  for (const output of outputs) terminal.write(output);
  return terminal.lines.map(spansOf).filter((line, index, lines) => index < lines.length - 1 || line.length > 0);
}

/** What one would read in it. */
export function textOf(line: Line): string {
  let text = '';
  let end = 0;
  for (const span of line) {
    text += ' '.repeat(span.column - end) + span.text;
    end = span.column + span.columns;
  }
  return text;
}

interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly style: Style;
  readonly at: number;
}

const ESCAPE = '\u001b';
const BELL = '\u0007';
const TAB_WIDTH = 8;

class Terminal {
  readonly lines: (Cell | undefined)[][] = [[]];
  readonly #width: number;
  #column = 0;
  #style = PLAIN;
  /** The beginning of an escape sequence that has not ended yet. */
  #begun = '';

  constructor(width: number) {
    this.#width = width;
  }

  write({ text, at }: Output): void {
    let rest = this.#begun + text;
    this.#begun = '';
    while (rest !== '') {
      const sequence = rest.startsWith(ESCAPE) ? sequenceAtStart(rest) : '';
      if (sequence === undefined) {
        this.#begun = rest;
        return;
      }
      if (sequence !== '') this.#obey(sequence);
      const next = rest.indexOf(ESCAPE, sequence.length);
      const end = next < 0 ? rest.length : next;
      for (const character of charactersOf(rest.slice(sequence.length, end))) this.#put(character, at);
      rest = rest.slice(end);
    }
  }

  #obey(sequence: string): void {
    const [, parameters = '', final] = /^\[([0-?]*)[ -/]*([@-~])$/.exec(sequence.slice(ESCAPE.length)) ?? [];
    if (final === 'm') this.#style = styled(this.#style, parameters);
    else if (final === 'K' && (parameters === '' || parameters === '0')) this.#line.length = this.#column;
    else if (final !== undefined && 'ABEFHJLMSTdf'.includes(final)) {
      throw new Error(
        `the recording moves the cursor with ${JSON.stringify(sequence)}: run what it shows without that`,
      );
    }
  }

  #put(character: string, at: number): void {
    switch (character) {
      case '\r\n':
        this.#column = 0;
        this.lines.push([]);
        return;
      case '\n':
        this.lines.push([]);
        return;
      case '\r':
        this.#column = 0;
        return;
      case '\b':
        this.#column = Math.max(0, this.#column - 1);
        return;
      case '\t':
        this.#column = Math.min(this.#width - 1, (Math.floor(this.#column / TAB_WIDTH) + 1) * TAB_WIDTH);
        return;
    }
    const columns = columnsOf(character);
    if (columns === 0) return;
    if (this.#column + columns > this.#width) {
      this.#column = 0;
      this.lines.push([]);
    }
    this.#line[this.#column] = { text: character, columns, style: this.#style, at };
    if (columns === 2) this.#line[this.#column + 1] = undefined;
    this.#column += columns;
  }

  get #line(): (Cell | undefined)[] {
    return this.lines.at(-1) ?? [];
  }
}

/** The escape sequence, or undefined when it goes on in the next output. */
function sequenceAtStart(text: string): string | undefined {
  const [, introducer] = text;
  if (introducer === undefined) return undefined;
  if (introducer === ']') {
    const ends = [text.indexOf(BELL) + BELL.length, text.indexOf(`${ESCAPE}\\`) + 2].filter(end => end >= 2);
    return ends.length === 0 ? undefined : text.slice(0, Math.min(...ends));
  }
  const form = introducer === '[' ? /^\[[0-?]*[ -/]*[@-~]/ : /^[ -/]*[0-~]/;
  const begun = introducer === '[' ? /^\[[0-?]*[ -/]*$/ : /^[ -/]*$/;
  const rest = text.slice(ESCAPE.length);
  const [sequence] = form.exec(rest) ?? [];
  if (sequence !== undefined) return ESCAPE + sequence;
  // What is no sequence at all is as if the escape were not there.
  return begun.test(rest) ? undefined : ESCAPE;
}

function spansOf(cells: readonly (Cell | undefined)[]): Line {
  const spans: Span[] = [];
  for (let column = 0; column < cells.length; column += 1) {
    const cell = cells[column];
    if (cell === undefined) continue;
    const { text, columns, style, at } = cell;
    const last = spans.at(-1);
    if (last !== undefined && last.column + last.columns === column && last.at === at && isAlike(last.style, style)) {
      spans[spans.length - 1] = { ...last, columns: last.columns + columns, text: last.text + text };
    } else {
      spans.push({ column, columns, text, style, at });
    }
  }
  return spans.map(withoutEndingBlanks).filter(({ columns }) => columns > 0);
}

/** Blanks that nothing shows. */
function withoutEndingBlanks(span: Span): Span {
  const { text, style } = span;
  if (style.underline || style.inverse || style.background !== undefined) return span;
  const blanks = text.length - text.trimEnd().length;
  return { ...span, columns: span.columns - blanks, text: text.trimEnd() };
}
