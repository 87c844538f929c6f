// The decorators of kubewright on a class or field, in the order of the source.
import { ts } from 'ts-morph';
import { ourName, resolved } from './package-names.js';

/** A decorator call. */
export interface OurDecorator {
  /** The name that kubewright gives it. */
  readonly name: string;
  /** The whole of it, from the `@`. */
  readonly node: ts.Decorator;
  readonly arguments: readonly ts.Expression[];
}

/** Decorators are told by what they resolve to: renamed and namespace imports count, others of the same name do not. */
export function ourDecorators(node: ts.Node, checker: ts.TypeChecker): readonly OurDecorator[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).flatMap(decorator => {
    const call = decorator.expression;
    const callee = ts.isCallExpression(call) ? call.expression : call;
    const name = ourName(resolved(checker.getSymbolAtLocation(callee), checker));
    if (name === undefined) return [];
    return [{ name, node: decorator, arguments: ts.isCallExpression(call) ? call.arguments : [] }];
  });
}
