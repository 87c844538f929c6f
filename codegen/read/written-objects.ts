// The objects and lists that the code of a file writes to after they were made.
import { ts } from './compiler.js';
import { bare } from './expression-parts.js';

/** Something is written into an object. */
export interface Write {
  /** What is written to, such as `LIMITS` of `LIMITS.max = 6`. */
  readonly object: ts.Expression;
  /** The name that is written; undefined where it is computed, or where any may be. */
  readonly name: string | undefined;
  readonly node: ts.Node;
}

/**
 * Assignments, `++`, `delete`, methods that change a list, and the functions of `Object` and `Reflect` that change an object.
 * What a function does to its parameters is not followed.
 */
export function writesIn(file: ts.SourceFile): readonly Write[] {
  const before = known.get(file);
  if (before !== undefined) return before;
  const writes: Write[] = [];
  const visit = (node: ts.Node): void => {
    for (const target of targetsOf(node)) writes.push(...writesTo(target, node));
    if (ts.isCallExpression(node)) writes.push(...writesOfCall(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  known.set(file, writes);
  return writes;
}

const known = new WeakMap<ts.SourceFile, readonly Write[]>();

/** What a node gives another value. */
function targetsOf(node: ts.Node): readonly ts.Expression[] {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return [node.left];
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return node.operator === PlusPlusToken || node.operator === MinusMinusToken ? [node.operand] : [];
  }
  if (ts.isDeleteExpression(node)) return [node.expression];
  const isLoop = ts.isForInStatement(node) || ts.isForOfStatement(node);
  return isLoop && !ts.isVariableDeclarationList(node.initializer) ? [node.initializer] : [];
}

const { PlusPlusToken, MinusMinusToken, FirstAssignment, LastAssignment } = ts.SyntaxKind;

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= FirstAssignment && kind <= LastAssignment;
}

/** A name alone is no object that is written to. */
function writesTo(target: ts.Expression, node: ts.Node): readonly Write[] {
  const inner = bare(target);
  if (ts.isPropertyAccessExpression(inner)) return [{ object: inner.expression, name: inner.name.text, node }];
  if (ts.isElementAccessExpression(inner)) {
    const { argumentExpression: key } = inner;
    return [{ object: inner.expression, name: ts.isStringLiteralLike(key) ? key.text : undefined, node }];
  }
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.flatMap(each => writesTo(each, node));
  if (ts.isObjectLiteralExpression(inner)) return inner.properties.flatMap(each => writesTo(partOf(each), node));
  if (ts.isSpreadElement(inner)) return writesTo(inner.expression, node);
  return ts.isBinaryExpression(inner) ? writesTo(inner.left, node) : [];
}

function partOf(property: ts.ObjectLiteralElementLike): ts.Expression {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isSpreadAssignment(property) ? property.expression : (property.name as ts.Expression);
}

function writesOfCall(node: ts.CallExpression): readonly Write[] {
  const { expression: callee } = node;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const method = callee.name.text;
  if (LIST_METHODS.has(method)) return [{ object: callee.expression, name: undefined, node }];
  const [object] = node.arguments;
  const isOfLibrary = ts.isIdentifier(callee.expression) && /^(Object|Reflect)$/.test(callee.expression.text);
  return isOfLibrary && OBJECT_FUNCTIONS.has(method) && object ? [{ object, name: undefined, node }] : [];
}

const LIST_METHODS = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin']);
const OBJECT_FUNCTIONS = new Set([
  'assign',
  'defineProperty',
  'defineProperties',
  'set',
  'setPrototypeOf',
  'deleteProperty',
]);
