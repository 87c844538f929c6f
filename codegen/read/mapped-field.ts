// Fields of mapped types: `Pick`, `Partial`, `Record`, and those of users.
import { ts } from './compiler.js';
import { writtenType } from './declared-type.js';
import { isServerFilled } from './type-marks.js';

/** What a mapped type makes a field from. */
export interface MappedField {
  /** The field that it leads to; undefined if it is made from nothing but a name. */
  readonly source: ts.Symbol | undefined;
  /** The type that is written for the values, where it is not that of the source. */
  readonly written: ts.TypeNode | undefined;
}

/** Undefined for fields that are declared as they are. */
export function mappedField(property: ts.Symbol, checker: ts.TypeChecker): MappedField | undefined {
  const { mappedType, syntheticOrigin, keyType } = linksOf(property);
  if (mappedType === undefined) return undefined;
  const template = mappedType.declaration?.type;
  const access = template !== undefined && ts.isIndexedAccessTypeNode(template) ? template : undefined;
  const key = keyType?.isStringLiteral() ? keyType.value : undefined;
  const source = syntheticOrigin ?? (key === undefined ? undefined : sourceOf(mappedType, key, access, checker));
  return { source, written: access === undefined ? template : source && writtenAt(source, checker) };
}

/** The compiler forgets the source of a field that `as` renames, and where keys are `keyof T & string`. */
function sourceOf(
  mapped: MappedType,
  key: string,
  access: ts.IndexedAccessTypeNode | undefined,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const known = mapped.modifiersType?.getProperty(key);
  if (known !== undefined || access === undefined) return known;
  const object = checker.getTypeFromTypeNode(access.objectType);
  if (!(object.flags & ts.TypeFlags.TypeParameter)) return object.getProperty(key);
  const alias = mapped.aliasSymbol?.declarations?.find(ts.isTypeAliasDeclaration);
  const index = alias?.typeParameters?.findIndex(each => checker.getTypeAtLocation(each) === object) ?? -1;
  return mapped.aliasTypeArguments?.[index]?.getProperty(key);
}

/** The type that is written for a field, also for one that a mapped type made. */
export function writtenAt(field: ts.Symbol, checker: ts.TypeChecker): ts.TypeNode | undefined {
  return mappedField(field, checker)?.written ?? writtenType(field.declarations?.[0]);
}

/** Whether a field of a mapped type has the type of its source, but for `?` and `null`: then it has its rules, too. */
export function keepsType(property: ts.Symbol, source: ts.Symbol, checker: ts.TypeChecker): boolean {
  const now = present(checker.getTypeOfSymbol(property), checker);
  const before = present(checker.getTypeOfSymbol(source), checker);
  return now === before || (checker.isTypeAssignableTo(now, before) && checker.isTypeAssignableTo(before, now));
}

function present(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  const known = checker.getNonNullableType(type);
  if (!known.isUnion()) return known;
  const [only, ...others] = known.types.filter(member => !isServerFilled(member));
  return only !== undefined && others.length === 0 ? only : known;
}

type MappedType = ts.Type & { readonly declaration?: ts.MappedTypeNode; readonly modifiersType?: ts.Type };

/** What the compiler notes at the fields of mapped types; it has no public name for it. */
interface Links {
  readonly mappedType?: MappedType;
  readonly syntheticOrigin?: ts.Symbol;
  readonly keyType?: ts.Type;
}

function linksOf(property: ts.Symbol): Links {
  return (property as ts.Symbol & { readonly links?: Links }).links ?? {};
}
