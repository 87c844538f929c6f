// Prints diagnostics to standard error, in the format that was asked for.
import type { Diagnostic } from '../codegen/index.js';
import { type Format, githubDiagnostics, jsonDiagnostics, type Told } from './diagnostic-formats.js';

export async function printDiagnostics(diagnostics: readonly Diagnostic[], format: Format): Promise<void> {
  if (format !== 'text') {
    printForPrograms(diagnostics, format);
  } else if (diagnostics.length > 0) {
    const { formatDiagnostics } = await import('./format-diagnostics.js');
    process.stderr.write(formatDiagnostics(diagnostics, { from: process.cwd(), stream: process.stderr }));
  }
}

/** Also what stopped the run: a program should not have to read sentences. */
export function printForPrograms(diagnostics: readonly Told[], format: Exclude<Format, 'text'>): void {
  const { GITHUB_WORKSPACE: repository = process.cwd() } = process.env;
  process.stderr.write(format === 'json' ? jsonDiagnostics(diagnostics) : githubDiagnostics(diagnostics, repository));
}

/** What stopped a run, told as a diagnostic; undefined for what nobody has foreseen. */
export function toldError(error: unknown): Told | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message, hint } = error as Error & { hint?: string };
  if (hint === undefined && name !== 'FileError') return undefined;
  return { severity: 'error', message, ...(hint !== undefined && { hint }) };
}
