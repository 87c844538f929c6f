// What comes of generate.
import type { Diagnostic } from './diagnostic.js';

/** A manifest. */
export interface GeneratedDocument {
  /** Below the output folder, with `/`. */
  readonly path: string;
  /** YAML; some files hold several documents. */
  readonly content: string;
}

/** A manifest, and what became of it. */
export interface GeneratedFile {
  /** Absolute. */
  readonly path: string;
  /**
   * `stale` in check mode only: the file would be written or removed. `kept`: a file of this name is there that codegen
   * has not written, and it was left alone.
   */
  readonly state: 'written' | 'unchanged' | 'removed' | 'stale' | 'kept';
  /** What the file held before; absent if it was not there. */
  readonly before?: string;
  /** What it should hold; absent if it should not be there. */
  readonly after?: string;
}

/** What was found and what was done. */
export interface GenerateResult {
  /** Ordered by file and position. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the source asks for, ordered by path; empty if a diagnostic is an error. */
  readonly documents: readonly GeneratedDocument[];
  /** Ordered by path; empty if a diagnostic is an error, because then nothing is written, and with `write: false`. */
  readonly files: readonly GeneratedFile[];
  /**
   * Absolute paths of the files of the tsconfig, and of all that was read besides, wherever that is; without packages.
   * Whoever generates again when something changes watches these.
   */
  readonly sources: readonly string[];
  /** Absolute path of the output folder. */
  readonly outputFolder: string;
}
