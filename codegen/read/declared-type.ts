// Follows a written type to what it names. Types are judged by the checker; the written form only tells what the checker
// forgets: the order of a union, and which doc comment a type has.
import { ts } from 'ts-morph';
import { ourName, packagePath, resolved } from './package-names.js';

/** The written type of a field; undefined where it is inferred. */
export function writtenType(declaration: ts.Declaration | undefined): ts.TypeNode | undefined {
  if (declaration === undefined) return undefined;
  if (ts.isPropertyDeclaration(declaration) || ts.isPropertySignature(declaration)) return declaration.type;
  return ts.isParameter(declaration) ? declaration.type : undefined;
}

/** The type without `Defaulted<...>`, `| null`, `| undefined` and parentheses. */
export function coreType(node: ts.TypeNode | undefined, checker: ts.TypeChecker): ts.TypeNode | undefined {
  if (node === undefined) return undefined;
  if (ts.isParenthesizedTypeNode(node)) return coreType(node.type, checker);
  if (ts.isUnionTypeNode(node)) {
    const present = node.types.filter(member => !isNothing(member));
    return present.length === 1 ? coreType(present[0], checker) : node;
  }
  if (ts.isTypeReferenceNode(node) && node.typeArguments?.length === 1 && isOurs(node, 'Defaulted', checker)) {
    return coreType(node.typeArguments[0], checker);
  }
  return node;
}

/** What stands between the brackets of a list or map type: `T` of `T[]`, `ReadonlyArray<T>`, `Record<string, T>`. */
export function elementType(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (node === undefined) return undefined;
  if (ts.isTypeOperatorNode(node)) return elementType(node.type);
  if (ts.isArrayTypeNode(node)) return node.elementType;
  if (ts.isTypeReferenceNode(node)) return node.typeArguments?.at(-1);
  return undefined;
}

/** What the alias that a written type names stands for. */
export function aliasedType(node: ts.TypeNode | undefined, checker: ts.TypeChecker): ts.TypeNode | undefined {
  const declaration = namedDeclaration(node, checker);
  return declaration !== undefined && ts.isTypeAliasDeclaration(declaration)
    ? coreType(declaration.type, checker)
    : undefined;
}

/** The declaration that a written type names; undefined for types without a name, and for kubewright's marks. */
export function namedDeclaration(node: ts.TypeNode | undefined, checker: ts.TypeChecker): ts.Declaration | undefined {
  if (node === undefined || !ts.isTypeReferenceNode(node)) return undefined;
  const declaration = resolved(checker.getSymbolAtLocation(node.typeName), checker)?.declarations?.[0];
  if (declaration === undefined || ts.isTypeParameterDeclaration(declaration)) return undefined;
  const inPackage = packagePath(declaration.getSourceFile().fileName);
  return inPackage !== undefined && MARKS.test(inPackage) ? undefined : declaration;
}

const MARKS = /^decorators\/(scalars|defaulted)\./;

/** The literals of a union in the order in which they are written, also through aliases and enums. */
export function writtenLiterals(node: ts.TypeNode | undefined, checker: ts.TypeChecker): readonly (string | number)[] {
  return node === undefined ? [] : literalsOf(node, checker, 0);
}

function literalsOf(node: ts.TypeNode, checker: ts.TypeChecker, depth: number): readonly (string | number)[] {
  if (depth > 20) return [];
  if (ts.isParenthesizedTypeNode(node)) return literalsOf(node.type, checker, depth);
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(member => literalsOf(member, checker, depth));
  if (ts.isTypeReferenceNode(node)) {
    const arguments_ = isOurs(node, 'Defaulted', checker) ? (node.typeArguments ?? []) : [];
    const declaration = namedDeclaration(node, checker);
    return [
      ...arguments_.flatMap(argument => literalsOf(argument, checker, depth + 1)),
      ...(declaration === undefined ? [] : literalsIn(declaration, checker, depth + 1)),
    ];
  }
  if (ts.isLiteralTypeNode(node) || ts.isTypeQueryNode(node) || ts.isIndexedAccessTypeNode(node)) {
    const type = checker.getTypeFromTypeNode(node);
    return type.isStringLiteral() || type.isNumberLiteral() ? [type.value] : [];
  }
  return [];
}

function literalsIn(declaration: ts.Declaration, checker: ts.TypeChecker, depth: number): readonly (string | number)[] {
  if (ts.isTypeAliasDeclaration(declaration)) return literalsOf(declaration.type, checker, depth);
  const members = ts.isEnumDeclaration(declaration)
    ? declaration.members
    : ts.isEnumMember(declaration)
      ? [declaration]
      : [];
  return members.flatMap(member => checker.getConstantValue(member) ?? []);
}

function isOurs(node: ts.TypeReferenceNode, name: string, checker: ts.TypeChecker): boolean {
  return ourName(resolved(checker.getSymbolAtLocation(node.typeName), checker)) === name;
}

function isNothing(node: ts.TypeNode): boolean {
  return (
    node.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}
