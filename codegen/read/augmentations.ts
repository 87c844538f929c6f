// Files that add to the types of other files: they count although nobody imports them.

import type { SourceTree } from '../files/source-tree.js';
import { ts } from './compiler.js';
import type { LoadedProgram } from './programs.js';
import type { ProjectConfig } from './tsconfig.js';
import { VIRTUAL_LIB_FILE } from './virtual-lib.js';

/** Whether a file of the project that was not loaded adds to a module that was, or to what loaded files say globally. */
export function lacksAugmentations({ files, options }: ProjectConfig, { program }: LoadedProgram, tree: SourceTree) {
  const isLoaded = (file: string | undefined) => file !== undefined && program.getSourceFile(file) !== undefined;
  const isGlobal = program.getSourceFiles().some(file => file.fileName !== VIRTUAL_LIB_FILE && reachesEverywhere(file));
  return files.some(file => {
    const text = isLoaded(file) ? '' : (tree.readFile(file) ?? '');
    return (
      (isGlobal && mayBeGlobal(text)) ||
      modulesIn(text).some(name => resolutionsOf(name, file, options, tree).some(isLoaded))
    );
  });
}

/** Whether a file has its say in files that do not import it: it is no module, or adds to others. */
export function reachesEverywhere(file: ts.SourceFile): boolean {
  return !file.fileName.endsWith('.json') && (!ts.isExternalModule(file) || namesAddedTo(file).length > 0);
}

/** Whether a file adds to modules, of which one may be kubewright's. */
export function addsToModules(file: ts.SourceFile): boolean {
  return namesAddedTo(file).some(ts.isStringLiteral);
}

/** The names of modules, and `global`. */
function namesAddedTo(file: ts.SourceFile): readonly (ts.StringLiteral | ts.Identifier)[] {
  const { moduleAugmentations = [] } = file as {
    readonly moduleAugmentations?: readonly (ts.StringLiteral | ts.Identifier)[];
  };
  return moduleAugmentations;
}

/** Whether a text may say something globally: it says so, or is no module. */
function mayBeGlobal(text: string): boolean {
  return /\bdeclare\s+global\b/.test(text) || (text !== '' && !/^\s*(import|export)\b/m.test(text));
}

/** The modules that a text adds to, or declares. Comments are not told apart. */
function modulesIn(text: string): readonly string[] {
  return [...text.matchAll(/\bdeclare\s+module\s*(['"])([^'"\n]+)\1/g)].map(([, , name = '']) => name);
}

/** What the name means to `import` and to `require`. */
function resolutionsOf(name: string, from: string, options: ts.CompilerOptions, tree: SourceTree) {
  const host: ts.ModuleResolutionHost = {
    fileExists: tree.fileExists,
    readFile: tree.readFile,
    directoryExists: tree.directoryExists,
    realpath: tree.realpath,
  };
  return ([ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const).map(
    mode =>
      ts.resolveModuleName(name, from, options, host, undefined, undefined, mode).resolvedModule?.resolvedFileName,
  );
}
