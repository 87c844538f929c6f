// Decorators that apply decorators of kubewright out of sight: what a function does or answers cannot be read.
import { ts } from './compiler.js';
import { decoratorsOf, ourDecorators } from './our-decorators.js';
import { ourName, packagePath, resolved } from './package-names.js';

/** Those at a class or field whose type is that of kubewright's, or that mention one, such as `@compose(Minimum(1))`. */
export function hiddenRules(node: ts.Node, checker: ts.TypeChecker, from: RegExp = OF_TYPES): readonly ts.Decorator[] {
  const ours = new Set<ts.Node>(ourDecorators(node, checker).map(decorator => decorator.node));
  return decoratorsOf(node).filter(
    decorator =>
      !ours.has(decorator) &&
      (isOurType(decorator.expression, checker, from) || mentionsOurs(decorator.expression, checker, from, new Set())),
  );
}

/** Where kubewright declares the decorators of types, and those of reconcilers and webhooks. */
const OF_TYPES = /^decorators\//;
export const OF_BEHAVIOUR = /^runtime\/builder\/(reconciles|rbac|webhooks)\./;

/** Whether the type of a decorator is one that kubewright's decorators have. */
function isOurType(expression: ts.Expression, checker: ts.TypeChecker, from: RegExp): boolean {
  const type = checker.getTypeAtLocation(expression);
  return type.getCallSignatures().some(({ declaration }) => {
    const file = declaration?.getSourceFile().fileName;
    return file !== undefined && from.test(packagePath(file) ?? '');
  });
}

/** Functions and constants that are looked into. */
const MOST = 100;

/** In the code, and in that of the functions and constants that it names. */
function mentionsOurs(node: ts.Node, checker: ts.TypeChecker, from: RegExp, seen: Set<ts.Node>): boolean {
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return false;
  if (!ts.isIdentifier(node)) return ts.forEachChild(node, below => mentionsOurs(below, checker, from, seen)) ?? false;
  const symbol = resolved(checker.getSymbolAtLocation(node), checker);
  if (symbol === undefined) return false;
  if (isOurs(symbol, from)) return true;
  const code = codeOf(symbol.valueDeclaration);
  if (code === undefined || code.getSourceFile().isDeclarationFile || seen.has(code) || seen.size > MOST) return false;
  seen.add(code);
  return mentionsOurs(code, checker, from, seen);
}

/** Decorators are written with capitals, as are classes; other functions are not. */
function isOurs(symbol: ts.Symbol, from: RegExp): boolean {
  const { fileName } = symbol.declarations?.[0]?.getSourceFile() ?? {};
  const path = fileName === undefined ? undefined : packagePath(fileName);
  const isValue = symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable);
  return path !== undefined && from.test(path) && isValue !== 0 && /^[A-Z]/.test(ourName(symbol) ?? '');
}

function codeOf(declaration: ts.Declaration | undefined): ts.Node | undefined {
  if (declaration === undefined) return undefined;
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) return declaration.initializer;
  if (ts.isPropertyAssignment(declaration)) return declaration.initializer;
  const isFunction = ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration);
  return isFunction ? declaration.body : undefined;
}
