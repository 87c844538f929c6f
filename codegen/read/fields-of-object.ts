// The fields of an object type, with what their decorators say.

import type { SchemaNode } from '../model/schema-node.js';
import { ts } from './compiler.js';
import { definitionOf } from './constants.js';
import { coreFieldSchema } from './core-types.js';
import { writtenType } from './declared-type.js';
import { docText } from './doc-text.js';
import { withFieldRules } from './field-rules.js';
import { keepsType, mappedField } from './mapped-field.js';
import { nameOfNode } from './origin.js';
import { ourDecorators } from './our-decorators.js';
import { ourName, packagePath, resolved } from './package-names.js';
import type { Reading } from './reading.js';
import { below, plain, type ReadType, refuse, type TypeUse } from './type-use.js';
import { unfitMember } from './unfit-members.js';

/** A field, and whether an object always has it. */
export interface Field {
  readonly name: string;
  readonly schema: SchemaNode;
  readonly required: boolean;
}

/** Reads the fields of an object type. */
export type ReadFields = (type: ts.Type, use: TypeUse, reading: Reading) => readonly Field[];

/** Reads the properties; what is no field of the API is refused, and left out. */
export function fieldsOf(
  properties: readonly ts.Symbol[],
  use: TypeUse,
  reading: Reading,
  readType: ReadType,
): readonly Field[] {
  const size = use.size ?? { fields: 0 };
  return properties.flatMap(property => {
    size.fields += 1;
    if (size.fields === MOST_FIELDS) refuse(TOO_MANY, use, reading);
    return size.fields < MOST_FIELDS ? (fieldOf(property, { ...use, size }, reading, readType) ?? []) : [];
  });
}

/** Some 1.5 MB of definition, which is the most that etcd takes. */
const MOST_FIELDS = 20_000;
const TOO_MANY = {
  code: 'KW1025',
  because: 'where the schema reaches 20000 fields, more than etcd takes in a definition',
  hint: 'a type that is used in many places is written out in each: end the schema of some with @PreserveUnknownFields',
};

function fieldOf(property: ts.Symbol, use: TypeUse, reading: Reading, readType: ReadType): Field | undefined {
  const { checker } = reading;
  const mapped = mappedField(property, checker);
  const declaration = (mapped?.source ?? property).declarations?.[0];
  const node = declaration !== undefined && isUserSource(declaration) ? declaration : use.node;
  const path = below(use.path, property.name);
  const written = mapped === undefined ? writtenType(declaration) : mapped.written;
  const own: TypeUse = { ...use, node, written, path, open: keepsAnything(declaration, reading) };
  if (declaration !== undefined) {
    noteApiFile(declaration, reading);
    reading.fields.add(declaration);
  }

  const refusal = unfitMember(property, declaration);
  if (refusal !== undefined) {
    const name = declaration && ts.getNameOfDeclaration(declaration)?.getText();
    refuse(refusal, { ...own, open: false, path: name === undefined ? path : below(use.path, name) }, reading);
    return undefined;
  }
  const type = checker.getTypeOfSymbol(property);
  const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 || admitsUndefined(type);
  const schema = schemaOfField(declaration, type, own, reading, readType);
  const description = declaration && docText(declaration);
  const described = { ...schema, ...(description === undefined ? {} : { description }) };
  const ruled = mapped?.source === undefined || keepsType(property, mapped.source, checker) ? declaration : undefined;
  if (ruled === undefined && declaration !== undefined) warnOfLostRules(declaration, own, reading);
  warnOfOtherRules(property, own, reading);
  // `Required` makes a field with a default one that is always written.
  const mayBeLeftOut = optional || (mapped?.source !== undefined && isOptionalThere(mapped.source));
  return {
    name: property.name,
    schema: withFieldRules(described, { declaration: ruled, node, type, optional: mayBeLeftOut, path }, reading),
    required: !optional,
  };
}

function isOptionalThere(source: ts.Symbol): boolean {
  return (source.flags & ts.SymbolFlags.Optional) !== 0;
}

function schemaOfField(
  declaration: ts.Declaration | undefined,
  type: ts.Type,
  use: TypeUse,
  reading: Reading,
  readType: ReadType,
): SchemaNode {
  if (declaration !== undefined && has(declaration, 'Schemaless', reading)) return plain(use);
  const core = coreFieldSchema(declaration, { origin: plain(use).origin, descriptions: reading.coreDescriptions });
  return core !== undefined && !('because' in core) ? core : readType(type, use, reading);
}

function keepsAnything(declaration: ts.Declaration | undefined, reading: Reading): boolean {
  return declaration !== undefined && has(declaration, 'PreserveUnknownFields', reading);
}

/** Whether a field has the decorator, also for its items or values. */
function has(declaration: ts.Declaration, name: string, { checker }: Reading): boolean {
  const isIt = (expression: ts.Expression): boolean => {
    const definition = definitionOf(expression, checker);
    if (ts.isCallExpression(definition)) return definition.arguments.some(isIt);
    return ourName(resolved(checker.getSymbolAtLocation(definition), checker)) === name;
  };
  const decorators = ourDecorators(declaration, checker);
  return decorators.some(decorator => decorator.name === name || decorator.arguments.some(isIt));
}

/** A mapped type has the names of another, and types of its own. */
function warnOfLostRules(declaration: ts.Declaration, use: TypeUse, { checker, findings }: Reading): void {
  const lost = rulesOf(declaration, checker);
  if (lost === undefined) return;
  const message = `${use.path} has another type than ${ownerOf(declaration)}.${ts.getNameOfDeclaration(declaration)?.getText()}, from which it is made: ${lost} does not hold for it`;
  findings.warning(nameOfNode(use.node), 'KW1019', message, 'write the field out with its rules, if they still hold');
}

/** In an intersection a field may be declared several times. */
function warnOfOtherRules(property: ts.Symbol, use: TypeUse, { checker, findings, fields }: Reading): void {
  const [first, ...others] = property.declarations ?? [];
  for (const other of others) {
    fields.add(other);
    const lost = first === undefined || other === first ? undefined : rulesOf(other, checker);
    if (first === undefined || lost === undefined) continue;
    const message = `${use.path} is declared in ${ownerOf(first)} and in ${ownerOf(other)}; ${lost} of ${ownerOf(other)} does not hold for it`;
    findings.warning(nameOfNode(other), 'KW1020', message, 'declare the field once, or say all of its rules at both');
  }
}

function rulesOf(declaration: ts.Declaration, checker: ts.TypeChecker): string | undefined {
  const names = ourDecorators(declaration, checker).map(({ name }) => `@${name}`);
  return names.length === 0 ? undefined : names.join(' and ');
}

function ownerOf({ parent }: ts.Declaration): string {
  const owner = ts.isTypeLiteralNode(parent) ? parent.parent : parent;
  return ts.getNameOfDeclaration(owner as ts.Declaration)?.getText() ?? 'another type';
}

function admitsUndefined(type: ts.Type): boolean {
  return (type.isUnion() ? type.types : [type]).some(member => member.flags & ts.TypeFlags.Undefined);
}

/** The files on whose types the API stands. */
export function noteApiFile(declaration: ts.Declaration, { apiFiles }: Reading): void {
  if (isUserSource(declaration)) apiFiles.add(declaration.getSourceFile());
}

/** What other packages declare is not the user's to change: findings in it point at its use. */
function isUserSource(declaration: ts.Declaration): boolean {
  const file = declaration.getSourceFile();
  return !file.isDeclarationFile && packagePath(file.fileName) === undefined;
}
