// Tells files with decorators from those that only look so: an `@` can stand in a text, an expression or a comment.
import { ts } from './compiler.js';

/** Whether a class of the file, or a member of one, has a decorator; also true where the syntax leaves it open. */
export function hasDecorators(file: string, text: string): boolean {
  const source = ts.createSourceFile(file, text, {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  const { parseDiagnostics } = source as { parseDiagnostics?: readonly unknown[] };
  return parseDiagnostics === undefined || parseDiagnostics.length > 0 || someDecorated(source);
}

function someDecorated(node: ts.Node): boolean {
  if (ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0) return true;
  return ts.forEachChild(node, someDecorated) ?? false;
}
