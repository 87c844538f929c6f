// Finds what a function writes into its answer where the type has no such field. The compiler lets that pass for functions
// whose return type follows from their place.

import { isPlainObject } from './arrivals.js';
import { ts } from './compiler.js';
import { nameOf } from './expression-parts.js';
import type { ReadableFunction } from './value-uses.js';

/** A field that is written, and goes nowhere. */
export interface StrayField {
  readonly node: ts.Node;
  /** Such as `.spec.imgae`. */
  readonly field: string;
  /** A field that is there, and whose name differs in one or two letters. */
  readonly meant?: string;
}

/** Those of the object literals that a function answers. */
export function strayFields(convert: ReadableFunction, checker: ts.TypeChecker): readonly StrayField[] {
  return answersOf(convert).flatMap(answer => strayIn(answer, '', checker));
}

function answersOf({ body }: ReadableFunction): readonly ts.Expression[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const answers: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) answers.push(node.expression);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return answers;
}

const HEAD = new Set(['apiVersion', 'kind', 'metadata']);

function strayIn(written: ts.Expression, path: string, checker: ts.TypeChecker): readonly StrayField[] {
  if (ts.isParenthesizedExpression(written)) return strayIn(written.expression, path, checker);
  if (ts.isConditionalExpression(written)) {
    return [written.whenTrue, written.whenFalse].flatMap(branch => strayIn(branch, path, checker));
  }
  if (!ts.isObjectLiteralExpression(written)) return [];
  const type = checker.getContextualType(written);
  const expected = type && checker.getNonNullableType(type);
  if (expected === undefined || !isPlainObject(expected) || !hasNamedFields(expected, checker)) return [];
  return written.properties.flatMap(property => {
    const name = property.name && nameOf(property.name);
    if (property.name === undefined || name === undefined || (path === '' && HEAD.has(name))) return [];
    const field = `${path}.${name}`;
    if (checker.getPropertyOfType(expected, name) === undefined) {
      const meant = checker.getPropertiesOfType(expected).find(each => isNear(each.name, name))?.name;
      return [{ node: property.name, field, ...(meant === undefined ? {} : { meant }) }];
    }
    return ts.isPropertyAssignment(property) ? strayIn(property.initializer, field, checker) : [];
  });
}

/** A map takes every name, and a type without fields says nothing. */
function hasNamedFields(type: ts.Type, checker: ts.TypeChecker): boolean {
  const isMap = checker.getIndexTypeOfType(type, ts.IndexKind.String) !== undefined;
  return !isMap && checker.getPropertiesOfType(type).length > 0;
}

/** The same letters in another order, or one more or less. */
function isNear(a: string, b: string): boolean {
  const sorted = (text: string) => [...text.toLowerCase()].sort().join('');
  if (sorted(a) === sorted(b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    long.length - short.length === 1 &&
    [...long].some((_letter, at) => long.slice(0, at) + long.slice(at + 1) === short)
  );
}
