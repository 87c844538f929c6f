// The decorators of kubewright on a class or field, in the order of the source.
import { ts } from './compiler.js';
import { argumentsOf, definitionOf } from './constants.js';
import { ourName, resolved } from './package-names.js';

/** A decorator, or a rule inside of another one, such as in `@Items(...)`. */
export interface OurDecorator {
  /** The name that kubewright gives it. */
  readonly name: string;
  /** The whole of it: a decorator from the `@`. */
  readonly node: ts.Node;
  /** Whether it is written as a call: `@Minimum(0)` is, `@ListSet` is not. */
  readonly called: boolean;
  readonly arguments: readonly ts.Expression[];
}

/**
 * Decorators are told by what they resolve to: renamed and namespace imports count, and constants that hold a decorator
 * or a decorator call; others of the same name do not.
 */
export function ourDecorators(node: ts.Node, checker: ts.TypeChecker): readonly OurDecorator[] {
  const decorators = decoratorsOf(node);
  if (decorators.length === 0) return decorators as readonly [];
  const known = found.get(checker) ?? new WeakMap<ts.Node, readonly OurDecorator[]>();
  found.set(checker, known);
  const before = known.get(node);
  if (before !== undefined) return before;
  const ours = decorators.flatMap(decorator => ourDecorator(decorator.expression, decorator, checker) ?? []);
  known.set(node, ours);
  return ours;
}

/** Asked by each who looks for some of them; another program may resolve their names to something else. */
const found = new WeakMap<ts.TypeChecker, WeakMap<ts.Node, readonly OurDecorator[]>>();

/** What an expression says, if it is a decorator of ours; `node` is the place that findings are told at. */
export function ourDecorator(
  expression: ts.Expression,
  node: ts.Node,
  checker: ts.TypeChecker,
): OurDecorator | undefined {
  const call = definitionOf(expression, checker);
  const called = ts.isCallExpression(call);
  const callee = called ? definitionOf(call.expression, checker) : call;
  const name = ourName(resolved(checker.getSymbolAtLocation(callee), checker));
  return name === undefined
    ? undefined
    : { name, node, called, arguments: called ? argumentsOf(call.arguments, checker) : [] };
}

/** Where the compiler tells of a decorator: after the `@`. */
export function afterAt({ node }: OurDecorator): ts.Node {
  return ts.isDecorator(node) ? node.expression : node;
}

/** All decorators, also those of others. */
export function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  return ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
}
