// The kind that a decorator's argument names: a class with `@Resource`, or a constant of type `KindConstant`.
import { ts } from './compiler.js';
import { Findings } from './findings.js';
import { ourName, resolved } from './package-names.js';
import type { Reading } from './reading.js';
import { classOf, readResourceOptions, resourceDecorator } from './resource-options.js';
import { hasStatus } from './resource-reader.js';

/** What RBAC rules and webhooks need to know of a kind. */
export interface NamedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly status: boolean;
}

/** Resolves the argument; undefined if it names no kind. */
export function kindOfArgument(node: ts.Expression, reading: Reading): NamedKind | undefined {
  const named = ofWhichMetadata(node, reading) ?? node;
  return kindOfClass(named, reading) ?? kindOfConstant(named, reading);
}

/** `Pod` of `metadataOf(Pod)`: who reads only the metadata of a kind needs the same rules. */
function ofWhichMetadata(node: ts.Expression, { checker }: Reading): ts.Expression | undefined {
  if (
    !ts.isCallExpression(node) ||
    ourName(resolved(checker.getSymbolAtLocation(node.expression), checker)) !== 'metadataOf'
  )
    return undefined;
  return node.arguments[0];
}

/** Whether an argument is a kind rather than a rule in full. */
export function isKindArgument(node: ts.Expression, reading: Reading): boolean {
  const type = reading.checker.getTypeAtLocation(node);
  return type.getProperty('prototype') !== undefined || type.getProperty('info') !== undefined;
}

function kindOfClass(node: ts.Expression, reading: Reading): NamedKind | undefined {
  const { checker } = reading;
  const declaration = classOf(resolved(checker.getSymbolAtLocation(node), checker));
  const decorator = declaration && resourceDecorator(declaration, checker);
  if (declaration === undefined || decorator === undefined) return undefined;
  const names = readResourceOptions(decorator, { ...reading, findings: new Findings() });
  if (names === undefined) return undefined;
  return {
    group: names.group,
    version: names.version,
    kind: names.kind,
    plural: names.plural,
    status: hasStatus(checker.getTypeAtLocation(declaration), checker),
  };
}

function kindOfConstant(node: ts.Expression, { checker }: Reading): NamedKind | undefined {
  const type = checker.getTypeAtLocation(node);
  const info = type.getProperty('info');
  const declaration = info?.declarations?.[0];
  if (info === undefined || declaration === undefined || !ts.isInterfaceDeclaration(declaration.parent))
    return undefined;
  if (ourName(checker.getSymbolAtLocation(declaration.parent.name)) !== 'KindConstant') return undefined;
  const names = checker.getTypeOfSymbol(info);
  const text = (name: string) => {
    const property = names.getProperty(name);
    const value = property && checker.getTypeOfSymbol(property);
    return value?.isStringLiteral() ? value.value : undefined;
  };
  const group = text('group');
  const version = text('version');
  const kind = text('kind');
  const plural = text('plural');
  if (group === undefined || version === undefined || kind === undefined || plural === undefined) return undefined;
  const prototype = type.getProperty('prototype');
  const status = prototype !== undefined && hasStatus(checker.getTypeOfSymbol(prototype), checker);
  return { group, version, kind, plural, status };
}
