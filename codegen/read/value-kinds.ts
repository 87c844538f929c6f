// The kinds of values that types stand for.
import { ts } from 'ts-morph';

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
