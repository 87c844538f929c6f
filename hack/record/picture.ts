// Draws a recording: a terminal in which line after line appears, and in the end all of them stand. Without animation
// (some show none, and some people want none) they stand from the beginning.
import { charactersOf } from './characters.js';
import { PROMPT, type Recording, withoutLongPauses } from './recording.js';
import type { Colour, Style } from './style.js';
import { type Line, type Span, textOf, transcriptOf } from './transcript.js';

/** Of a picture that stands on white as on black. The terminal's own colours can all be read on its background. */
export const BACKGROUND = '#0d1117';
export const TEXT = '#e6edf3';
export const COLOURS: readonly string[] = [
  ...['#8b949e', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  ...['#a1a9b2', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#f0f6fc'],
];
export const DIM_OPACITY = 0.65;

const FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace";
const FONT_SIZE = 14;
/** Of one character: six tenths of the font size, as in most of these fonts; `textLength` sees to the others. */
const COLUMN = 8.4;
const ROW = 20;
/** From the top of a row to the feet of its letters. */
const BASELINE = 14.5;
const MARGIN = 16;
const TITLE_BAR = 36;

/** As SVG, with nothing in it that would have to be loaded. */
export function pictureOf(recording: Recording): string {
  const lines = transcriptOf(withoutLongPauses(recording));
  const width = round(recording.width * COLUMN + 2 * MARGIN);
  const height = TITLE_BAR + lines.length * ROW + MARGIN;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(recording.title)}</title>`,
    `<desc id="description">${escaped(descriptionOf(lines))}</desc>`,
    '<style>@keyframes appear{from{visibility:hidden}}.line{animation:appear 1ms backwards}@media (prefers-reduced-motion:reduce){.line{animation:none}}</style>',
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${BACKGROUND}" stroke="#30363d"/>`,
    `<g fill="#30363d">${[20, 40, 60].map(x => `<circle cx="${x}" cy="18" r="6"/>`).join('')}</g>`,
    `<g font-family="${FONTS}" font-size="${FONT_SIZE}" fill="${TEXT}" xml:space="preserve">`,
    `<text x="${width / 2}" y="23" text-anchor="middle" fill="${COLOURS[0]}">${escaped(recording.title)}</text>`,
    ...lines.flatMap((line, row) => momentsOf(line).map(spans => drawn(spans, TITLE_BAR + row * ROW))),
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

/** What was typed, for those who do not see it. */
function descriptionOf(lines: readonly Line[]): string {
  const typed = lines.map(textOf).flatMap(text => (text.startsWith(PROMPT) ? [text.slice(PROMPT.length)] : []));
  return `A terminal, in which these commands are run: ${typed.join('; ')}`;
}

/** What of a line appears together. */
function momentsOf(line: Line): readonly Line[] {
  return [...Map.groupBy(line, ({ at }) => at).values()];
}

function drawn(spans: Line, top: number): string {
  const [{ at } = { at: 0 }] = spans;
  return `<g class="line" style="animation-delay:${round(at)}s">${spans.map(span => spanDrawn(span, top)).join('')}</g>`;
}

function spanDrawn({ column, columns, text, style }: Span, top: number): string {
  const [colour, background] = style.inverse
    ? [style.background ?? BACKGROUND, style.colour ?? TEXT]
    : [style.colour, style.background];
  const x = round(MARGIN + column * COLUMN);
  const width = round(columns * COLUMN);
  const field =
    background === undefined
      ? ''
      : `<rect x="${x}" y="${top}" width="${width}" height="${ROW}" fill="${paint(background)}"/>`;
  // The room of one character cannot be spread.
  const length = charactersOf(text).length > 1 ? ` textLength="${width}"` : '';
  return `${field}<text x="${x}" y="${top + BASELINE}"${length}${look(colour, style)}>${escaped(text)}</text>`;
}

function look(colour: Colour | undefined, { bold, dim, italic, underline }: Style): string {
  return [
    colour === undefined ? '' : ` fill="${paint(colour)}"`,
    bold ? ' font-weight="bold"' : '',
    dim ? ` fill-opacity="${DIM_OPACITY}"` : '',
    italic ? ' font-style="italic"' : '',
    underline ? ' text-decoration="underline"' : '',
  ].join('');
}

function paint(colour: Colour): string {
  return typeof colour === 'number' ? (COLOURS[colour] ?? TEXT) : colour;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, character => ENTITIES[character] ?? '');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
