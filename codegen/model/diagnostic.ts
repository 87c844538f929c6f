// What codegen tells a user about their source.

/** A place in a source file. */
export interface Origin {
  /** Absolute path. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 code units, as editors and tsc count. */
  readonly column: number;
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
