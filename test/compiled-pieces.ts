// Compiles the code of a page of documentation: pieces of it in a world that the test describes, and blocks that are whole.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SourceTree } from '../codegen/files/source-tree.js';
import { ts } from '../codegen/read/compiler.js';
import { forgetPackages } from '../codegen/read/package-names.js';
import { fullProgram, programSources } from '../codegen/read/programs.js';

export interface WrongPiece {
  /** The piece, or the block, as it was given. */
  readonly piece: string;
  /** Of the file that it stands in, from 1: for a block, of the block. */
  readonly line: number;
  readonly message: string;
}

/**
 * What the compiler has to say, with the options of the repository unless other ones are given, as `tsconfig.json` has them. Each piece stands in a function of its own, where everything that
 * the doors of the package export can be had without an import; `world` declares what else there is. The blocks are modules: at the
 * path of their first line (`// api/v1/website.ts`), or in a folder next to `api/`. A file that is there already is covered by its block.
 */
export function compiledPieces(
  world: string,
  pieces: readonly string[],
  blocks: readonly string[],
  compilerOptions: object = repositoryOptions(),
): readonly WrongPiece[] {
  const head = `${IMPORTS.join('\n')}\n${world}`;
  const functions = pieces.map((piece, at) => `export async function piece${at}() {\n${piece}\n}\n`);
  const starts = functions.map((_, at) => head.length + functions.slice(0, at).join('').length);
  const whole = new Map(blocks.map((block, at) => [join(ROOT, pathIn(block) ?? `controllers/block-${at}.ts`), block]));
  const all = join(ROOT, 'test/reference/pieces.ts');
  const texts = new Map([...whole, [all, head + functions.join('')]]);
  const program = programOf(texts, compilerOptions);
  return [...texts].flatMap(([path, text]) => {
    const file = program.getSourceFile(path);
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return diagnostics.map(({ start = 0, messageText }) => ({
      piece: whole.get(path) ?? pieces[starts.findLastIndex(each => each <= start)] ?? 'the world',
      line: text.slice(0, start).split('\n').length,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
  });
}

/** What the first line says: `// api/v1/website.ts`. */
function pathIn(block: string): string | undefined {
  return /^\/\/ (\S+\.ts)$/m.exec(block.split('\n', 1)[0] ?? '')?.[1];
}

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const DOORS = {
  kubewright: 'runtime/index.ts',
  'kubewright/kinds': 'runtime/kinds/index.ts',
  'kubewright/testing': 'testing/index.ts',
};

/** All that the doors export. Of a name that two of them have, the first counts. */
const IMPORTS = importsOf(DOORS);

function importsOf(doors: Readonly<Record<string, string>>): readonly string[] {
  const seen = new Set<string>();
  return Object.entries(doors).map(([door, path]) => {
    const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.ESNext);
    const names = file.statements
      .flatMap(statement => (ts.isExportDeclaration(statement) && statement.exportClause) || [])
      .flatMap(clause => (ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : []))
      .filter(name => !seen.has(name));
    for (const name of names) seen.add(name);
    return `import { ${names.join(', ')} } from '${door}';`;
  });
}

function repositoryOptions(): object {
  return ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config.compilerOptions;
}

function programOf(texts: ReadonlyMap<string, string>, compilerOptions: object): ts.Program {
  forgetPackages();
  const tree = new SourceTree();
  tree.begin(texts);
  const files = [...texts.keys()];
  const json = { compilerOptions: { ...compilerOptions, ...ALWAYS }, include: [], files };
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, ROOT);
  return fullProgram({ tsconfig: join(ROOT, 'tsconfig.json'), options, files, diagnostics: [] }, programSources(tree))
    .program;
}

/** The imports are of everything, types among it; the package is read from its sources. */
const ALWAYS = { verbatimModuleSyntax: false, isolatedModules: false, customConditions: ['source'], noEmit: true };
