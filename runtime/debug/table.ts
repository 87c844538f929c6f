// Text in columns, as kubectl prints it.
import { durationOfMilliseconds } from '../meta/durations.js';

/** A line for the names of the columns, and one for each row. */
export function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [columns, ...rows].map(cells => cells.map(cell => oneLine(String(cell))));
  const widths = columns.map((_, at) => lines.reduce((width, cells) => Math.max(width, cells[at]?.length ?? 0), 0));
  return lines
    .map(
      cells =>
        `${cells
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('   ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** `1m12s`, `350ms`; as coarse as a reader needs it. */
export function shownDuration(milliseconds: number): string {
  return durationOfMilliseconds(
    milliseconds < 10_000 ? Math.round(milliseconds) : Math.round(milliseconds / 1000) * 1000,
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
