// Parses YAML 1.1: where lines of a list in brackets, or of a text in quotes, begin does not matter there.
import { type Event, parseEvents, YAMLException } from 'js-yaml';

/** What was parsed: the text, with more spaces in front of such lines, and what is in it. */
export interface ParsedText {
  readonly text: string;
  readonly events: readonly Event[];
}

/** So many characters are parsed again for lines that stand too far left; a text of several megabytes may have a few. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
const FIRST_SPACES = 64;
/** It ends the document wherever it stands. */
const MARK = /^(?:---|\.\.\.)(?:[ \t\r\n]|$)/;

/** @throws YAMLException */
export function lenientEvents(written: string, maxDepth: number): ParsedText {
  let text = written;
  for (let left = MOST_CHARACTERS; ; left -= text.length) {
    try {
      return { text, events: parseEvents(text, { maxDepth }) };
    } catch (error) {
      const line = left > text.length ? lineTooFarLeft(error, text) : undefined;
      if (line === undefined) throw error;
      const spaces = Math.max(FIRST_SPACES, line.column);
      text = text.slice(0, line.start) + ' '.repeat(spaces) + text.slice(line.start);
    }
  }
}

/** YAML 1.2, which js-yaml reads, wants `]` further to the right than the key of its list. */
function lineTooFarLeft(error: unknown, text: string): { readonly start: number; readonly column: number } | undefined {
  if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation') return undefined;
  const { position = 0 } = error.mark ?? {};
  const start = Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1;
  return MARK.test(text.slice(start, start + 4)) ? undefined : { start, column: position - start };
}
