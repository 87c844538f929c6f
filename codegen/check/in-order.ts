// The order in which findings are told.
import type { Diagnostic } from '../model/diagnostic.js';

/** By file, then by position, then by code. */
export function inOrder(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  return findings.toSorted(byPlace);
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.code, b.code);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
