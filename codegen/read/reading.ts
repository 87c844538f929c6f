// What every part of the reader works with.
import type { ts } from 'ts-morph';
import type { CoreDescriptions } from './core-types.js';
import type { Findings } from './findings.js';

export interface Reading {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly findings: Findings;
  readonly coreDescriptions: CoreDescriptions;
  /** The files that declare the types of the API: those whose type errors would falsify what is read. */
  readonly apiFiles: Set<ts.SourceFile>;
  /** The fields that some resource has. */
  readonly fields: Set<ts.Declaration>;
}
