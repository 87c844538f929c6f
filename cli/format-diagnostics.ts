// Diagnostics as people read them in a terminal.
import { styleText } from 'node:util';
import { readText } from '../codegen/files/read-text.js';
import type { Diagnostic } from '../codegen/index.js';
import { excerpt } from './excerpt.js';
import { printable } from './printable.js';
import { count, pathFrom } from './wording.js';

/** How to print. */
export interface FormatOptions {
  /** The folder that paths are relative to. */
  readonly from: string;
  /** Where the text goes: it is coloured if that is a terminal that wants it. Default: plain text. */
  readonly stream?: NodeJS.WriteStream;
}

/** Each diagnostic with its line of source and its hint, and a summary. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions): string {
  const linesOf = sourceReader();
  const paint = painter(options.stream);
  const texts = diagnostics.map(diagnostic => {
    const { file, line, column, severity, code, message, hint } = diagnostic;
    const path = paint('cyan', pathFrom(options.from, file));
    const place = `${path}:${paint('yellow', String(line))}:${paint('yellow', String(column))}`;
    const title = `${place} - ${paint(COLOURS[severity], severity)} ${paint('gray', `${code}:`)} ${printable(message)}\n`;
    const source = linesOf(file)[line - 1];
    const shown = source === undefined ? '' : `${excerpt({ source, line, column })}\n`;
    return title + shown + (hint === undefined ? '' : `${paint('cyan', 'hint:')} ${printable(hint)}\n`);
  });
  return `${texts.join('\n')}\n${summary(diagnostics)}\n`;
}

const COLOURS = { error: 'red', warning: 'yellow' } as const;

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = [errors > 0 && count(errors, 'error'), warnings > 0 && count(warnings, 'warning')];
  return counts.filter(text => text !== false).join(', ') + (errors > 0 ? '; nothing was written' : '');
}

/** Reads each file once. A file that cannot be read has no lines to show. */
function sourceReader(): (file: string) => readonly string[] {
  const read = new Map<string, readonly string[]>();
  return file => {
    const lines = read.get(file) ?? linesIn(file);
    read.set(file, lines);
    return lines;
  };
}

function linesIn(file: string): readonly string[] {
  return readText(file)?.split(/\r\n|[\n\r\u2028\u2029]/) ?? [];
}

/** `styleText` asks the stream whether it is a terminal, and heeds NO_COLOR and FORCE_COLOR. */
function painter(stream: NodeJS.WriteStream | undefined) {
  return (format: Parameters<typeof styleText>[0], text: string) =>
    stream === undefined ? text : styleText(format, text, { stream });
}
