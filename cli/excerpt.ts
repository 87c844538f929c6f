// One line of source with a caret under a place in it.
import { printableInPlace } from './printable.js';

/** Where the caret goes. */
export interface ExcerptPlace {
  /** The whole line. */
  readonly source: string;
  /** Its number, counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number;
}

/** How much of a long line is shown, in UTF-16 code units. */
const WIDTH = 160;

/**
 * Two lines: the source behind its number, and the caret. The caret stands right under tabs, accents, and wide
 * characters too. Of a very long line only the part around the place is shown.
 */
export function excerpt({ source, line, column }: ExcerptPlace): string {
  const at = Math.min(column - 1, source.length);
  const start = source.length <= WIDTH ? 0 : Math.max(0, at - WIDTH / 2);
  const shown = source.slice(start, start + WIDTH).trimEnd();
  const gutter = `${line} | `;
  const margin = `${' '.repeat(gutter.length - 2)}| `;
  return `${gutter}${printableInPlace(shown)}\n${margin}${blank(printableInPlace(source.slice(start, at)))}^`;
}

const ZERO_WIDTH = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]$/u;
const WIDE =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$/u;

/** Space as wide as the text; tabs stay tabs, because only the terminal knows how wide they are. */
function blank(text: string): string {
  return Array.from(text, character => {
    if (character === '\t') return '\t';
    if (ZERO_WIDTH.test(character)) return '';
    return WIDE.test(character) ? '  ' : ' ';
  }).join('');
}
