// A class with `@Resource` as a resource of the model.

import type { ResourceModel, ScaleModel } from '../model/api-model.js';
import type { SchemaNode } from '../model/schema-node.js';
import { ts } from './compiler.js';
import { readConversion } from './conversion-reader.js';
import { Options, optionsOf, stringArgument } from './decorator-arguments.js';
import { docText } from './doc-text.js';
import { withObjectRules } from './object-rules.js';
import { nameOfNode, originOf } from './origin.js';
import { afterAt, type OurDecorator, ourDecorators } from './our-decorators.js';
import { ourName } from './package-names.js';
import { readPrintColumns } from './print-columns.js';
import type { Reading } from './reading.js';
import { readResourceOptions, resourceDecorator } from './resource-options.js';
import { objectOfFields, type TypeUse } from './schema-of-type.js';
import { readSelectableFields } from './selectable-fields.js';

/** Reads the class; undefined, with errors, if it cannot be a resource at all. */
export function readResource(declaration: ts.ClassDeclaration, reading: Reading): ResourceModel | undefined {
  const { checker, findings } = reading;
  const decorator = resourceDecorator(declaration, checker);
  if (decorator === undefined) return undefined;
  reading.apiFiles.add(declaration.getSourceFile());
  refuseSecond(declaration, reading);
  const names = readResourceOptions(decorator, reading);
  const type = checker.getTypeAtLocation(declaration) as ts.InterfaceType;
  const base = customResourceBase(type, checker);
  if (base === undefined) {
    const name = declaration.name?.text ?? 'the class';
    const hint = `class ${name} extends CustomResource<${name}Spec, ${name}Status>`;
    if (extendsUnknown(declaration, checker)) findings.unsure = true;
    findings.error(
      decorator.node,
      'KW3003',
      `${name} has @Resource but does not extend CustomResource or ClusterResource`,
      hint,
    );
    return undefined;
  }
  const status = hasStatus(type, checker);
  const schema = rootSchema(declaration, type, status, reading);
  if (names === undefined) return undefined;
  const decorators = ourDecorators(declaration, checker);
  const scale = readScale(declaration, schema, reading);
  const selectableFields = readSelectableFields(decorators, reading);
  const conversion = readConversion(decorators, names.version, reading);
  return {
    ...names,
    scope: base === 'ClusterResource' ? 'Cluster' : 'Namespaced',
    status,
    ...(scale === undefined ? {} : { scale }),
    ...(conversion === undefined ? {} : { conversion }),
    ...(selectableFields.length === 0 ? {} : { selectableFields }),
    printColumns: readPrintColumns(decorators, schema, reading),
    schema,
  };
}

/** One class is one version of a kind. */
function refuseSecond(declaration: ts.ClassDeclaration, { checker, findings }: Reading): void {
  const [, ...more] = ourDecorators(declaration, checker).filter(({ name }) => name === 'Resource');
  for (const each of more) {
    const hint = 'keep one of them, and write a class for each version or kind; one may extend the other';
    findings.error(each.node, 'KW2001', `${declaration.name?.text ?? 'the class'} has @Resource twice`, hint);
  }
}

/** The base class of ours that a class extends, also through others and mixins. */
export function customResourceBase(type: ts.InterfaceType, checker: ts.TypeChecker): string | undefined {
  const bases = checker.getBaseTypes(type).flatMap(base => (base.isIntersection() ? base.types : [base]));
  for (const base of bases) {
    const name = ourName(base.getSymbol());
    if (name === 'CustomResource' || name === 'ClusterResource') return name;
    const above =
      base.isClassOrInterface() || isInstance(base) ? customResourceBase(targetOf(base), checker) : undefined;
    if (above !== undefined) return above;
  }
  return undefined;
}

/** Whether the kind has a status: its Status type is not `undefined`. */
export function hasStatus(type: ts.Type, checker: ts.TypeChecker): boolean {
  return hasPart(type, 'status', checker);
}

/** `CustomResource<undefined>` is a kind without a spec, as ConfigMap is one: it has fields of its own. */
function hasPart(type: ts.Type, part: 'spec' | 'status', checker: ts.TypeChecker): boolean {
  const property = type.getProperty(part);
  if (property === undefined) return false;
  return !(checker.getNonNullableType(checker.getTypeOfSymbol(property)).flags & ts.TypeFlags.Never);
}

function isInstance(type: ts.Type): type is ts.TypeReference {
  return ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

function targetOf(type: ts.Type): ts.InterfaceType {
  return isInstance(type) ? type.target : (type as ts.InterfaceType);
}

function extendsUnknown(declaration: ts.ClassDeclaration, checker: ts.TypeChecker): boolean {
  const base = declaration.heritageClauses?.find(clause => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return base !== undefined && (checker.getTypeAtLocation(base.expression).flags & ts.TypeFlags.Any) !== 0;
}

const API_VERSION = 'The API group and version that this object is written in, such as `group/v1`.';
const KIND = 'The kind of this object, in CamelCase; it cannot be changed.';

function rootSchema(declaration: ts.ClassDeclaration, type: ts.Type, status: boolean, reading: Reading): SchemaNode {
  const origin = originOf(nameOfNode(declaration));
  const leaf = (schema: Pick<SchemaNode, 'type' | 'description'>): SchemaNode => ({ ...schema, origin, said: {} });
  const use: TypeUse = { node: baseOf(declaration), written: undefined, path: '', within: [] };
  const isThere = (name: string) =>
    name === 'status' ? status : name !== 'spec' || hasPart(type, 'spec', reading.checker);
  refuseRulesOfHead(type, reading);
  const own = type.getProperties().filter(({ name }) => !HEAD.has(name) && isThere(name));
  const fields = objectOfFields(own, use, reading);
  for (const part of ['spec', 'status']) requireObject(part, fields.properties?.[part], use, reading);
  const description = docText(declaration);
  const root: SchemaNode = {
    origin,
    said: {},
    ...(description === undefined ? {} : { description }),
    ...fields,
    properties: {
      apiVersion: leaf({ type: 'string', description: API_VERSION }),
      kind: leaf({ type: 'string', description: KIND }),
      metadata: leaf({ type: 'object' }),
      ...fields.properties,
    },
  };
  return withObjectRules(root, type, '', reading);
}

const HEAD = new Set(['apiVersion', 'kind', 'metadata']);

/** The API server has schemas of its own for what every object has. */
function refuseRulesOfHead(type: ts.Type, { checker, findings, fields }: Reading): void {
  for (const property of type.getProperties().filter(({ name }) => HEAD.has(name))) {
    const declared = property.declarations?.[0];
    if (declared !== undefined) fields.add(declared);
    for (const decorator of declared === undefined ? [] : ourDecorators(declared, checker)) {
      const message = `@${decorator.name} is at ${property.name}, whose schema is the API server's own`;
      const hint = `say it at the class, as in @Validation("self.metadata.name.size() <= 20")`;
      findings.error(afterAt(decorator), 'KW2021', message, hint);
    }
  }
}

function requireObject(part: string, schema: SchemaNode | undefined, use: TypeUse, { findings }: Reading): void {
  if (schema?.type === undefined || schema.type === 'object') return;
  findings.error(
    use.node,
    'KW3004',
    `${part} is of type ${schema.type}; it must be an object`,
    'name its fields in a class or interface',
  );
}

/** The place of `CustomResource<...>`, where Spec and Status are said. */
function baseOf(declaration: ts.ClassDeclaration): ts.Node {
  return (
    declaration.heritageClauses?.find(clause => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0] ?? declaration
  );
}

function readScale(declaration: ts.ClassDeclaration, schema: SchemaNode, reading: Reading): ScaleModel | undefined {
  const decorators = ourDecorators(declaration, reading.checker).filter(({ name }) => name === 'Subresource');
  let scale: ScaleModel | undefined;
  for (const decorator of decorators) {
    const name = stringArgument(decorator, 0, reading);
    if (name === undefined) continue;
    if (name.value !== 'scale') {
      const hint = name.value === 'status' ? 'drop it: a Status type means a status subresource' : "say 'scale'";
      reading.findings.error(name.origin, 'KW3005', `there is no subresource "${name.value}"`, hint);
    } else if (scale !== undefined) {
      reading.findings.error(decorator.node, 'KW3006', "@Subresource('scale') is said twice", 'keep one of them');
    } else {
      scale = scaleOf(decorator, schema, reading);
    }
  }
  return scale;
}

const SCALE_OPTIONS = ['specReplicasPath', 'statusReplicasPath', 'labelSelectorPath'];

function scaleOf(decorator: OurDecorator, schema: SchemaNode, reading: Reading): ScaleModel | undefined {
  const found = optionsOf(decorator.arguments[1], "@Subresource('scale')", SCALE_OPTIONS, reading);
  if (found === undefined) return undefined;
  const options = new Options(found, "@Subresource('scale')", reading);
  const selector = schema.properties?.status?.properties?.selector?.type === 'string' ? '.status.selector' : undefined;
  const labelSelectorPath = options.string('labelSelectorPath') ?? selector;
  return {
    specReplicasPath: options.string('specReplicasPath') ?? '.spec.replicas',
    statusReplicasPath: options.string('statusReplicasPath') ?? '.status.replicas',
    ...(labelSelectorPath === undefined ? {} : { labelSelectorPath }),
    origin: originOf(decorator.arguments[0] ?? decorator.node),
    said: options.said,
  };
}
