// Computes what a decorator's argument says, without running the program.

import { isObject } from '../../schema/json.js';
import type { Json } from '../../schema/structural-schema.js';
import { ts } from './compiler.js';
import { constantOf } from './constants.js';
import { bare, initializerOf, nameOf } from './expression-parts.js';
import { originOf } from './origin.js';

/** The value, or the part of the expression that cannot be told from the source. */
export type Evaluated =
  | { readonly known: true; readonly value: Json }
  | {
      readonly known: false;
      readonly node: ts.Expression;
      readonly why: string;
      /** Whatever the type says, and from wherever it is named. */
      readonly certain?: true;
    };

/**
 * Literals, negative numbers, arrays, objects and templates of those, texts joined with `+`, constants (also imported ones,
 * those of JSON files, and members of constant objects), also spread ones, enum members, and whatever else has a literal
 * type. Objects leave `undefined` out, as JSON does. A constant that is written to later is not known.
 */
export function evaluate(written: ts.Expression, checker: ts.TypeChecker): Evaluated {
  return new Evaluation(checker).of(written);
}

export function isUndefined(expression: ts.Expression): boolean {
  const inner = bare(expression);
  return ts.isIdentifier(inner) && inner.text === 'undefined';
}

/** In characters: about what etcd takes. Constants that hold others twice come to it soon. */
const MOST = 1_500_000;
/** In expressions and constants. */
const DEEPEST = 1500;

/** Of one argument. Each expression is looked at once, however many constants name it. */
class Evaluation {
  readonly #known = new Map<ts.Expression, Evaluated>();
  readonly #above = new Set<ts.Expression>();
  readonly #sizes = new Map<Json, number>();

  constructor(readonly checker: ts.TypeChecker) {}

  of(written: ts.Expression): Evaluated {
    const expression = bare(written);
    if (this.#above.has(expression)) return unknown(written, 'it is defined by itself');
    if (this.#above.size > DEEPEST) return certainly(written, 'it is defined through too many others');
    const before = this.#known.get(expression);
    if (before !== undefined) return before;
    this.#above.add(expression);
    const result = this.#bounded(this.#evaluate(expression, written), written);
    this.#above.delete(expression);
    if (result.known) this.#known.set(expression, result);
    return result;
  }

  #evaluate(expression: ts.Expression, written: ts.Expression): Evaluated {
    if (ts.isStringLiteralLike(expression)) return text(expression);
    if (ts.isNumericLiteral(expression)) return number(expression);
    if (expression.kind === ts.SyntaxKind.TrueKeyword) return known(true);
    if (expression.kind === ts.SyntaxKind.FalseKeyword) return known(false);
    if (expression.kind === ts.SyntaxKind.NullKeyword) return known(null);
    if (ts.isPrefixUnaryExpression(expression)) return this.#signed(expression);
    if (ts.isArrayLiteralExpression(expression)) return this.#list(expression);
    if (ts.isObjectLiteralExpression(expression)) return this.#record(expression);
    if (ts.isTemplateExpression(expression)) return this.#template(expression);
    if (isPlus(expression)) return this.#joined(expression);

    if (ts.isSpreadElement(expression)) return this.#spread(expression);

    const constant = constantOf(expression, this.checker);
    if (constant?.is === 'changed') return changed(written, constant.by);
    if (constant !== undefined) {
      const result = this.of(constant.expression);
      if (result.known) return result;
      if (result.certain) return { ...result, node: written };
    }
    return literalType(expression, this.checker) ?? unknown(written, reason(expression));
  }

  #bounded(result: Evaluated, written: ts.Expression): Evaluated {
    if (!result.known) return result;
    const size = this.#sizeOf(result.value);
    this.#sizes.set(result.value, size);
    return size > MOST ? certainly(written, 'it is longer than a definition may be') : result;
  }

  /** Of its parts the sizes are known. */
  #sizeOf(value: Json): number {
    if (typeof value === 'string') return value.length + 1;
    if (typeof value !== 'object' || value === null) return 1;
    const before = this.#sizes.get(value);
    if (before !== undefined) return before;
    let size = 1;
    for (const part of Object.values(value)) size += this.#sizeOf(part);
    return size;
  }

  #signed(expression: ts.PrefixUnaryExpression): Evaluated {
    const operand = this.of(expression.operand);
    if (!operand.known) return operand;
    if (typeof operand.value !== 'number') return unknown(expression, 'only a number can have a sign');
    if (expression.operator === ts.SyntaxKind.MinusToken) return known(-operand.value);
    if (expression.operator === ts.SyntaxKind.PlusToken) return operand;
    return unknown(expression, 'it is computed');
  }

  /** A template with constants in it, such as a rule that names a limit. */
  #template(expression: ts.TemplateExpression): Evaluated {
    let text = expression.head.text;
    for (const span of expression.templateSpans) {
      const part = this.of(span.expression);
      if (!part.known) return part;
      if (typeof part.value === 'object') return unknown(span.expression, 'only texts and numbers can stand in a text');
      text += `${part.value}${span.literal.text}`;
      if (text.length > MOST) break;
    }
    return known(text);
  }

  /** Texts that are written in several lines; sums of numbers are computed. */
  #joined(expression: ts.BinaryExpression): Evaluated {
    const left = this.of(expression.left);
    if (!left.known) return left;
    const right = this.of(expression.right);
    if (!right.known) return right;
    const texts = typeof left.value === 'string' && typeof right.value === 'string';
    return texts ? known(`${left.value}${right.value}`) : unknown(expression, 'it is computed');
  }

  #list(expression: ts.ArrayLiteralExpression): Evaluated {
    const values: Json[] = [];
    for (const element of expression.elements) {
      const spread = ts.isSpreadElement(element);
      const item = this.of(spread ? element.expression : element);
      if (!item.known) return item;
      if (!spread) values.push(item.value);
      else if (!Array.isArray(item.value) || item.value.length === 0) return unknown(element, reason(element));
      else for (const value of item.value) values.push(value);
      if (values.length > MOST) break;
    }
    return known(values);
  }

  /** One that is left among arguments, where those that are written out stand in its place. */
  #spread(expression: ts.SpreadElement): Evaluated {
    const list = this.of(expression.expression);
    if (!list.known && list.certain) return list;
    const isLong = list.known && Array.isArray(list.value) && list.value.length > 0;
    return unknown(expression, isLong ? 'it comes to too many' : reason(expression));
  }

  #record(expression: ts.ObjectLiteralExpression): Evaluated {
    const values = new Map<string, Json>();
    for (const property of expression.properties) {
      if (ts.isSpreadAssignment(property)) {
        const spread = this.of(property.expression);
        if (!spread.known) return spread;
        if (!isObject(spread.value)) return unknown(property.expression, 'it spreads what is no object');
        for (const [name, value] of Object.entries(spread.value)) values.set(name, value);
        continue;
      }
      const name = property.name && nameOf(property.name);
      if (name === undefined) return unknown(expression, 'a name in it is computed');
      const initializer = initializerOf(property);
      if (initializer === undefined) return unknown(expression, `"${name}" in it is a function`);
      const value = isUndefined(initializer) ? undefined : this.of(initializer);
      if (value?.known === false) return value;
      if (value === undefined) values.delete(name);
      else values.set(name, value.value);
    }
    // So that a field named __proto__ is a field like any other.
    return known(Object.fromEntries(values));
  }
}

/** No file can hold half a character. */
function text(literal: ts.StringLiteralLike): Evaluated {
  return literal.text.isWellFormed() ? known(literal.text) : unknown(literal, 'it has half of a surrogate pair in it');
}

/** JSON has no infinity, and a whole number that JavaScript rounds is not the one that is written. */
function number(literal: ts.NumericLiteral): Evaluated {
  const value = Number(literal.text);
  if (!Number.isFinite(value)) return unknown(literal, 'a number cannot be that great');
  const digits = literal.getText().replaceAll('_', '');
  const exact = !/^(\d+|0[box][\da-f]+)$/i.test(digits) || BigInt(digits) === BigInt(value);
  return exact ? known(value) : unknown(literal, `JavaScript numbers cannot hold it exactly, and make it ${value}`);
}

function isPlus(expression: ts.Expression): expression is ts.BinaryExpression {
  return ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** What is no constant may have another value than the compiler last saw in it: functions may set it. */
function literalType(expression: ts.Expression, checker: ts.TypeChecker): Evaluated | undefined {
  const isName = ts.isIdentifier(expression) || ts.isPropertyAccessExpression(expression);
  const symbol = isName ? checker.getSymbolAtLocation(expression) : undefined;
  const isVariable = symbol !== undefined && symbol.flags & (ts.SymbolFlags.Variable | ts.SymbolFlags.Property);
  const type = isVariable ? checker.getTypeOfSymbol(symbol) : checker.getTypeAtLocation(expression);
  if (type.isStringLiteral() || type.isNumberLiteral()) return known(type.value);
  if (type.flags & ts.TypeFlags.BooleanLiteral) return known(checker.typeToString(type) === 'true');
  return undefined;
}

function changed(written: ts.Expression, by: ts.Node): Evaluated {
  const { file, line } = originOf(by);
  const name = file.slice(file.lastIndexOf('/') + 1);
  const where = by.getSourceFile() === written.getSourceFile() ? `line ${line}` : `line ${line} of ${name}`;
  return certainly(written, `${bare(written).getText()} is changed in ${where}`);
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

function certainly(node: ts.Expression, why: string): Evaluated {
  return { known: false, node, why, certain: true };
}
