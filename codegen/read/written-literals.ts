// The literals of a written type in the order of the source: the checker keeps unions in an order of its own.

import { accessedTypes } from './accessed-type.js';
import { ts } from './compiler.js';
import { definitionOf } from './constants.js';
import { type Bound, boundTo, namedDeclaration } from './declared-type.js';
import { resolved } from './package-names.js';

/**
 * The literals that a type may have, in the order in which they are written: through aliases, enums, constants, fields of
 * other types, `keyof` and what a generic type is given. It may name more than the type has, such as what `Exclude` leaves out.
 */
export function writtenLiterals(
  node: ts.TypeNode | undefined,
  checker: ts.TypeChecker,
  bound?: Bound,
): readonly (string | number)[] {
  return node === undefined ? [] : literalsOf(node, { checker, bound }, 0);
}

interface Look {
  readonly checker: ts.TypeChecker;
  readonly bound: Bound | undefined;
}

type Literals = readonly (string | number)[];

function literalsOf(node: ts.TypeNode, look: Look, depth: number): Literals {
  const { checker } = look;
  if (depth > 20) return [];
  const inside = (below: ts.TypeNode) => literalsOf(below, look, depth + 1);
  if (ts.isParenthesizedTypeNode(node)) return inside(node.type);
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return node.types.flatMap(inside);
  if (ts.isConditionalTypeNode(node)) return [node.trueType, node.falseType].flatMap(inside);
  if (ts.isTypeReferenceNode(node)) return ofReference(node, look, depth);
  if (ts.isTypeOperatorNode(node))
    return node.operator === ts.SyntaxKind.KeyOfKeyword ? keysOf(node.type, checker) : [];
  if (ts.isIndexedAccessTypeNode(node)) return ofAccess(node, look, depth);
  if (ts.isLiteralTypeNode(node) || ts.isTypeQueryNode(node)) return literalOf(checker.getTypeFromTypeNode(node));
  return [];
}

function ofReference(node: ts.TypeReferenceNode, look: Look, depth: number): Literals {
  const argument = boundTo(node, look.checker, look.bound);
  if (argument !== undefined) return literalsOf(argument, look, depth + 1);
  const declaration = namedDeclaration(node, look.checker);
  return [
    ...(node.typeArguments ?? []).flatMap(each => literalsOf(each, look, depth + 1)),
    ...(declaration === undefined ? [] : literalsIn(declaration, look, depth + 1)),
  ];
}

function literalsIn(declaration: ts.Declaration, look: Look, depth: number): Literals {
  if (ts.isTypeAliasDeclaration(declaration)) return literalsOf(declaration.type, look, depth);
  const members = ts.isEnumDeclaration(declaration)
    ? declaration.members
    : ts.isEnumMember(declaration)
      ? [declaration]
      : [];
  return members.flatMap(member => look.checker.getConstantValue(member) ?? []);
}

/** `(typeof LEVELS)[number]`, `(typeof PORTS)[keyof typeof PORTS]`, `Spec['level']`. */
function ofAccess(node: ts.IndexedAccessTypeNode, look: Look, depth: number): Literals {
  const { checker } = look;
  const object = bare(node.objectType);
  const constant = ts.isTypeQueryNode(object) ? constantOf(object, checker) : undefined;
  if (constant !== undefined) {
    const parts = ts.isArrayLiteralExpression(constant)
      ? constant.elements
      : ts.isObjectLiteralExpression(constant)
        ? constant.properties.flatMap(property => (ts.isPropertyAssignment(property) ? [property.initializer] : []))
        : [];
    return parts.flatMap(part => literalOf(checker.getTypeAtLocation(part)));
  }
  return accessedTypes(node, checker, look.bound).flatMap(({ written, bound }) =>
    literalsOf(written, { checker, bound }, depth + 1),
  );
}

function bare(node: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(node) ? bare(node.type) : node;
}

/** The list or object that a constant is defined as. */
function constantOf(query: ts.TypeQueryNode, checker: ts.TypeChecker): ts.Expression | undefined {
  const declaration = resolved(checker.getSymbolAtLocation(query.exprName), checker)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  return declaration.initializer && definitionOf(declaration.initializer, checker);
}

function keysOf(node: ts.TypeNode, checker: ts.TypeChecker): Literals {
  return checker
    .getTypeFromTypeNode(node)
    .getProperties()
    .map(({ name }) => name);
}

function literalOf(type: ts.Type): Literals {
  return type.isStringLiteral() || type.isNumberLiteral() ? [type.value] : [];
}
