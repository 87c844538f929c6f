// Files that add to the types of other files: they count although nobody imports them.

import type { SourceTree } from '../files/source-tree.js';
import { ts } from './compiler.js';
import type { LoadedProgram } from './programs.js';
import type { ProjectConfig } from './tsconfig.js';

/** Whether a file of the project that was not loaded adds to a module that was. */
export function lacksAugmentations({ files, options }: ProjectConfig, { program }: LoadedProgram, tree: SourceTree) {
  const isLoaded = (file: string | undefined) => file !== undefined && program.getSourceFile(file) !== undefined;
  return files.some(
    file =>
      !isLoaded(file) &&
      modulesIn(tree.readFile(file) ?? '').some(name => resolutionsOf(name, file, options, tree).some(isLoaded)),
  );
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
