// The fast program of one file, which is not written, for tests that ask the compiler.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceTree } from '../codegen/files/source-tree.js';
import { ts } from '../codegen/read/compiler.js';
import { forgetPackages } from '../codegen/read/package-names.js';
import { fastProgram, programSources } from '../codegen/read/programs.js';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  experimentalDecorators: true,
  customConditions: ['source'],
};

/** The file imports kubewright from its sources. `options` are beside the usual ones. */
export function oneFileProgram(text: string, options: ts.CompilerOptions = {}) {
  forgetPackages();
  const path = join(dirname(fileURLToPath(import.meta.url)), 'one-file.ts');
  const tree = new SourceTree();
  tree.begin(new Map([[path, text]]));
  const config = { tsconfig: '', options: { ...OPTIONS, ...options }, files: [path], diagnostics: [] };
  const { program } = fastProgram(config, [path], programSources(tree));
  return { program, file: program.getSourceFile(path) as ts.SourceFile };
}
