// The project that a tsconfig describes: its files and compiler options.
import { dirname, relative, resolve } from 'node:path';
import { SourceTree } from '../files/source-tree.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { ts } from './compiler.js';
import { listFiles } from './list-files.js';
import { originAt } from './origin.js';

export interface ProjectConfig {
  readonly tsconfig: string;
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
  /** What makes reading pointless. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses as tsc does, with `extends`, `include` and `exclude`. */
export function readTsconfig(tsconfig: string, tree = new SourceTree()): ProjectConfig {
  const failures: ts.Diagnostic[] = [];
  const host: ts.ParseConfigFileHost & ts.ModuleResolutionHost = {
    fileExists: tree.fileExists,
    readFile: tree.readFile,
    directoryExists: tree.directoryExists,
    realpath: tree.realpath,
    readDirectory: (...query) => listFiles(tree, ...query),
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    getCurrentDirectory: ts.sys.getCurrentDirectory,
    onUnRecoverableConfigFileDiagnostic: failure => failures.push(failure),
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host);
  // A newer TypeScript of the user may know options that the compiler in ts-morph does not.
  const known = [...failures, ...(parsed?.errors ?? [])].filter(({ code }) => !TOLERATED.has(code));
  const syntax = syntaxErrors(parsed);
  // What stands behind a syntax error says no more than the first.
  const errors = syntax.length === 0 ? known : [...known, ...syntax].sort(byStart).slice(0, 1);
  const options = parsed?.options ?? {};
  const diagnostics = errors.map(error => configError(tsconfig, error));
  return {
    tsconfig,
    files: parsed?.fileNames ?? [],
    options,
    diagnostics:
      [diagnostics, filesElsewhere(tsconfig, parsed, tree), missingOptions(tsconfig, options)].find(
        found => found.length > 0,
      ) ?? [],
  };
}

/** Of the file itself; the compiler keeps them with the file, and not among the errors of its content. */
function syntaxErrors(parsed: ts.ParsedCommandLine | undefined): readonly ts.Diagnostic[] {
  const file = parsed?.options.configFile as { readonly parseDiagnostics?: readonly ts.Diagnostic[] } | undefined;
  return file?.parseDiagnostics ?? [];
}

function byStart(a: ts.Diagnostic, b: ts.Diagnostic): number {
  return (a.start ?? 0) - (b.start ?? 0);
}

/** The tsconfig at the root of a monorepo often has no files, and names the projects that do. */
function filesElsewhere(
  tsconfig: string,
  parsed: ts.ParsedCommandLine | undefined,
  tree: SourceTree,
): readonly Diagnostic[] {
  const folder = dirname(tsconfig);
  const seen = (path: string) => relative(folder, path).replaceAll('\\', '/');
  const lost = listOf(parsed?.raw?.files).find(file => tree.kindOf(resolve(folder, file)) === 'none');
  if (lost !== undefined) {
    return [atStart(tsconfig, `${seen(resolve(folder, lost))} of "files" does not exist`, 'drop it from "files"')];
  }
  const projects = parsed?.projectReferences ?? [];
  if (projects.length === 0 || (parsed?.fileNames ?? []).length > 0) return [];
  const names = projects.map(({ path }) => seen(path));
  const hint = `name the project of your API classes: --project ${names[0]}`;
  return [atStart(tsconfig, `the tsconfig has no files of its own, and references ${names.join(', ')}`, hint)];
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}

function atStart(tsconfig: string, message: string, hint: string): Diagnostic {
  return { file: tsconfig, line: 1, column: 1, code: 'KW0002', severity: 'error', message, hint };
}

/** Unknown compiler option, with or without a suggestion; unknown value of an option. */
const TOLERATED = new Set([5023, 5025, 6046]);

function configError(tsconfig: string, error: ts.Diagnostic): Diagnostic {
  const place =
    error.file === undefined || error.start === undefined
      ? { file: tsconfig, line: 1, column: 1 }
      : originAt(error.file as ts.SourceFile, error.start);
  const text = ts.flattenDiagnosticMessageText(error.messageText, '\n');
  if (!UNREADABLE.has(error.code)) return { ...place, code: 'KW0002', severity: 'error', message: text };
  const [, other = tsconfig] = /'([^']+)'/.exec(text) ?? [];
  if (resolve(other) === tsconfig) {
    return atStart(tsconfig, 'the tsconfig cannot be read', 'name the tsconfig.json that includes your API classes');
  }
  const named = relative(dirname(tsconfig), resolve(dirname(tsconfig), other)).replaceAll('\\', '/');
  return {
    ...place,
    code: 'KW0002',
    severity: 'error',
    message: `the tsconfig extends ${named}, which cannot be read`,
    hint: 'mend "extends"',
  };
}

/** Cannot read file; file not found. */
const UNREADABLE = new Set([5083, 6053]);

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
