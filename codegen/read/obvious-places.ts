// What obvious decorators ask of the types that they stand at. Each answers yes only where there is no doubt.
import { ts } from './compiler.js';
import { ourName } from './package-names.js';
import { isServerFilled } from './type-marks.js';

/** What a field holds when it is there, member by member, and how it may be missing. */
export interface FieldPlace {
  /** Without null, undefined and the mark of `Defaulted`; at least one. */
  readonly members: readonly ts.Type[];
  readonly optional: boolean;
  readonly defaulted: boolean;
  readonly checker: ts.TypeChecker;
}

/** A class that extends `CustomResource` or `ClusterResource`. */
export interface ClassPlace {
  readonly type: ts.Type;
  readonly checker: ts.TypeChecker;
}

/** Undefined if there is nothing left, or something that is the mark and more. */
export function placeOf(type: ts.Type, checker: ts.TypeChecker): FieldPlace | undefined {
  const all = type.isUnion() ? type.types : [type];
  const members = all.filter(member => !(member.flags & NOTHING) && !isServerFilled(member));
  const isMarked = members.some(member => member.isIntersection() && member.types.some(isServerFilled));
  if (members.length === 0 || isMarked) return undefined;
  const optional = all.some(({ flags }) => flags & ts.TypeFlags.Undefined);
  return { members, optional, defaulted: all.some(isServerFilled), checker };
}

const NOTHING = ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/** Every member is of one of these, with or without a mark. */
export function areAll({ members }: FieldPlace, flags: ts.TypeFlags): boolean {
  return members.every(member => is(member, flags));
}

function is(type: ts.Type, flags: ts.TypeFlags): boolean {
  return (type.isIntersection() ? type.types : [type]).some(part => part.flags & flags);
}

export function areLists({ members, checker }: FieldPlace): boolean {
  return members.every(member => checker.isArrayType(member));
}

/** A plain type of kubewright's or JavaScript's takes the value, or a literal type that is the value. */
export function takes({ members }: FieldPlace, value: string | number | boolean): boolean {
  return members.every(member => is(member, SCALAR)) && members.some(member => takesIt(member, value));
}

const SCALAR = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;
const PLAIN = { string: ts.TypeFlags.String, number: ts.TypeFlags.Number };

function takesIt(member: ts.Type, value: string | number | boolean): boolean {
  if (typeof value === 'boolean') {
    const { intrinsicName } = member as { readonly intrinsicName?: string };
    return (member.flags & ts.TypeFlags.BooleanLiteral) !== 0 && intrinsicName === String(value);
  }
  const isEnum = (member.flags & ts.TypeFlags.EnumLike) !== 0;
  if (member.isStringLiteral() || member.isNumberLiteral()) return !isEnum && member.value === value;
  const plain = PLAIN[typeof value as keyof typeof PLAIN];
  const parts = member.isIntersection() ? member.types : [member];
  return parts.every(part => part.flags === plain || ourName(part.getSymbol()) === 'Formatted');
}

/** The items of all lists have these fields, which are scalars and always there. */
export function haveKeys({ members, checker }: FieldPlace, keys: readonly string[]): boolean {
  return members.every(member => {
    const item = checker.isArrayType(member) ? checker.getTypeArguments(member as ts.TypeReference)[0] : undefined;
    return item !== undefined && isPlainObject(item, checker) && keys.every(key => hasKey(item, key, checker));
  });
}

function hasKey(item: ts.Type, key: string, checker: ts.TypeChecker): boolean {
  const field = fieldAt(item, key, checker);
  return field !== undefined && areAll(field, SCALAR) && (field.defaulted || !field.optional);
}

/** Whether a path of names alone, such as `.spec.replicas`, leads to a field that holds only these. */
export function leadsTo(path: string, flags: ts.TypeFlags, { type, checker }: ClassPlace): boolean {
  if (!PATH.test(path)) return false;
  let at: ts.Type | undefined = type;
  let field: FieldPlace | undefined;
  for (const name of path.slice(1).split('.')) {
    field = at && isPlainObject(at, checker) ? fieldAt(at, name, checker) : undefined;
    at = field?.members.length === 1 ? field.members[0] : undefined;
  }
  return field !== undefined && areAll(field, flags);
}

const PATH = /^(\.[A-Za-z]\w{0,62}){1,8}$/;
const { NumberLike, StringLike, BooleanLike } = ts.TypeFlags;
export const LEAVES = { number: NumberLike, scalar: NumberLike | StringLike | BooleanLike };

/** What a public field of that name holds. */
export function fieldAt(type: ts.Type, name: string, checker: ts.TypeChecker): FieldPlace | undefined {
  // `getProperty` finds what all objects and functions have, too, which is no key of the type.
  const field = type.getProperties().find(property => property.name === name);
  const isHidden = field?.declarations?.some(each => ts.getCombinedModifierFlags(each) & HIDDEN) ?? true;
  return field === undefined || isHidden ? undefined : placeOf(checker.getTypeOfSymbol(field), checker);
}

const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

function isPlainObject(type: ts.Type, checker: ts.TypeChecker): boolean {
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    checker.getIndexInfosOfType(type).length === 0 &&
    type.getCallSignatures().length === 0
  );
}
