// Diagnostics for programs: as JSON, and as what GitHub shows beside the lines of a change.
import type { Diagnostic } from '../codegen/index.js';
import { pathFrom } from './wording.js';

/** How diagnostics are printed. */
export const FORMATS = ['text', 'json', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** What stopped a run before the source was looked at has no place. */
export type Told = Diagnostic | Pick<Diagnostic, 'severity' | 'message' | 'hint'>;

/** One line: an object with the list `diagnostics`, and how many of them are errors and warnings. */
export function jsonDiagnostics(diagnostics: readonly Told[]): string {
  const told = diagnostics.map(diagnostic => {
    const { code, severity, message, hint, file, line, column, endLine, endColumn } = diagnostic as Partial<Diagnostic>;
    return { code, severity, message, hint, file, line, column, endLine, endColumn };
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return `${JSON.stringify({ diagnostics: told, errors, warnings: diagnostics.length - errors })}\n`;
}

/** One workflow command for each; paths are relative to the folder, which should be that of the repository. */
export function githubDiagnostics(diagnostics: readonly Told[], from: string): string {
  return diagnostics
    .map(diagnostic => {
      const { severity, message, hint } = diagnostic;
      const place = 'file' in diagnostic ? placeInGithub(diagnostic, from) : {};
      const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      const text = hint === undefined ? message : `${message}\nhint: ${hint}`;
      return `::${severity}${properties.length > 0 ? ` ${properties.join(',')}` : ''}::${escapeData(text)}\n`;
    })
    .join('');
}

function placeInGithub({ code, file, line, column, endLine, endColumn }: Diagnostic, from: string) {
  // Columns are for places within a line only.
  const end = endLine === undefined ? {} : endLine === line ? { endLine, endColumn } : { endLine };
  return { file: pathFrom(from, file), line, col: column, ...end, title: code };
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
