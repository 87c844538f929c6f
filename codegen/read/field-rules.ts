// What the decorators of a field add to its schema.

import type { SchemaNode } from '../model/schema-node.js';
import { withRules } from './apply-rules.js';
import { ts } from './compiler.js';
import { conditionRules } from './condition-rules.js';
import { hiddenRules } from './hidden-rules.js';
import { nameOfNode } from './origin.js';
import { type OurDecorator, ourDecorators } from './our-decorators.js';
import { warnOverridden } from './overridden-rules.js';
import { packagePath } from './package-names.js';
import type { Reading } from './reading.js';
import { isServerFilled } from './type-marks.js';

/** A field whose type was read. */
export interface ReadField {
  readonly declaration: ts.Declaration | undefined;
  /** The declaration if it is the user's, else where its type is used. */
  readonly node: ts.Node;
  readonly type: ts.Type;
  readonly optional: boolean;
  readonly path: string;
}

/** The schema with the keywords of the field's decorators, and the places where they were said. */
export function withFieldRules(schema: SchemaNode, field: ReadField, reading: Reading): SchemaNode {
  const decorators = field.declaration === undefined ? [] : ourDecorators(field.declaration, reading.checker);
  const typed = { ...schema, ...conditionRules(field.declaration) };
  const ruled = withRules(typed, decorators, field.path, reading);
  checkDefaulted(field, decorators, reading);
  checkSchemaless(ruled, field, decorators, reading);
  refuseHiddenRules(field, reading);
  warnOverridden(field, decorators, reading);
  warnInitialised(field, reading);
  return ruled;
}

/** `@Schemaless` leaves the type to other decorators, and all other fields have it from their type. */
function checkSchemaless(
  schema: SchemaNode,
  field: ReadField,
  decorators: readonly OurDecorator[],
  { findings }: Reading,
): void {
  const schemaless = decorators.find(({ name }) => name === 'Schemaless');
  const type = decorators.find(({ name }) => name === 'Type');
  const typed = schema.type !== undefined || schema['x-kubernetes-preserve-unknown-fields'];
  if (schemaless !== undefined && !typed) {
    const hint = "add @Type('object'), another type, or @PreserveUnknownFields";
    findings.error(schemaless.node, 'KW2038', `${field.path} is @Schemaless, and nothing says its type`, hint);
  }
  if (schemaless === undefined && type !== undefined) {
    const hint = 'drop it, or add @Schemaless if the schema is to say another type than the program knows';
    findings.error(type.node, 'KW2038', `${field.path} has its type from its declaration`, hint);
  }
}

/** A value that the class gives is there in this program alone: no client of the API knows of it. */
function warnInitialised({ declaration, path }: ReadField, { findings }: Reading): void {
  if (!isUsers(declaration) || !ts.isPropertyDeclaration(declaration) || declaration.initializer === undefined) return;
  const { initializer } = declaration;
  const name = path.split('.').at(-1);
  const written = initializer.getText();
  const value = /\n/.test(written) || written.length > 40 ? '...' : written;
  const hint = `the API server fills in what @Default says: write @Default(${value}) ${name}?: Defaulted<...>`;
  findings.warning(initializer, 'KW2022', `${path} is set in the class, which the API server does not see`, hint);
}

/** A rule that is applied by a function's result would be missing from the schema. */
function refuseHiddenRules({ declaration, path }: ReadField, { checker, findings }: Reading): void {
  for (const decorator of declaration === undefined ? [] : hiddenRules(declaration, checker)) {
    const what = `${decorator.getText()} gives ${path} a rule of kubewright that cannot be read from the source`;
    findings.error(
      decorator,
      'KW0007',
      what,
      "write kubewright's decorator at the field, or keep its call in a constant",
    );
  }
}

/** The fields of kubewright's own types are filled in by the API server. */
function isUsers(declaration: ts.Declaration | undefined): declaration is ts.Declaration {
  return declaration !== undefined && packagePath(declaration.getSourceFile().fileName) === undefined;
}

/** `@Default`, `?` and `Defaulted` say one thing together: left out when written, there when read. */
function checkDefaulted(field: ReadField, decorators: readonly OurDecorator[], { findings }: Reading): void {
  if (field.type.flags & ts.TypeFlags.Any) return;
  const defaulted = (field.type.isUnion() ? field.type.types : [field.type]).some(isServerFilled);
  const decorator = decorators.find(({ name }) => name === 'Default');
  const name = field.path.split('.').at(-1);
  if (decorator === undefined && defaulted && isUsers(field.declaration)) {
    const hint = field.declaration.getSourceFile().isDeclarationFile
      ? 'its @Default is not in the declaration file: take the class from its source'
      : `add @Default(...), or drop Defaulted: nothing fills ${name} in`;
    findings.error(nameOfNode(field.node), 'KW2003', `${field.path} is Defaulted and has no @Default`, hint);
  }
  if (decorator !== undefined && !(defaulted && field.optional)) {
    const hint = `write ${name}?: Defaulted<...>: a field with a default may be left out, and is always there when read`;
    findings.error(
      decorator.arguments[0] ?? decorator.node,
      'KW2002',
      `${field.path} has a default but is not "?: Defaulted"`,
      hint,
    );
  }
}
