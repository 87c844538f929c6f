// Tells files with decorators from those that only look so: an `@` can stand in a text, an expression or a comment.
import { ts } from './compiler.js';

/** Whether a class of the file, or a member of one, has a decorator; also true where the syntax leaves it open. */
export function hasDecorators(file: string, text: string): boolean {
  if (isCertain(file, text)) return true;
  const source = ts.createSourceFile(file, text, {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  const { parseDiagnostics } = source as { parseDiagnostics?: readonly unknown[] };
  return parseDiagnostics === undefined || parseDiagnostics.length > 0 || someDecorated(source);
}

/**
 * Tells most files without parsing them: a line in neither a comment nor a text that starts with `@` and a name holds a
 * decorator, or the syntax is wrong. Only comments, templates, escaped line ends and the text of JSX go over lines.
 */
function isCertain(file: string, text: string): boolean {
  const at = text.search(/^[ \t]*@[A-Za-z_$]/m);
  const before = text.slice(0, Math.max(at, 0));
  if (at < 0 || file.endsWith('x') || /`|\\[\r\n\u2028\u2029]/.test(before)) return false;
  const comment = before.lastIndexOf('/*');
  return comment < 0 || before.lastIndexOf('*/') > comment + 1;
}

function someDecorated(node: ts.Node): boolean {
  if (ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0) return true;
  return ts.forEachChild(node, someDecorated) ?? false;
}
