// The values of arguments that are literals through and through: nothing in them is named, computed or spread.

import type { Json } from '../../schema/structural-schema.js';
import { ts } from './compiler.js';
import { nameOf } from './expression-parts.js';

/** Undefined for what is more than a literal, and for literals that the compiler might say something of. */
export function literalValue(node: ts.Expression): Json | undefined {
  if (ts.isStringLiteral(node)) return /\\\d/.test(node.getText()) ? undefined : node.text;
  if (ts.isNumericLiteral(node))
    return /^(0|[1-9]\d{0,14})(\.\d+)?$/.test(node.getText()) ? Number(node.text) : undefined;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isArrayLiteralExpression(node)) return list(node);
  if (ts.isObjectLiteralExpression(node)) return record(node);
  const isNegative = ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken;
  const below = isNegative && ts.isNumericLiteral(node.operand) ? literalValue(node.operand) : undefined;
  return typeof below === 'number' ? -below : undefined;
}

function list({ elements }: ts.ArrayLiteralExpression): readonly Json[] | undefined {
  const values: Json[] = [];
  for (const element of elements) {
    const value = literalValue(element);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function record({ properties }: ts.ObjectLiteralExpression): Json | undefined {
  const values = new Map<string, Json>();
  for (const property of properties) {
    if (!ts.isPropertyAssignment(property) || isMarked(property)) return undefined;
    const name = nameOf(property.name);
    const value = literalValue(property.initializer);
    if (name === undefined || name === '__proto__' || value === undefined || values.has(name)) return undefined;
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** Whether a keyword, `?` or `!` stands at the name: the parser takes them, and the checker refuses them. */
function isMarked(property: ts.PropertyAssignment): boolean {
  const { modifiers, questionToken, exclamationToken } = property as Marks;
  return [modifiers, questionToken, exclamationToken].some(mark => mark !== undefined);
}

interface Marks {
  readonly modifiers?: unknown;
  readonly questionToken?: unknown;
  readonly exclamationToken?: unknown;
}
