// The decorators of kubewright on a class or field, in the order of the source.
import { ts } from 'ts-morph';
import { definitionOf } from './evaluate.js';
import { ourName, resolved } from './package-names.js';

/** A decorator call. */
export interface OurDecorator {
  /** The name that kubewright gives it. */
  readonly name: string;
  /** The whole of it, from the `@`. */
  readonly node: ts.Decorator;
  readonly arguments: readonly ts.Expression[];
}

/**
 * Decorators are told by what they resolve to: renamed and namespace imports count, and constants that hold a decorator
 * or a decorator call; others of the same name do not.
 */
export function ourDecorators(node: ts.Node, checker: ts.TypeChecker): readonly OurDecorator[] {
  return decoratorsOf(node).flatMap(decorator => {
    const call = definitionOf(decorator.expression, checker);
    const callee = ts.isCallExpression(call) ? definitionOf(call.expression, checker) : call;
    const name = ourName(resolved(checker.getSymbolAtLocation(callee), checker));
    if (name === undefined) return [];
    return [{ name, node: decorator, arguments: ts.isCallExpression(call) ? call.arguments : [] }];
  });
}

/** Decorators that apply a rule of kubewright's out of sight: what a function returns cannot be read. */
export function hiddenRules(node: ts.Node, checker: ts.TypeChecker): readonly ts.Decorator[] {
  const ours = new Set(ourDecorators(node, checker).map(decorator => decorator.node));
  return decoratorsOf(node).filter(
    decorator =>
      !ours.has(decorator) && ourName(checker.getTypeAtLocation(decorator.expression).aliasSymbol) === 'Field',
  );
}

function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  return ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
}
