// Diagnostics as people read them in a terminal.
import { readFileSync } from 'node:fs';
import { styleText } from 'node:util';
import type { Diagnostic } from '../codegen/index.js';
import { excerpt } from './excerpt.js';
import { count, fromHere } from './wording.js';

/** Prints each diagnostic with its line of source and its hint, then a summary, to stderr. */
export function printDiagnostics(diagnostics: readonly Diagnostic[]): void {
  const linesOf = sourceReader();
  const texts = diagnostics.map(diagnostic => describe(diagnostic, linesOf(diagnostic.file)));
  process.stderr.write(`${texts.join('\n')}\n${summary(diagnostics)}\n`);
}

function describe(diagnostic: Diagnostic, lines: readonly string[]): string {
  const { file, line, column, severity, code, message, hint } = diagnostic;
  const place = `${styled('cyan', fromHere(file))}:${styled('yellow', String(line))}:${styled('yellow', String(column))}`;
  const title = `${place} - ${styled(COLOURS[severity], severity)} ${styled('gray', `${code}:`)} ${message}\n`;
  const source = lines[line - 1];
  const shown = source === undefined ? '' : `${excerpt({ source, line, column })}\n`;
  return title + shown + (hint === undefined ? '' : `${styled('cyan', 'hint:')} ${hint}\n`);
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
    const known = read.get(file);
    if (known !== undefined) return known;
    let lines: readonly string[];
    try {
      lines = readFileSync(file, 'utf8').split(/\r\n|[\n\r\u2028\u2029]/);
    } catch {
      lines = [];
    }
    read.set(file, lines);
    return lines;
  };
}

/** Colours only on a terminal that wants them: `styleText` asks the stream, NO_COLOR and FORCE_COLOR. */
function styled(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { stream: process.stderr });
}
