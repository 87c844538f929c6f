// The two programs that types are read from. Both are the compiler's own, made with the compiler that ts-morph carries
// (TypeScript 7's package has no compiler API); ts-morph's Project has no module formats, without which code for `nodenext`
// cannot be judged.

import type { SourceTree } from '../files/source-tree.js';
import { ts, tsMorph } from './compiler.js';
import { isNeeded } from './needed-imports.js';
import { hostOver, ParsedFiles } from './program-files.js';
import type { ProjectConfig } from './tsconfig.js';
import { VIRTUAL_LIB_FILE, VIRTUAL_LIB_TEXT } from './virtual-lib.js';

export interface LoadedProgram {
  readonly program: ts.Program;
  /** The files that a file imports, among those that were loaded. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What programs are made from, and what later ones can use of those before. */
export interface ProgramSources {
  readonly tree: SourceTree;
  readonly fast: ParsedFiles;
  readonly full: ParsedFiles;
}

export function programSources(tree: SourceTree): ProgramSources {
  return { tree, fast: new ParsedFiles(), full: new ParsedFiles() };
}

/** Loads the given files and what their declarations need, with a small library of our own instead of TypeScript's. */
export function fastProgram(
  { options: written }: ProjectConfig,
  files: readonly string[],
  { tree, fast }: ProgramSources,
): LoadedProgram {
  // Without library files to trust, nothing is exempt from checking.
  const options: ts.CompilerOptions = { ...readingOptions(written), noLib: true, types: [], skipLibCheck: false };
  delete options.lib;
  const host = hostOver(tree, fast.begin(options));
  // Descriptions are read from the text of comments.
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const { fileExists, readFile } = host;
  host.readFile = file => (file === VIRTUAL_LIB_FILE ? VIRTUAL_LIB_TEXT : readFile(file));
  host.fileExists = file => file === VIRTUAL_LIB_FILE || fileExists(file);
  const imports = resolveThroughGraph(host, options, isNeeded);
  return { program: ts.createProgram({ rootNames: [VIRTUAL_LIB_FILE, ...files], options, host }), imports };
}

/** Loads the project as tsc sees it. */
export function fullProgram({ options: written, files }: ProjectConfig, { tree, full }: ProgramSources): LoadedProgram {
  const options = readingOptions(written);
  const host = hostOver(tree, full.begin(options));
  const libraries = libraryFiles();
  const isLibrary = (file: string) => file.startsWith(LIBRARY_FOLDER) && libraries.fileExists(file);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors;
  const { readFile, fileExists } = host;
  host.getDefaultLibLocation = () => LIBRARY_FOLDER;
  host.getDefaultLibFileName = forOptions => `${LIBRARY_FOLDER}/${ts.getDefaultLibFileName(forOptions)}`;
  host.readFile = file => (isLibrary(file) ? libraries.readFile(file) : readFile(file));
  host.fileExists = file => isLibrary(file) || fileExists(file);
  const imports = resolveThroughGraph(host, options, () => true);
  return { program: ts.createProgram({ rootNames: [...files], options, host }), imports };
}

let libraryHost: ts.ModuleResolutionHost | undefined;

/** TypeScript's library files, which ts-morph carries. */
function libraryFiles(): ts.ModuleResolutionHost {
  libraryHost ??= new (tsMorph().Project)({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  return libraryHost;
}

/** Where ts-morph's file system keeps TypeScript's library files. */
const LIBRARY_FOLDER = '/node_modules/typescript/lib';

/** The user's options, without what is about output or taste and not about types. */
function readingOptions(written: ts.CompilerOptions): ts.CompilerOptions {
  const options: ts.CompilerOptions = {
    ...written,
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    declaration: false,
    declarationMap: false,
    composite: false,
    incremental: false,
    isolatedDeclarations: false,
    allowUnreachableCode: true,
  };
  delete options.tsBuildInfoFile;
  return options;
}

type Filter = (specifier: string, from: ts.SourceFile | undefined, fromFile: string, to: string) => boolean;

/** Makes a host resolve modules as tsc does, follow those that pass the filter, and note who imports whom. */
function resolveThroughGraph(host: ts.CompilerHost, options: ts.CompilerOptions, follows: Filter) {
  const imports = new Map<string, Set<string>>();
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), host.getCanonicalFileName, options);
  host.resolveModuleNameLiterals = (literals, fromFile, redirected, forOptions, from) =>
    literals.map(literal => {
      const mode = ts.getModeForUsageLocation(from, literal, forOptions);
      const result = ts.resolveModuleName(literal.text, fromFile, forOptions, host, cache, redirected, mode);
      const to = result.resolvedModule?.resolvedFileName;
      if (to === undefined) return result;
      if (!follows(literal.text, from, fromFile, to)) return { ...result, resolvedModule: undefined };
      const known = imports.get(fromFile) ?? new Set();
      imports.set(fromFile, known.add(to));
      return result;
    });
  return imports;
}
