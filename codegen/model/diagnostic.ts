// What codegen tells a user about their source.

/** A place in a source file. */
export interface Origin {
  /** Absolute path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units, as editors and tsc count. */
  readonly column: number;
  /** Where it ends, behind its last character and counted likewise; both are absent where only the beginning is known. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A place alone, of something that has one. */
export function placeOf({ file, line, column, endLine, endColumn }: Origin): Origin {
  const end = endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn };
  return { file, line, column, ...end };
}

/** One finding. Errors stop everything: no file is written. */
export interface Diagnostic extends Origin {
  /** Stable, such as `KW1001`; listed in docs/reference/diagnostics.md. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, in a sentence that names the thing. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}
