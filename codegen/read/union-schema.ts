// Unions of object types that a field tells apart, as one object: all fields of all cases, and rules that say which of them
// go together.

import type { Json } from '../../schema/structural-schema.js';
import type { SchemaNode } from '../model/schema-node.js';
import { type CaseField, type CaseValue, caseRules } from './case-rules.js';
import { ts } from './compiler.js';
import { coreType, namedDeclaration } from './declared-type.js';
import type { ReadFields } from './fields-of-object.js';
import { withUnionRules } from './object-rules.js';
import { nameOfNode } from './origin.js';
import type { Reading } from './reading.js';
import { sameSchema } from './same-schema.js';
import { plain, type TypeUse } from './type-use.js';

/** A case of the union: a type, and what the field that tells it apart may hold in it. */
interface Case {
  readonly type: ts.Type;
  readonly values: readonly CaseValue[];
}

/** The schema of a union of object types; undefined if no field of theirs tells them apart. */
export function unionSchema(
  members: readonly ts.Type[],
  use: TypeUse,
  reading: Reading,
  readFields: ReadFields,
): SchemaNode | undefined {
  const { checker } = reading;
  const discriminator = discriminatorOf(members, checker);
  if (discriminator === undefined) return undefined;
  const cases = inSourceOrder(members, use, discriminator, checker).map(type => ({
    type,
    values: valuesOf(type, discriminator, checker) ?? [],
  }));
  const all = cases.flatMap(({ values }) => values);
  const fields = mergedFields(cases, discriminator, use, reading, readFields);
  for (const field of fields) refusePartialDefault(field, all, use, reading);
  const required = fields.filter(field => field.required.length === all.length).map(({ name }) => name);
  const rules = fields.flatMap(field => caseRules(field, discriminator, all) ?? refuseName(field.name, use, reading));
  const schema: SchemaNode = {
    ...plain(use),
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    required,
    ...(rules.length === 0 ? {} : { 'x-kubernetes-validations': rules }),
  };
  return withUnionRules(schema, members, use.path, reading);
}

function mergedFields(
  cases: readonly Case[],
  discriminator: string,
  use: TypeUse,
  reading: Reading,
  readFields: ReadFields,
): readonly CaseField[] {
  const merged = new Map<string, CaseField>();
  for (const { type, values } of cases) {
    for (const { name, schema, required } of readFields(type, use, reading)) {
      const known = merged.get(name) ?? { name, schema, required: [], optional: [] };
      if (name !== discriminator && !sameSchema(known.schema, schema)) refuseDifference(name, use, reading);
      merged.set(name, {
        name,
        schema: name === discriminator ? withValues(known.schema, cases) : known.schema,
        required: required ? [...known.required, ...values] : known.required,
        optional: required ? known.optional : [...known.optional, ...values],
      });
    }
  }
  return [...merged.values()];
}

/** The first field that every case has, and always has, with values of its own. */
function discriminatorOf(members: readonly ts.Type[], checker: ts.TypeChecker): string | undefined {
  return members[0]?.getProperties().find(({ name }) => {
    const values = members.map(member => valuesOf(member, name, checker));
    if (!values.every(each => each !== undefined)) return false;
    const all = values.flat();
    return new Set(all).size === all.length && new Set(all.map(value => typeof value)).size === 1;
  })?.name;
}

/** The literals that a field of a type may hold; undefined if it may hold others, or be missing. */
function valuesOf(type: ts.Type, name: string, checker: ts.TypeChecker): readonly CaseValue[] | undefined {
  const property = type.getProperty(name);
  if (property === undefined || property.flags & ts.SymbolFlags.Optional) return undefined;
  const value = checker.getTypeOfSymbol(property);
  const values = (value.isUnion() ? value.types : [value]).map(member => {
    if (member.isStringLiteral() || member.isNumberLiteral()) return member.value;
    return member.flags & ts.TypeFlags.BooleanLiteral ? checker.typeToString(member) === 'true' : undefined;
  });
  return values.every(each => each !== undefined) ? values : undefined;
}

/** The field that tells the cases apart may hold the values of all of them. */
function withValues(schema: SchemaNode, cases: readonly Case[]): SchemaNode {
  const { enum: _ofFirst, ...rest } = schema;
  const values: readonly Json[] = cases.flatMap(each => each.values);
  const whole = schema.type === 'integer' && !values.every(Number.isInteger) ? { type: 'number' as const } : {};
  const bothBooleans = schema.type === 'boolean' && values.length === 2;
  return { ...rest, ...whole, ...(bothBooleans ? {} : { enum: values }) };
}

function refuseName(name: string, use: TypeUse, reading: Reading): readonly [] {
  const message = `the field "${name}" of ${use.path} is in some cases of the union only, and a rule cannot say its name`;
  reading.findings.error(nameOfNode(use.node), 'KW1023', message, 'use letters, digits and _ in its name');
  return [];
}

function refuseDifference(name: string, use: TypeUse, reading: Reading): void {
  const message = `the field ${name} of ${use.path} is not the same in all cases of the union`;
  const hint = `a schema has one type for a field: give it the same type and rules in every case, or name it after its case`;
  reading.findings.error(nameOfNode(use.node), 'KW1021', message, hint);
}

/** Defaults are filled in without a look at the case. */
function refusePartialDefault(field: CaseField, all: readonly CaseValue[], use: TypeUse, reading: Reading): void {
  const { name, schema, required, optional } = field;
  if (schema.default === undefined || required.length + optional.length === all.length) return;
  const message = `${name} of ${use.path} has a default and is in some cases of the union only, but defaults are filled in for all`;
  const hint = 'drop the default, or put the field into an object of its own that the case has';
  reading.findings.error(schema.said.default ?? nameOfNode(use.node), 'KW1022', message, hint);
}

/** As the union is written; cases that the source does not tell apart are ordered by their values. */
function inSourceOrder(
  members: readonly ts.Type[],
  use: TypeUse,
  discriminator: string,
  checker: ts.TypeChecker,
): readonly ts.Type[] {
  const written = writtenMembers(use.written, use, checker, 0);
  const place = (type: ts.Type) => (written.includes(type) ? written.indexOf(type) : written.length);
  const value = (type: ts.Type) => String(valuesOf(type, discriminator, checker)?.[0]);
  return [...members].sort((a, b) => place(a) - place(b) || (value(a) < value(b) ? -1 : 1));
}

function writtenMembers(
  written: ts.TypeNode | undefined,
  use: TypeUse,
  checker: ts.TypeChecker,
  depth: number,
): readonly ts.Type[] {
  const node = coreType(written, checker, use.bound);
  if (node === undefined || depth > 20) return [];
  if (ts.isUnionTypeNode(node)) return node.types.flatMap(each => writtenMembers(each, use, checker, depth + 1));
  const declaration = namedDeclaration(node, checker);
  return declaration !== undefined && ts.isTypeAliasDeclaration(declaration)
    ? [checker.getTypeFromTypeNode(node), ...writtenMembers(declaration.type, use, checker, depth + 1)]
    : [checker.getTypeFromTypeNode(node)];
}
