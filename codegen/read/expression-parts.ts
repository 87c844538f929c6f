// The parts of expressions, as far as they are written out.
import { ts } from './compiler.js';

/** What a property of an object literal is set to; undefined for methods and accessors. */
export function initializerOf(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** The text of a name that is written out; undefined for a computed one. */
export function nameOf(name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name)) {
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  }
  return ts.isPrivateIdentifier(name) ? undefined : name.text;
}

/** The expression in parentheses, type assertions and `Object.freeze`. */
export function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  for (;;) {
    const frozen = frozenBy(inner);
    if (frozen !== undefined) inner = frozen;
    else if (
      ts.isParenthesizedExpression(inner) ||
      ts.isAsExpression(inner) ||
      ts.isTypeAssertionExpression(inner) ||
      ts.isSatisfiesExpression(inner) ||
      ts.isNonNullExpression(inner)
    ) {
      inner = inner.expression;
    } else return inner;
  }
}

function frozenBy(call: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { expression: object, name } = call.expression;
  return ts.isIdentifier(object) && object.text === 'Object' && name.text === 'freeze' ? call.arguments[0] : undefined;
}
