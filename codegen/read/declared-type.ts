// Follows a written type to what it names. Types are judged by the checker; the written form only tells what the checker
// forgets: the order of a union, and which doc comment a type has.
import { ts } from './compiler.js';
import { isLibraryFile } from './library-files.js';
import { ourName, packagePath, resolved } from './package-names.js';

/** What was written for the type parameters of the generic types around. */
export type Bound = ReadonlyMap<ts.Symbol, ts.TypeNode>;

const NONE: Bound = new Map();

/** The written type of a field; undefined where it is inferred. */
export function writtenType(declaration: ts.Declaration | undefined): ts.TypeNode | undefined {
  if (declaration === undefined) return undefined;
  if (ts.isPropertyDeclaration(declaration) || ts.isPropertySignature(declaration)) return declaration.type;
  return ts.isParameter(declaration) ? declaration.type : undefined;
}

/** The type without `Defaulted<...>`, `| null`, `| undefined` and parentheses; what stands for a type parameter. */
export function coreType(
  node: ts.TypeNode | undefined,
  checker: ts.TypeChecker,
  bound: Bound = NONE,
): ts.TypeNode | undefined {
  if (node === undefined) return undefined;
  if (ts.isParenthesizedTypeNode(node)) return coreType(node.type, checker, bound);
  if (ts.isUnionTypeNode(node)) {
    const present = node.types.filter(member => !isNothing(member));
    return present.length === 1 ? coreType(present[0], checker, bound) : node;
  }
  if (!ts.isTypeReferenceNode(node)) return node;
  if (node.typeArguments?.length === 1 && isOurs(node, 'Defaulted', checker)) {
    return coreType(node.typeArguments[0], checker, bound);
  }
  const argument = boundTo(node, checker, bound);
  return argument === undefined ? node : coreType(argument, checker, bound);
}

/** What was written for the type parameter that a reference names. */
export function boundTo(
  node: ts.TypeReferenceNode,
  checker: ts.TypeChecker,
  bound: Bound | undefined,
): ts.TypeNode | undefined {
  if (bound === undefined || bound.size === 0) return undefined;
  const symbol = checker.getSymbolAtLocation(node.typeName);
  const argument = symbol && bound.get(symbol);
  return argument === node ? undefined : argument;
}

/** The type parameters that a written type settles, also through aliases, base classes and utility types. */
export function boundBy(node: ts.TypeNode | undefined, checker: ts.TypeChecker, outer: Bound = NONE): Bound {
  if (node === undefined) return outer;
  const bound = new Map(outer);
  bind(node, checker, bound, 0);
  return bound;
}

/** The type parameters that the base classes and interfaces of a declaration are given. */
export function boundByBases(declaration: ts.Declaration, checker: ts.TypeChecker, outer: Bound = NONE): Bound {
  const bound = new Map(outer);
  bindBases(declaration, checker, bound, 0);
  return bound;
}

const DEEPEST = 20;

function bind(node: ts.TypeNode, checker: ts.TypeChecker, bound: Map<ts.Symbol, ts.TypeNode>, depth: number): void {
  if (depth > DEEPEST) return;
  for (const part of partsOf(node)) bind(part, checker, bound, depth + 1);
  if (!ts.isTypeReferenceNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
  for (const argument of node.typeArguments ?? []) bind(argument, checker, bound, depth + 1);
  const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
  const declaration = resolved(checker.getSymbolAtLocation(name), checker)?.declarations?.find(isGeneric);
  if (declaration === undefined) return;
  for (const [index, parameter] of (declaration.typeParameters ?? []).entries()) {
    const symbol = checker.getSymbolAtLocation(parameter.name);
    const argument = node.typeArguments?.[index] ?? parameter.default;
    const settled = argument && ts.isTypeReferenceNode(argument) ? boundTo(argument, checker, bound) : undefined;
    if (symbol !== undefined && argument !== undefined) bound.set(symbol, settled ?? argument);
  }
  if (ts.isTypeAliasDeclaration(declaration)) bind(declaration.type, checker, bound, depth + 1);
  else bindBases(declaration, checker, bound, depth + 1);
}

function partsOf(node: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(node)) return [node.type];
  return ts.isIntersectionTypeNode(node) || ts.isUnionTypeNode(node) ? node.types : [];
}

function bindBases(
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
  bound: Map<ts.Symbol, ts.TypeNode>,
  depth: number,
): void {
  if (!ts.isClassLike(declaration) && !ts.isInterfaceDeclaration(declaration)) return;
  for (const clause of declaration.heritageClauses ?? []) {
    for (const base of clause.types) bind(base, checker, bound, depth);
  }
}

type Generic = ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.ClassLikeDeclaration;

function isGeneric(declaration: ts.Declaration): declaration is Generic {
  return (
    ts.isTypeAliasDeclaration(declaration) || ts.isInterfaceDeclaration(declaration) || ts.isClassLike(declaration)
  );
}

/** What stands between the brackets of a list or map type: `T` of `T[]`, `ReadonlyArray<T>`, `Record<string, T>`. */
export function elementType(
  node: ts.TypeNode | undefined,
  checker: ts.TypeChecker,
  bound: Bound | undefined,
  depth = 0,
): ts.TypeNode | undefined {
  if (node === undefined || depth > DEEPEST) return undefined;
  const inside = (of: ts.TypeNode | undefined) => elementType(of, checker, bound, depth + 1);
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return inside(node.type);
  if (ts.isArrayTypeNode(node)) return node.elementType;
  if (ts.isMappedTypeNode(node)) return node.type;
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const argument = boundTo(node, checker, bound);
  if (argument !== undefined) return inside(argument);
  const declaration = namedDeclaration(node, checker);
  if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration)) return node.typeArguments?.at(-1);
  return inside(coreType(declaration.type, checker, bound)) ?? node.typeArguments?.at(-1);
}

/** The declaration that a written type names; undefined for types without a name, and for kubewright's marks. */
export function namedDeclaration(node: ts.TypeNode | undefined, checker: ts.TypeChecker): ts.Declaration | undefined {
  if (node === undefined || !ts.isTypeReferenceNode(node)) return undefined;
  const declaration = resolved(checker.getSymbolAtLocation(node.typeName), checker)?.declarations?.[0];
  if (declaration === undefined || ts.isTypeParameterDeclaration(declaration)) return undefined;
  const inPackage = packagePath(declaration.getSourceFile().fileName);
  return inPackage !== undefined && MARKS.test(inPackage) ? undefined : declaration;
}

const MARKS = /^decorators\/(scalars|defaulted|json-values)\./;

/**
 * What a type that a conditional type, such as `Extract`, has chosen is written as: at the alias that it bears, else
 * at the argument of the library's type.
 */
export function chosenType(
  node: ts.TypeNode | undefined,
  type: ts.Type,
  checker: ts.TypeChecker,
  bound: Bound | undefined,
): ts.TypeNode | undefined {
  const declaration = namedDeclaration(node, checker);
  if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration) || !isChoice(declaration.type)) return node;
  const alias = type.aliasSymbol?.declarations?.find(ts.isTypeAliasDeclaration);
  if (alias !== undefined && alias !== declaration && !isOfLibrary(alias)) return coreType(alias.type, checker, bound);
  if (!isOfLibrary(declaration)) return node;
  return coreType((node as ts.TypeReferenceNode).typeArguments?.[0], checker, bound);
}

/** `T extends U ? X : Y`, and `T & {}` of `NonNullable`. */
function isChoice(node: ts.TypeNode): boolean {
  if (ts.isIntersectionTypeNode(node))
    return node.types.some(part => ts.isTypeLiteralNode(part) && part.members.length === 0);
  return ts.isConditionalTypeNode(node);
}

function isOfLibrary(declaration: ts.Declaration): boolean {
  return isLibraryFile(declaration.getSourceFile().fileName);
}

/** Whether a written type names this type of kubewright. */
export function isOurs(node: ts.TypeReferenceNode, name: string, checker: ts.TypeChecker): boolean {
  return ourName(resolved(checker.getSymbolAtLocation(node.typeName), checker)) === name;
}

function isNothing(node: ts.TypeNode): boolean {
  return (
    node.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}
