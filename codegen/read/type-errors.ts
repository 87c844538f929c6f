// The compiler's own errors, in the files that the API is declared in.

import type { Diagnostic } from '../model/diagnostic.js';
import { ts } from './compiler.js';
import type { SoundFiles } from './known-files.js';
import { isLibraryFile } from './library-files.js';
import { isWhole } from './needed-imports.js';
import { withoutObvious } from './obvious-decorators.js';
import { originAt, originOf } from './origin.js';
import { packagePath } from './package-names.js';
import type { LoadedProgram } from './programs.js';

/** The files, and what they import, without kubewright and the libraries: on these the types of the API stand. */
export function closureOf(files: Iterable<string>, { imports }: LoadedProgram): ReadonlySet<string> {
  const closure = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (closure.has(file) || packagePath(file) !== undefined || isLibraryFile(file)) continue;
    closure.add(file);
    waiting.push(...(imports.get(file) ?? []));
  }
  return closure;
}

/**
 * Whether the types of the files can be relied on: the compiler has nothing against them, and all names that they take
 * from kubewright are loaded.
 */
export function isSound(files: ReadonlySet<string>, loaded: LoadedProgram, sound: SoundFiles): boolean {
  const known = sound.in(loaded);
  return sourceFiles(files, loaded).every(file => {
    if (known.of(file)) return true;
    const isSoundNow =
      loaded.program.getSyntacticDiagnostics(file).length === 0 &&
      withoutObvious(file, loaded.program, () => hasNoErrors(file, loaded.program)) &&
      takesOnlyWhole(file, loaded.program.getTypeChecker());
    if (isSoundNow) known.remember(file, true);
    return isSoundNow;
  });
}

function hasNoErrors(file: ts.SourceFile, program: ts.Program): boolean {
  return program.getSemanticDiagnostics(file).every(({ category }) => category !== ts.DiagnosticCategory.Error);
}

/** The errors as diagnostics; in the user's own files only. */
export function typeErrors(files: ReadonlySet<string>, loaded: LoadedProgram): readonly Diagnostic[] {
  return sourceFiles(files, loaded)
    .filter(file => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'))
    .flatMap(file => {
      const syntactic = loaded.program.getSyntacticDiagnostics(file);
      if (syntactic.length > 0) return syntactic.map(error => diagnosticOf(error, 'KW0005'));
      return loaded.program
        .getSemanticDiagnostics(file)
        .filter(({ category }) => category === ts.DiagnosticCategory.Error)
        .map(error => diagnosticOf(error, 'KW0006'));
    });
}

/** Imports of kubewright that lead nowhere: without them no decorator is known, and nothing else would be said. */
export function unresolvedPackage(
  files: readonly string[],
  { program, imports }: LoadedProgram,
): readonly Diagnostic[] {
  return files.flatMap(name => {
    const reached = [...(imports.get(name) ?? [])].some(to => packagePath(to) !== undefined);
    const file = reached ? undefined : program.getSourceFile(name);
    const statements: readonly ts.Statement[] = file?.statements ?? [];
    return statements
      .filter(ts.isImportDeclaration)
      .map(({ moduleSpecifier }) => moduleSpecifier)
      .filter(specifier => ts.isStringLiteral(specifier) && /^kubewright(\/|$)/.test(specifier.text))
      .map(specifier => ({
        ...originOf(specifier),
        code: 'KW0004',
        severity: 'error' as const,
        message: `${specifier.getText()} cannot be found with the module resolution of this tsconfig`,
        hint: 'npm install kubewright; and set "module" to "nodenext", or "moduleResolution" to "bundler"',
      }));
  });
}

function diagnosticOf(error: ts.Diagnostic, code: string): Diagnostic {
  const file = error.file as ts.SourceFile;
  const message = `TS${error.code}: ${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`;
  return { ...originAt(file, error.start ?? 0, error.length), code, severity: 'error', message };
}

function sourceFiles(files: ReadonlySet<string>, { program }: LoadedProgram): readonly ts.SourceFile[] {
  return [...files].sort().flatMap(name => program.getSourceFile(name) ?? []);
}

/** Names whose declarations the fast program leaves out have type `any` there, which hides errors. */
function takesOnlyWhole(file: ts.SourceFile, checker: ts.TypeChecker): boolean {
  const names: ts.Identifier[] = [];
  for (const statement of file.statements.filter(ts.isImportDeclaration)) {
    const { name, namedBindings } = statement.importClause ?? {};
    if (name !== undefined) names.push(name);
    if (namedBindings !== undefined && ts.isNamedImports(namedBindings)) {
      names.push(...namedBindings.elements.map(element => element.name));
    }
  }
  return names.every(name => {
    const alias = checker.getSymbolAtLocation(name);
    const declarations = alias && checker.getAliasedSymbol(alias).declarations;
    return declarations?.every(each => isWhole(each.getSourceFile().fileName)) ?? false;
  });
}
