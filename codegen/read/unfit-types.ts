// Why a type has no schema, and what to write instead.
import { ts } from 'ts-morph';
import { isLibraryFile } from './library-files.js';
import { scalarMark } from './type-marks.js';

/** A refusal: the diagnostic's code, the end of the sentence "... is", and the hint. */
export interface Unfit {
  readonly code: string;
  readonly because: string;
  readonly hint: string;
}

/** The code of a type whose name leads nowhere. */
export const UNRESOLVED = 'KW1015';

/** The compiler gives names that lead nowhere a type of their own, which it prints as `any`. */
function isUnresolved(type: ts.Type): boolean {
  const { intrinsicName } = type as ts.Type & { readonly intrinsicName?: string };
  return intrinsicName === 'error' || intrinsicName === 'unresolved';
}

/** Types that no schema can say; undefined for objects and all that may have one. */
export function unfit(type: ts.Type, checker: ts.TypeChecker): Unfit | undefined {
  const flags = type.flags;
  if (flags & ts.TypeFlags.Any) {
    return isUnresolved(type)
      ? { code: UNRESOLVED, because: 'of a type that cannot be found', hint: 'see that its import resolves' }
      : {
          code: 'KW1001',
          because: 'any',
          hint: 'say what it holds: the API server drops what the schema does not name',
        };
  }
  if (flags & ts.TypeFlags.Unknown) {
    return {
      code: 'KW1002',
      because: 'unknown',
      hint: 'say what it holds: the API server drops what the schema does not name',
    };
  }
  if (flags & ts.TypeFlags.NonPrimitive) {
    return {
      code: 'KW1002',
      because: 'any object at all',
      hint: 'name its fields in a class or interface, or say Record<string, T>',
    };
  }
  if (flags & ts.TypeFlags.Number) {
    return { code: 'KW1003', because: 'number, which says no format', hint: 'say Int32, Int64 or Double' };
  }
  if (flags & ts.TypeFlags.BigIntLike) {
    return { code: 'KW1005', because: 'bigint, which JSON does not have', hint: 'say Int64' };
  }
  if (flags & (ts.TypeFlags.ESSymbolLike | ts.TypeFlags.Void | ts.TypeFlags.Never | ts.TypeFlags.Undefined)) {
    const text = checker.typeToString(type);
    return {
      code: 'KW1005',
      because: `${text}, which JSON does not have`,
      hint: 'leave the field out, or give it another type',
    };
  }
  if (flags & (ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) {
    return {
      code: 'KW1006',
      because: 'a template literal type',
      hint: 'say string, or a union of the texts it may be',
    };
  }
  if (
    flags &
    (ts.TypeFlags.TypeParameter | ts.TypeFlags.Conditional | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Index)
  ) {
    const text = checker.typeToString(type);
    return {
      code: 'KW1009',
      because: `${text}, which is still open`,
      hint: 'give the type parameter a type where the class is used',
    };
  }
  return undefined;
}

/** Objects that no schema can say. */
export function unfitObject(type: ts.Type, checker: ts.TypeChecker): Unfit | undefined {
  if (checker.isTupleType(type)) {
    return {
      code: 'KW1007',
      because: 'a tuple',
      hint: 'schemas of lists have one type for all items: say T[], or name the parts in an object',
    };
  }
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) {
    return {
      code: 'KW1004',
      because: 'a function',
      hint: 'an API type holds data only; move the function out of the class',
    };
  }
  const declaration = type.isClassOrInterface() || isReference(type) ? type.getSymbol()?.declarations?.[0] : undefined;
  if (declaration !== undefined && isLibraryFile(declaration.getSourceFile().fileName)) {
    const name = type.getSymbol()?.name ?? '';
    return {
      code: 'KW1010',
      because: `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}, which JSON does not have`,
      hint: INSTEAD[name] ?? 'say what it looks like as JSON',
    };
  }
  return undefined;
}

/** A union that is neither an enum nor one of the scalars that are unions. */
export function unfitUnion(members: readonly ts.Type[], checker: ts.TypeChecker): Unfit {
  const unmarked = members.filter(member => scalarMark(member, checker) === undefined);
  for (const member of unmarked) {
    const refusal = unfit(member, checker);
    if (refusal !== undefined && refusal.code !== 'KW1003') return refusal;
  }
  const text = members.map(member => checker.typeToString(member)).join(' | ');
  const kinds = new Set(members.map(kindOf));
  return {
    code: 'KW1014',
    because: `one of several types (${text})`,
    hint: `a schema has one type: ${hintFor(kinds)}`,
  };
}

/** The kind of value that a member is, also of one with a mark or brand. */
function kindOf(member: ts.Type): 'text' | 'number' | 'object' | 'other' {
  const bare = member.isIntersection() ? (member.types.find(part => part.flags & PRIMITIVE) ?? member) : member;
  if (bare.flags & ts.TypeFlags.StringLike) return 'text';
  if (bare.flags & ts.TypeFlags.NumberLike) return 'number';
  return bare.flags & PRIMITIVE ? 'other' : 'object';
}

function hintFor(kinds: ReadonlySet<string>): string {
  if (kinds.has('object')) return 'make an object with an optional field for each case';
  if (kinds.has('other')) return 'choose one';
  if (kinds.size > 1) return 'say IntOrString for a whole number or text, else choose one';
  return kinds.has('text') ? 'say string, or one of the others for all of them' : 'say Int32, Int64 or Double';
}

export const PRIMITIVE =
  ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike;

function isReference(type: ts.Type): boolean {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

const INSTEAD: { readonly [name: string]: string } = {
  Date: 'say Time: the API server keeps RFC 3339 text',
  Map: 'say Record<string, T>',
  ReadonlyMap: 'say Record<string, T>',
  Set: 'say T[]',
  ReadonlySet: 'say T[]',
  RegExp: 'say string',
  URL: 'say string',
  Number: 'say Int32, Int64 or Double',
  String: 'say string',
  Boolean: 'say boolean',
  Object: 'name its fields in a class or interface, or say Record<string, T>',
  Buffer: 'say string, and keep base64 in it',
  Uint8Array: 'say string, and keep base64 in it',
  Promise: 'say what it resolves to',
};
