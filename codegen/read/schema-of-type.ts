// A TypeScript type as a structural schema.
import { ts } from 'ts-morph';
import type { SchemaNode } from '../model/schema-node.js';
import { type CoreTypeUse, coreFieldSchema, coreTypeSchema } from './core-types.js';
import { aliasedType, coreType, elementType, namedDeclaration, writtenType } from './declared-type.js';
import { docText } from './doc-text.js';
import { withFieldRules } from './field-rules.js';
import { isLibraryFile } from './library-files.js';
import { literalSchema } from './literal-schema.js';
import { nameOfNode, originOf } from './origin.js';
import { packagePath } from './package-names.js';
import type { Reading } from './reading.js';
import { SCALAR_SCHEMAS } from './scalar-formats.js';
import { isServerFilled, scalarMark } from './type-marks.js';
import { PRIMITIVE, UNRESOLVED, type Unfit, unfit, unfitObject, unfitUnion } from './unfit-types.js';

/** Where a type is used. */
export interface TypeUse {
  /** The place that a refusal points at. */
  readonly node: ts.Node;
  /** The type as it is written there, if it is. */
  readonly written: ts.TypeNode | undefined;
  /** The field's path for messages, such as `spec.ports[].name`. */
  readonly path: string;
  /** The object types that this one is inside of. */
  readonly within: readonly ts.Type[];
}

/** Reads a type. What cannot be said in a schema is an error at its field, and reads as a schema that accepts anything. */
export function schemaOfType(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const written = coreType(use.written, checker);
  const members = (type.isUnion() ? type.types : [type]).filter(
    member => !isServerFilled(member) && !(type.isUnion() && member.flags & ts.TypeFlags.Undefined),
  );
  const present = members.filter(member => !(member.flags & ts.TypeFlags.Null));
  const schema = ofMembers(present, { ...use, written }, reading);
  const nullable = present.length < members.length;
  if (nullable && schema.enum !== undefined) refuse(NULL_IN_ENUM, use, reading);
  const description = schema.description ?? typeDescription(written, checker);
  return {
    ...schema,
    ...(description === undefined ? {} : { description }),
    ...(nullable ? { nullable: true } : {}),
  };
}

/** Measured: `nullable` does not help, nor does null among the values of the enum. */
const NULL_IN_ENUM: Unfit = {
  code: 'KW1016',
  because: 'one of some values or null, and the API server never takes null where there is an enum',
  hint: 'leave null out, and write the field with "?": what is not said is left out',
};

function ofMembers(members: readonly ts.Type[], use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const [only] = members;
  if (only === undefined) {
    return refuse(
      { code: 'KW1005', because: 'never anything', hint: 'leave the field out, or give it a type' },
      use,
      reading,
    );
  }
  const marks = new Set(members.map(member => scalarMark(member, checker)));
  const [mark] = marks;
  if (marks.size === 1 && mark !== undefined) return { ...plain(use), ...SCALAR_SCHEMAS[mark] };
  const literals = literalSchema(members, use.written, checker);
  if (literals !== undefined) return { ...plain(use), ...literals };
  return members.length === 1 ? ofOne(only, use, reading) : refuse(unfitUnion(members, checker), use, reading);
}

function ofOne(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const primitive = type.isIntersection() ? type.types.find(part => part.flags & PRIMITIVE) : undefined;
  if (primitive !== undefined) return ofOne(primitive, use, reading);
  if (type.flags & ts.TypeFlags.String) return { ...plain(use), type: 'string' };
  const refusal = unfit(type, checker);
  if (refusal !== undefined) return refuse(refusal, use, reading);
  const core = coreTypeSchema(type.getSymbol()?.declarations?.find(ts.isInterfaceDeclaration), coreUse(use, reading));
  if (core !== undefined) return 'because' in core ? refuse(core, use, reading) : core;
  if (checker.isArrayType(type)) return listOf(type, use, reading);
  const objectRefusal = unfitObject(type, checker);
  if (objectRefusal !== undefined) return refuse(objectRefusal, use, reading);
  if (use.within.includes(type) || use.within.length > DEEPEST) {
    const name = checker.typeToString(type);
    return refuse({ code: 'KW1008', because: `${name}, which contains itself`, hint: RECURSIVE_HINT }, use, reading);
  }
  return objectOf(type, { ...use, within: [...use.within, type] }, reading);
}

const DEEPEST = 40;
const RECURSIVE_HINT =
  'schemas of the API server have no recursion: refer to the other by name, or write the levels out';

function listOf(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const [element] = reading.checker.getTypeArguments(type as ts.TypeReference);
  if (element === undefined) return unreadable(use);
  const written = elementType(use.written) ?? elementType(aliasedType(use.written, reading.checker));
  const items = schemaOfType(element, { ...use, written, path: `${use.path}[]` }, reading);
  return { ...plain(use), type: 'array', items };
}

function objectOf(type: ts.Type, use: TypeUse, reading: Reading): SchemaNode {
  const { checker } = reading;
  const declaration = type.getSymbol()?.declarations?.[0];
  if (declaration !== undefined) noteApiFile(declaration, reading);
  const properties = type.getProperties();
  const index = checker.getIndexInfosOfType(type);
  if (index.length > 0) return mapOf(index, properties, use, reading);
  if (properties.length === 0 && !isDeclaredObject(type)) {
    return refuse(
      {
        code: 'KW1002',
        because: 'any value at all',
        hint: 'name its fields in a class or interface, or say Record<string, T>',
      },
      use,
      reading,
    );
  }
  const description = declaration === undefined ? undefined : docText(commented(declaration));
  return {
    ...plain(use),
    ...(description === undefined ? {} : { description }),
    ...objectOfFields(properties, use, reading),
  };
}

/** The keywords of an object with these fields. */
export function objectOfFields(
  fields: readonly ts.Symbol[],
  use: TypeUse,
  reading: Reading,
): Pick<SchemaNode, 'type' | 'properties' | 'required'> {
  const properties: [string, SchemaNode][] = [];
  const required: string[] = [];
  for (const field of fields) {
    const read = fieldOf(field, use, reading);
    if (read === undefined) continue;
    properties.push([field.name, read.schema]);
    if (read.required) required.push(field.name);
  }
  // From entries, so that a field named __proto__ is a field like any other.
  return { type: 'object', properties: Object.fromEntries(properties), ...(required.length === 0 ? {} : { required }) };
}

function mapOf(
  index: readonly ts.IndexInfo[],
  properties: readonly ts.Symbol[],
  use: TypeUse,
  reading: Reading,
): SchemaNode {
  const [values] = index;
  if (values === undefined || index.length > 1 || !(values.keyType.flags & ts.TypeFlags.String)) {
    return refuse(
      {
        code: 'KW1012',
        because: 'a map whose keys are not string',
        hint: 'JSON has text for keys: say Record<string, T>',
      },
      use,
      reading,
    );
  }
  if (properties.length > 0) {
    return refuse(
      { code: 'KW1011', because: 'a map with named fields beside', hint: 'keep the map in a field of its own' },
      use,
      reading,
    );
  }
  const written =
    values.declaration?.type ?? elementType(use.written) ?? elementType(aliasedType(use.written, reading.checker));
  const additionalProperties = schemaOfType(values.type, { ...use, written, path: `${use.path}.*` }, reading);
  return { ...plain(use), type: 'object', additionalProperties };
}

function fieldOf(
  property: ts.Symbol,
  use: TypeUse,
  reading: Reading,
): { schema: SchemaNode; required: boolean } | undefined {
  const { checker } = reading;
  const declaration = property.declarations?.[0];
  const node = declaration !== undefined && isUserSource(declaration) ? declaration : use.node;
  const path = below(use.path, property.name);
  const own: TypeUse = { node, written: writtenType(declaration), path, within: use.within };
  if (declaration !== undefined) {
    noteApiFile(declaration, reading);
    reading.fields.add(declaration);
  }

  const refusal = unfitMember(property, declaration);
  if (refusal !== undefined) {
    const name = declaration && ts.getNameOfDeclaration(declaration)?.getText();
    refuse(refusal, { ...own, path: name === undefined ? path : below(use.path, name) }, reading);
    return undefined;
  }
  const type = checker.getTypeOfSymbol(property);
  const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 || admitsUndefined(type);
  const core = coreFieldSchema(declaration, coreUse(own, reading));
  const schema = core !== undefined && !('because' in core) ? core : schemaOfType(type, own, reading);
  const description = declaration && docText(declaration);
  const described = { ...schema, ...(description === undefined ? {} : { description }) };
  return {
    schema: withFieldRules(described, { declaration, node, type, optional, path }, reading),
    required: !optional,
  };
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function unfitMember(property: ts.Symbol, declaration: ts.Declaration | undefined): Unfit | undefined {
  if (/^__[@#]/.test(property.escapedName as string)) {
    return {
      code: 'KW1013',
      because: 'not a field with a name in JSON',
      hint: 'an API type holds data only; name the field with a plain text',
    };
  }
  if (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) {
    return {
      code: 'KW1004',
      because: property.flags & ts.SymbolFlags.Method ? 'a method' : 'an accessor',
      hint: 'an API type holds data only; write a function that takes the object',
    };
  }
  if (declaration !== undefined && ts.getCombinedModifierFlags(declaration) & HIDDEN) {
    return {
      code: 'KW1013',
      because: 'private or protected, but all fields of an object are seen through the API',
      hint: 'make it public, or move it out of the class',
    };
  }
  return undefined;
}

const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

function refuse({ code, because, hint }: Unfit, use: TypeUse, reading: Reading): SchemaNode {
  if (code === UNRESOLVED) reading.findings.unsure = true;
  reading.findings.error(nameOfNode(use.node), code, `${use.path} is ${because}`, hint);
  return unreadable(use);
}

function unreadable(use: TypeUse): SchemaNode {
  return { ...plain(use), 'x-kubernetes-preserve-unknown-fields': true };
}

function plain(use: TypeUse): SchemaNode {
  return { origin: originOf(nameOfNode(use.node)), said: {} };
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

function admitsUndefined(type: ts.Type): boolean {
  return (type.isUnion() ? type.types : [type]).some(member => member.flags & ts.TypeFlags.Undefined);
}

/** `{}` says nothing; a class or interface without fields says that there are none. */
function isDeclaredObject(type: ts.Type): boolean {
  return type.isClassOrInterface();
}

function noteApiFile(declaration: ts.Declaration, { apiFiles }: Reading): void {
  if (isUserSource(declaration)) apiFiles.add(declaration.getSourceFile());
}

/** What other packages declare is not the user's to change: findings in it point at its use. */
function isUserSource(declaration: ts.Declaration): boolean {
  const file = declaration.getSourceFile();
  return !file.isDeclarationFile && packagePath(file.fileName) === undefined;
}
