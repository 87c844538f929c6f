// A TypeScript type as a structural schema.

import type { SchemaNode } from '../model/schema-node.js';
import { accessedTypes } from './accessed-type.js';
import { ts } from './compiler.js';
import { type CoreTypeUse, coreTypeSchema } from './core-types.js';
import { boundBy, boundByBases, chosenType, coreType, namedDeclaration } from './declared-type.js';
import { docText } from './doc-text.js';
import { fieldsOf, noteApiFile, type ReadFields } from './fields-of-object.js';
import { anyJson } from './json-values.js';
import { isLibraryFile } from './library-files.js';
import { listSchema, tupleSchema } from './list-schema.js';
import { isInexact, literalSchema, unfitLiteral, warnOfNumbers } from './literal-schema.js';
import { mapSchema } from './map-schema.js';
import { withObjectRules } from './object-rules.js';
import type { Reading } from './reading.js';
import { recursion } from './recursive-types.js';
import { SCALAR_SCHEMAS, TEXT_SCHEMAS } from './scalar-formats.js';
import { isServerFilled, scalarMark } from './type-marks.js';
import { plain, refuse, type TypeUse } from './type-use.js';
import { unfit, unfitObject } from './unfit-types.js';
import { isObject, unfitUnion } from './unfit-unions.js';
import { unionSchema } from './union-schema.js';
import { PRIMITIVE, unbranded } from './value-kinds.js';

export type { TypeUse } from './type-use.js';

/** Reads a type. What cannot be said in a schema is an error at its field, and reads as a schema that accepts anything. */
export function schemaOfType(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const { written, bound } = settled(use, checker);
  const members = (type.isUnion() ? type.types : [type]).filter(
    member => !isServerFilled(member) && !(type.isUnion() && member.flags & ts.TypeFlags.Undefined),
  );
  const present = members.filter(member => !(member.flags & ts.TypeFlags.Null));
  const own: TypeUse = { ...use, written, ...(bound && { bound }) };
  const schema = anyJson(members, own, checker) ?? ofMembers(present, type, own, reading);
  const nullable = present.length < members.length;
  if (nullable && schema.enum !== undefined) refuse(NULL_IN_ENUM, use, reading);
  const description = schema.description ?? typeDescription(written, checker);
  return {
    ...schema,
    ...(description === undefined ? {} : { description }),
    ...(nullable ? { nullable: true } : {}),
  };
}

/** The written type behind `Defaulted`, `| null`, type parameters and `Spec['level']`. */
function settled(
  { written, bound }: Pick<TypeUse, 'written' | 'bound'>,
  checker: ts.TypeChecker,
  depth = 0,
): Pick<TypeUse, 'written' | 'bound'> {
  const core = coreType(written, checker, bound);
  const accessed = core && ts.isIndexedAccessTypeNode(core) && depth < 20 ? accessedTypes(core, checker, bound) : [];
  const [only] = accessed;
  return only === undefined || accessed.length > 1
    ? { written: core, ...(bound && { bound }) }
    : settled(only, checker, depth + 1);
}

/** Measured: `nullable` does not help, nor does null among the values of the enum. */
const NULL_IN_ENUM = {
  code: 'KW1016',
  because: 'one of some values or null, and the API server never takes null where there is an enum',
  hint: 'leave null out, and write the field with "?": what is not said is left out',
};

const NEVER = { code: 'KW1005', because: 'never anything', hint: 'leave the field out, or give it a type' };

function ofMembers(members: readonly ts.Type[], whole: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const [only] = members;
  if (only === undefined) return refuse(NEVER, use, reading);
  const marks = new Set(members.map(member => scalarMark(member, checker)));
  const [mark] = marks;
  const inexact = members.map(unbranded).find(isInexact);
  if (inexact !== undefined) return refuse(unfitLiteral(inexact, checker), use, reading);
  const literals = literalSchema(members.map(unbranded), use.written, checker, use.bound);
  if (marks.size === 1 && mark !== undefined) {
    const half = halfOf(members, mark);
    if (half === 'number') return refuse(ONLY_NUMBERS, use, reading);
    if (half === 'text')
      return { ...plain(use), ...TEXT_SCHEMAS[mark], ...(literals?.enum && { enum: literals.enum }) };
    return { ...plain(use), ...(literals?.enum && { enum: literals.enum }), ...SCALAR_SCHEMAS[mark] };
  }
  if (literals !== undefined) {
    warnOfNumbers(members, use, reading);
    return { ...plain(use), ...literals };
  }
  const chosen = chosenType(use.written, only, checker, use.bound);
  if (members.length === 1) return ofOne(only, { ...use, written: chosen }, reading);
  return ofObjects(members, whole, use, reading) ?? refuse(unfitUnion(members, checker), use, reading);
}

const ONLY_NUMBERS = {
  code: 'KW1003',
  because: 'a number or text of which only the number is left, which says no format',
  hint: 'say Int32, Int64 or Double',
};

/** What `Extract<IntOrString, string>` and the like leave of a scalar that is numbers and texts; undefined for whole ones. */
function halfOf(members: readonly ts.Type[], mark: string): 'number' | 'text' | undefined {
  if (TEXT_SCHEMAS[mark] === undefined) return undefined;
  const isText = (member: ts.Type) => (unbranded(member).flags & ts.TypeFlags.StringLike) !== 0;
  if (members.every(isText)) return 'text';
  return members.some(isText) ? undefined : 'number';
}

/** A union of object types. */
function ofObjects(
  members: readonly ts.Type[],
  whole: ts.Type,
  use: TypeUse,
  reading: Reading,
): SchemaNode | undefined {
  if (!members.every(member => isObject(member, reading.checker))) return undefined;
  const refusal = recursion(whole, use, reading.checker);
  if (refusal !== undefined) return refuse(refusal, use, reading);
  const inside = { ...use, within: [...use.within, { type: whole, path: use.path }] };
  return unionSchema(members, inside, reading, fieldsOfType);
}

function ofOne(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const primitive = type.isIntersection() ? type.types.find(part => part.flags & PRIMITIVE) : undefined;
  if (primitive !== undefined) return ofMembers([primitive], primitive, use, reading);
  if (type.flags & ts.TypeFlags.String) return { ...plain(use), type: 'string' };
  const refusal = unfit(type, checker);
  if (refusal !== undefined) return refuse(refusal, use, reading);
  const core = coreTypeSchema(type.getSymbol()?.declarations?.find(ts.isInterfaceDeclaration), coreUse(use, reading));
  if (core !== undefined) return 'because' in core ? refuse(core, use, reading) : core;
  const recursive = recursion(type, use, checker);
  if (recursive !== undefined) return refuse(recursive, use, reading);
  const bound = boundBy(use.written, checker, use.bound);
  const inside: TypeUse = { ...use, bound, within: [...use.within, { type, path: use.path }] };
  if (checker.isArrayType(type)) return listSchema(type, inside, reading, schemaOfType);
  if (checker.isTupleType(type)) return tupleSchema(type, inside, reading, schemaOfType);
  const objectRefusal = unfitObject(type, checker);
  return objectRefusal === undefined ? objectOf(type, inside, reading) : refuse(objectRefusal, use, reading);
}

function objectOf(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const declaration = type.getSymbol()?.declarations?.[0];
  if (declaration !== undefined) noteApiFile(declaration, reading);
  if (checker.getIndexInfosOfType(type).length > 0) return mapSchema(type, use, reading, schemaOfType);
  const properties = type.getProperties();
  if (properties.length === 0 && !type.isClassOrInterface()) return refuse(EMPTY, use, reading);
  const description = declaration === undefined ? undefined : docText(commented(declaration));
  const schema = {
    ...plain(use),
    ...(description === undefined ? {} : { description }),
    ...objectOfFields(properties, withBases(declaration, use, checker), reading),
  };
  return withObjectRules(schema, type, use.path, reading);
}

/** `{}` says nothing; a class or interface without fields says that there are none. */
const EMPTY = {
  code: 'KW1002',
  because: 'any value at all',
  hint: 'name its fields in a class or interface, or say Record<string, T>; any object is JsonObject, and any value JsonValue',
};

/** The keywords of an object with these fields. */
export function objectOfFields(
  properties: readonly ts.Symbol[],
  use: TypeUse,
  reading: Reading,
): Pick<SchemaNode, 'type' | 'properties' | 'required'> {
  const fields = fieldsOf(properties, use, reading, schemaOfType);
  const required = fields.filter(field => field.required).map(({ name }) => name);
  // From entries, so that a field named __proto__ is a field like any other.
  const schemas = Object.fromEntries(fields.map(({ name, schema }) => [name, schema]));
  return { type: 'object', properties: schemas, ...(required.length === 0 ? {} : { required }) };
}

const fieldsOfType: ReadFields = (type, use, reading) => {
  const declaration = type.getSymbol()?.declarations?.[0];
  if (declaration !== undefined) noteApiFile(declaration, reading);
  const properties = type.getProperties().filter(property => !isRuledOut(property, reading.checker));
  return fieldsOf(properties, withBases(declaration, use, reading.checker), reading, schemaOfType);
};

/** `path?: never` says in a union that a case does not have the field. */
function isRuledOut(property: ts.Symbol, checker: ts.TypeChecker): boolean {
  const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
  return isOptional && (checker.getTypeOfSymbol(property).flags & NOTHING) !== 0;
}

const NOTHING = ts.TypeFlags.Undefined | ts.TypeFlags.Never;

function withBases(declaration: ts.Declaration | undefined, use: TypeUse, checker: ts.TypeChecker): TypeUse {
  return declaration === undefined ? use : { ...use, bound: boundByBases(declaration, checker, use.bound) };
}

function coreUse(use: TypeUse, { coreDescriptions: descriptions }: Reading): CoreTypeUse {
  return { origin: plain(use).origin, descriptions };
}

function typeDescription(written: ts.TypeNode | undefined, checker: ts.TypeChecker): string | undefined {
  const declaration = namedDeclaration(written, checker);
  return declaration === undefined || isLibraryFile(declaration.getSourceFile().fileName)
    ? undefined
    : docText(commented(declaration));
}

/** The declaration that bears the comment: `type Port = { ... }` has it on the alias. */
function commented(declaration: ts.Declaration): ts.Node {
  return ts.isTypeLiteralNode(declaration) && ts.isTypeAliasDeclaration(declaration.parent)
    ? declaration.parent
    : declaration;
}
