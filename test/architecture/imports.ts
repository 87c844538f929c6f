// What a source file imports, read with TypeScript's own parser.
import { ts } from 'ts-morph';

/** One import of a file. */
export interface Import {
  /** As it is written: `./store.js`, `kubewright`, `node:http`. */
  readonly specifier: string;
  /** Whether nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
  /** Counted from 1. */
  readonly line: number;
}

/**
 * The imports of a source text, in its order: import and export declarations, `import()` of values and in types.
 * As with `verbatimModuleSyntax`, only `import type` and `export type` go away; `import { type A }` still loads the module.
 */
export function importsOf(fileName: string, text: string): readonly Import[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest);
  // Declarations stand at the top; to look further takes as long as all the rest.
  const isDeep = /\bimport\s*\(/.test(text);
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = importAt(node);
    if (found !== undefined && ts.isStringLiteralLike(found.specifier)) {
      const { line } = source.getLineAndCharacterOfPosition(found.specifier.getStart(source));
      imports.push({ specifier: found.specifier.text, typeOnly: found.typeOnly, line: line + 1 });
    }
    if (isDeep) ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return imports;
}

function importAt(node: ts.Node): { readonly specifier: ts.Node; readonly typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) {
    return {
      specifier: node.moduleSpecifier,
      typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: node.argument.literal, typeOnly: true };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0]) {
    return { specifier: node.arguments[0], typeOnly: false };
  }
  return undefined;
}
