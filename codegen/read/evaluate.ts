// Computes what a decorator's argument says, without running the program.

import { isObject } from '../../schema/json.js';
import type { Json } from '../../schema/structural-schema.js';
import { ts } from './compiler.js';

/** The value, or the part of the expression that cannot be told from the source. */
export type Evaluated =
  | { readonly known: true; readonly value: Json }
  | { readonly known: false; readonly node: ts.Expression; readonly why: string };

/**
 * Literals, negative numbers, arrays, objects and templates of those, texts joined with `+`, constants (also imported ones
 * and members of constant objects), also spread ones, enum members, and whatever else has a literal type. Objects leave
 * `undefined` out, as JSON does.
 */
export function evaluate(written: ts.Expression, checker: ts.TypeChecker): Evaluated {
  return evaluateWithin(written, checker, new Set());
}

/** The expression behind parentheses, `as`, `satisfies` and names of constants: where its parts are written. */
export function definitionOf(written: ts.Expression, checker: ts.TypeChecker): ts.Expression {
  const seen = new Set<ts.Expression>();
  let expression = bare(written);
  while (!seen.has(expression)) {
    seen.add(expression);
    expression = bare(constantOf(expression, checker) ?? expression);
  }
  return expression;
}

function evaluateWithin(written: ts.Expression, checker: ts.TypeChecker, above: ReadonlySet<ts.Node>): Evaluated {
  const expression = bare(written);
  if (above.has(expression)) return unknown(written, 'it is defined by itself');
  const within = new Set([...above, expression]);

  if (ts.isStringLiteralLike(expression)) return known(expression.text);
  if (ts.isNumericLiteral(expression)) return number(expression);
  if (expression.kind === ts.SyntaxKind.TrueKeyword) return known(true);
  if (expression.kind === ts.SyntaxKind.FalseKeyword) return known(false);
  if (expression.kind === ts.SyntaxKind.NullKeyword) return known(null);
  if (ts.isPrefixUnaryExpression(expression)) return signed(expression, checker, within);
  if (ts.isArrayLiteralExpression(expression)) return list(expression, checker, within);
  if (ts.isObjectLiteralExpression(expression)) return record(expression, checker, within);
  if (ts.isTemplateExpression(expression)) return template(expression, checker, within);
  if (isPlus(expression)) return joined(expression, checker, within);

  const constant = constantOf(expression, checker);
  if (constant !== undefined) {
    const result = evaluateWithin(constant, checker, within);
    if (result.known) return result;
  }
  return literalType(expression, checker) ?? unknown(written, reason(expression));
}

/** JSON has no infinity, and a whole number that JavaScript rounds is not the one that is written. */
function number(literal: ts.NumericLiteral): Evaluated {
  const value = Number(literal.text);
  if (!Number.isFinite(value)) return unknown(literal, 'a number cannot be that great');
  const digits = literal.getText().replaceAll('_', '');
  const exact = !/^(\d+|0[box][\da-f]+)$/i.test(digits) || BigInt(digits) === BigInt(value);
  return exact ? known(value) : unknown(literal, `JavaScript numbers cannot hold it exactly, and make it ${value}`);
}

function signed(expression: ts.PrefixUnaryExpression, checker: ts.TypeChecker, above: ReadonlySet<ts.Node>): Evaluated {
  const operand = evaluateWithin(expression.operand, checker, above);
  if (!operand.known) return operand;
  if (typeof operand.value !== 'number') return unknown(expression, 'only a number can have a sign');
  if (expression.operator === ts.SyntaxKind.MinusToken) return known(-operand.value);
  if (expression.operator === ts.SyntaxKind.PlusToken) return operand;
  return unknown(expression, 'it is computed');
}

/** A template with constants in it, such as a rule that names a limit. */
function template(expression: ts.TemplateExpression, checker: ts.TypeChecker, above: ReadonlySet<ts.Node>): Evaluated {
  let text = expression.head.text;
  for (const span of expression.templateSpans) {
    const part = evaluateWithin(span.expression, checker, above);
    if (!part.known) return part;
    if (typeof part.value === 'object') return unknown(span.expression, 'only texts and numbers can stand in a text');
    text += `${part.value}${span.literal.text}`;
  }
  return known(text);
}

function isPlus(expression: ts.Expression): expression is ts.BinaryExpression {
  return ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** Texts that are written in several lines; sums of numbers are computed. */
function joined(expression: ts.BinaryExpression, checker: ts.TypeChecker, above: ReadonlySet<ts.Node>): Evaluated {
  const left = evaluateWithin(expression.left, checker, above);
  if (!left.known) return left;
  const right = evaluateWithin(expression.right, checker, above);
  if (!right.known) return right;
  const texts = typeof left.value === 'string' && typeof right.value === 'string';
  return texts ? known(`${left.value}${right.value}`) : unknown(expression, 'it is computed');
}

function list(expression: ts.ArrayLiteralExpression, checker: ts.TypeChecker, above: ReadonlySet<ts.Node>): Evaluated {
  const values: Json[] = [];
  for (const element of expression.elements) {
    const spread = ts.isSpreadElement(element);
    const item = evaluateWithin(spread ? element.expression : element, checker, above);
    if (!item.known) return item;
    if (!spread) values.push(item.value);
    else if (Array.isArray(item.value) && item.value.length > 0) values.push(...item.value);
    else return unknown(element, reason(element));
  }
  return known(values);
}

function record(
  expression: ts.ObjectLiteralExpression,
  checker: ts.TypeChecker,
  above: ReadonlySet<ts.Node>,
): Evaluated {
  const values = new Map<string, Json>();
  for (const property of expression.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = evaluateWithin(property.expression, checker, above);
      if (!spread.known) return spread;
      if (!isObject(spread.value)) return unknown(property.expression, 'it spreads what is no object');
      for (const [name, value] of Object.entries(spread.value)) values.set(name, value);
      continue;
    }
    const name = property.name && nameOf(property.name);
    if (name === undefined) return unknown(expression, 'a name in it is computed');
    const initializer = initializerOf(property);
    if (initializer === undefined) return unknown(expression, `"${name}" in it is a function`);
    const value = isUndefined(initializer) ? undefined : evaluateWithin(initializer, checker, above);
    if (value?.known === false) return value;
    if (value === undefined) values.delete(name);
    else values.set(name, value.value);
  }
  // So that a field named __proto__ is a field like any other.
  return known(Object.fromEntries(values));
}

export function isUndefined(expression: ts.Expression): boolean {
  const inner = bare(expression);
  return ts.isIdentifier(inner) && inner.text === 'undefined';
}

/** The properties of an object, with those of the constants that it spreads in their places. */
export function propertiesOf(
  object: ts.ObjectLiteralExpression,
  checker: ts.TypeChecker,
  depth = 0,
): readonly ts.ObjectLiteralElementLike[] {
  return object.properties.flatMap(property => {
    const spread = ts.isSpreadAssignment(property) && depth < DEEPEST && definitionOf(property.expression, checker);
    return spread && ts.isObjectLiteralExpression(spread) ? propertiesOf(spread, checker, depth + 1) : [property];
  });
}

/**
 * The arguments of a call, with those of the constants that it spreads in their places. A list that is written empty is
 * filled later, and stays.
 */
export function argumentsOf(
  written: readonly ts.Expression[],
  checker: ts.TypeChecker,
  depth = 0,
): readonly ts.Expression[] {
  return written.flatMap(argument => {
    const spread = ts.isSpreadElement(argument) && depth < DEEPEST && definitionOf(argument.expression, checker);
    const isWritten = spread && ts.isArrayLiteralExpression(spread) && spread.elements.length > 0;
    return isWritten ? argumentsOf(spread.elements, checker, depth + 1) : [argument];
  });
}

/** A constant may spread itself. */
const DEEPEST = 20;

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

/** The initializer of the constant that an expression names. */
function constantOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(expression)) {
    const holder = definitionOf(expression.expression, checker);
    if (ts.isObjectLiteralExpression(holder)) return propertyOf(holder, expression.name.text, checker);
  }
  const declaration = symbolOf(expression, checker)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConst ? declaration.initializer : undefined;
}

/** Undefined also where it may be set again by what is spread or computed behind it. */
function propertyOf(
  object: ts.ObjectLiteralExpression,
  name: string,
  checker: ts.TypeChecker,
): ts.Expression | undefined {
  const property = propertiesOf(object, checker).findLast(each => {
    const own = each.name && nameOf(each.name);
    return own === undefined || own === name;
  });
  return property?.name && nameOf(property.name) === name ? initializerOf(property) : undefined;
}

function symbolOf(expression: ts.Expression, checker: ts.TypeChecker): ts.Symbol | undefined {
  const parent = expression.parent;
  const symbol =
    parent && ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(expression);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function literalType(expression: ts.Expression, checker: ts.TypeChecker): Evaluated | undefined {
  const type = checker.getTypeAtLocation(expression);
  if (type.isStringLiteral() || type.isNumberLiteral()) return known(type.value);
  if (type.flags & ts.TypeFlags.BooleanLiteral) return known(checker.typeToString(type) === 'true');
  return undefined;
}

function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

function reason(expression: ts.Expression): string {
  if (ts.isCallExpression(expression) || ts.isNewExpression(expression)) return 'it is the result of a call';
  if (ts.isArrowFunction(expression) || ts.isFunctionExpression(expression)) return 'it is a function';
  if (ts.isSpreadElement(expression)) return 'it spreads what is not written out';
  if (ts.isIdentifier(expression)) return `${expression.text} is not a constant with a written value`;
  return 'it is computed';
}

function known(value: Json): Evaluated {
  return { known: true, value };
}

function unknown(node: ts.Expression, why: string): Evaluated {
  return { known: false, node, why };
}
