// The kinds of values that types stand for.
import { ts } from './compiler.js';

export const PRIMITIVE =
  ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike;

/** The type without its mark or brand. */
export function unbranded(type: ts.Type): ts.Type {
  return type.isIntersection() ? (type.types.find(part => part.flags & PRIMITIVE) ?? type) : type;
}

/** `T[]`, `readonly T[]`, `[A, B]`. */
export function isList(type: ts.Type, checker: ts.TypeChecker): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

/** A type as messages show it; unions are sorted, because the order of the compiler depends on what else it has read. */
export function typeText(type: ts.Type, checker: ts.TypeChecker): string {
  const named = type.aliasSymbol !== undefined || !type.isUnion() || (type.flags & ts.TypeFlags.EnumLike) !== 0;
  return named ? checker.typeToString(type) : unionText(type.types, checker);
}

/** The members of a union as messages show them. */
export function unionText(members: readonly ts.Type[], checker: ts.TypeChecker): string {
  const isBoolean = members.filter(member => member.flags & ts.TypeFlags.BooleanLiteral).length === 2;
  const texts = members
    .filter(member => !(isBoolean && member.flags & ts.TypeFlags.BooleanLiteral))
    .map(member => typeText(member, checker));
  return [...(isBoolean ? ['boolean'] : []), ...texts].sort().join(' | ');
}
