// Why a union has no schema, and what to write instead.
import { ts } from './compiler.js';
import { scalarMark } from './type-marks.js';
import { type Unfit, unfit, unfitObject } from './unfit-types.js';
import { isList, PRIMITIVE, typeText, unbranded, unionText } from './value-kinds.js';

/** A union that is neither an enum, nor one of the scalars that are unions, nor of objects that a field tells apart. */
export function unfitUnion(members: readonly ts.Type[], checker: ts.TypeChecker): Unfit {
  for (const member of members.filter(each => kindOf(each, checker) === 'object')) {
    const refusal = unfitObject(member, checker);
    if (refusal?.noJson) return refusal;
  }
  for (const member of members.filter(each => scalarMark(each, checker) === undefined)) {
    const refusal = unfit(unbranded(member), checker);
    if (refusal !== undefined) return refusal;
  }
  const kinds = new Set(members.map(member => kindOf(member, checker)));
  const because =
    kinds.size === 1 && kinds.has('object')
      ? `one of several object types (${unionText(members, checker)}), and no field tells them apart`
      : `one of several types (${unionText(members, checker)})`;
  return { code: 'KW1014', because, hint: `a schema has one type: ${hintFor(kinds, members, checker)}` };
}

/** Whether a type is an object with named fields. */
export function isObject(type: ts.Type, checker: ts.TypeChecker): boolean {
  return (
    kindOf(type, checker) === 'object' &&
    unfit(type, checker) === undefined &&
    unfitObject(type, checker) === undefined &&
    checker.getIndexInfosOfType(type).length === 0
  );
}

type ValueKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'other';

/** The kind of value that a member is, also of one with a mark or brand. */
function kindOf(member: ts.Type, checker: ts.TypeChecker): ValueKind {
  const { flags } = unbranded(member);
  if (flags & ts.TypeFlags.StringLike) return 'text';
  if (flags & ts.TypeFlags.NumberLike) return 'number';
  if (flags & ts.TypeFlags.BooleanLike) return 'boolean';
  if (flags & PRIMITIVE) return 'other';
  return isList(member, checker) ? 'list' : 'object';
}

function hintFor(kinds: ReadonlySet<ValueKind>, members: readonly ts.Type[], checker: ts.TypeChecker): string {
  if (kinds.size === 1 && kinds.has('object')) {
    return "give each case a field with a value of its own, as in type: 'a' and type: 'b', or make an object with an optional field for each case";
  }
  const list = members.find(member => isList(member, checker));
  if (list !== undefined && kinds.size > 1 && !kinds.has('object'))
    return `say ${typeText(list, checker)}, also where it holds one`;
  if (kinds.has('object')) return 'make an object with an optional field for each case; any JSON at all is JsonValue';
  if (kinds.has('boolean') && kinds.has('text')) {
    const texts = members.map(member =>
      member.isStringLiteral() ? `'${member.value}'` : `'${checker.typeToString(member)}'`,
    );
    return members.every(isLiteral) ? `say texts, ${texts.sort().join(' | ')}` : 'choose one, or say texts for all';
  }
  if (kinds.has('other') || kinds.has('boolean') || kinds.has('list')) return 'choose one';
  if (kinds.size > 1) return 'say IntOrString for a whole number or text, else choose one';
  return kinds.has('text') ? 'say string, or one of the others for all of them' : 'say Int32, Int64 or Double';
}

function isLiteral(type: ts.Type): boolean {
  return type.isStringLiteral() || (type.flags & ts.TypeFlags.BooleanLiteral) !== 0;
}
