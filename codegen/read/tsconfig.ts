// The project that a tsconfig describes: its files and compiler options.
import { ts } from 'ts-morph';
import type { Diagnostic } from '../model/diagnostic.js';
import { originAt } from './origin.js';

export interface ProjectConfig {
  readonly tsconfig: string;
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
  /** What makes reading pointless. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses as tsc does, with `extends`, `include` and `exclude`. */
export function readTsconfig(tsconfig: string): ProjectConfig {
  const failures: ts.Diagnostic[] = [];
  const host: ts.ParseConfigFileHost = {
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    getCurrentDirectory: ts.sys.getCurrentDirectory,
    onUnRecoverableConfigFileDiagnostic: failure => failures.push(failure),
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host);
  // A newer TypeScript of the user may know options that the compiler in ts-morph does not.
  const errors = [...failures, ...(parsed?.errors ?? [])].filter(({ code }) => !TOLERATED.has(code));
  const options = parsed?.options ?? {};
  const diagnostics = errors.map(error => configError(tsconfig, error));
  return {
    tsconfig,
    files: parsed?.fileNames ?? [],
    options,
    diagnostics: diagnostics.length > 0 ? diagnostics : missingOptions(tsconfig, options),
  };
}

/** Unknown compiler option, with or without a suggestion; unknown value of an option. */
const TOLERATED = new Set([5023, 5025, 6046]);

function configError(tsconfig: string, error: ts.Diagnostic): Diagnostic {
  const place =
    error.file === undefined || error.start === undefined
      ? { file: tsconfig, line: 1, column: 1 }
      : originAt(error.file as ts.SourceFile, error.start);
  const missing = error.code === 5083 || error.code === 6053;
  return {
    ...place,
    code: 'KW0002',
    severity: 'error',
    message: missing ? 'the tsconfig cannot be read' : ts.flattenDiagnosticMessageText(error.messageText, '\n'),
    ...(missing ? { hint: 'name the tsconfig.json that includes your API classes' } : {}),
  };
}

function missingOptions(tsconfig: string, options: ts.CompilerOptions): readonly Diagnostic[] {
  const place = { file: tsconfig, line: 1, column: 1, code: 'KW0003', severity: 'error' } as const;
  const found: Diagnostic[] = [];
  if (!(options.strictNullChecks ?? options.strict ?? STRICT_BY_DEFAULT)) {
    const message = 'strictNullChecks is off, so what is optional or null cannot be told';
    found.push({ ...place, message, hint: 'set "strict": true in compilerOptions' });
  }
  if (options.experimentalDecorators !== true) {
    const message = 'experimentalDecorators is off; the decorators of kubewright are of that kind';
    found.push({ ...place, message, hint: 'set "experimentalDecorators": true in compilerOptions' });
  }
  return found;
}

/** TypeScript 6 turned `strict` on by default. */
const STRICT_BY_DEFAULT = true;
