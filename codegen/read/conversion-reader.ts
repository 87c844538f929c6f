// `@ConvertsTo`: the hub of a version, and what gets lost on the way to it and back.

import type { ConversionModel } from '../model/api-model.js';
import { ts } from './compiler.js';
import { argumentsOf, definitionOf, propertiesOf } from './constants.js';
import { isFieldPath, lostFields } from './conversion-losses.js';
import { argumentAt } from './decorator-arguments.js';
import { nameOf } from './expression-parts.js';
import { Findings } from './findings.js';
import { originOf } from './origin.js';
import type { OurDecorator } from './our-decorators.js';
import { resolved } from './package-names.js';
import type { Reading } from './reading.js';
import { classOf, readResourceOptions, resourceDecorator } from './resource-options.js';
import { strayFields } from './stray-fields.js';
import { functionOf, type ReadableFunction } from './value-uses.js';

/** What a class says of its conversion; undefined for a hub, and, with an error, where it names none. */
export function readConversion(
  decorators: readonly OurDecorator[],
  version: string | undefined,
  reading: Reading,
): ConversionModel | undefined {
  const [decorator, ...more] = decorators.filter(({ name }) => name === 'ConvertsTo');
  for (const { node } of more) {
    reading.findings.error(node, 'KW3052', 'a class has one @ConvertsTo', 'all versions of a kind have one hub');
  }
  if (decorator === undefined) return undefined;
  const [first, second] = decorator.arguments;
  const hub = first && hubOf(first, reading);
  if (hub === undefined || first === undefined) {
    const message =
      first === undefined
        ? '@ConvertsTo names no hub'
        : `${first.getText()} is no class with @Resource that can be read`;
    const hint = 'name the class of the version that all others convert to';
    if (first !== undefined) reading.findings.unsure = true;
    reading.findings.error(first ?? decorator.node, 'KW3050', message, hint);
    return undefined;
  }
  if (second !== undefined) readFunctions(second, version ?? 'this version', hub.version, reading);
  return { hub, origin: originOf(first) };
}

function hubOf(node: ts.Expression, reading: Reading): ConversionModel['hub'] | undefined {
  const declaration = classOf(resolved(reading.checker.getSymbolAtLocation(node), reading.checker));
  const decorator = declaration && resourceDecorator(declaration, reading.checker);
  const names = decorator && readResourceOptions(decorator, { ...reading, findings: new Findings() });
  return names && { group: names.group, version: names.version, kind: names.kind };
}

function readFunctions(argument: ts.Expression, own: string, hub: string, reading: Reading): void {
  const members = membersOf(argument, reading);
  if (members === undefined) return;
  const accepted = acceptedLosses(members.get('loses'), reading);
  readFunction(members, 'to', own, hub, accepted, reading);
  readFunction(members, 'from', hub, own, accepted, reading);
  const { checker, findings } = reading;
  const functions = [members.get('to'), members.get('from')].map(member => member && convertOf(member, checker));
  for (const [path, node] of accepted) {
    // What a function looks at may still get lost, as tests of round trips show; what is not there cannot.
    if (functions.some(convert => convert === undefined || isFieldPath(path, convert, checker))) continue;
    const hint = 'fields are written as in .spec.tls.days, .spec.items[*].name and .spec.map.*';
    findings.warning(node, 'KW3055', `${path} is no field of ${own} or ${hub}, so it cannot get lost`, hint);
  }
}

/** The paths that `loses` names, with their places. */
function acceptedLosses(
  member: ts.ObjectLiteralElementLike | undefined,
  reading: Reading,
): ReadonlyMap<string, ts.Node> {
  if (member === undefined || !ts.isPropertyAssignment(member)) return new Map();
  const list = definitionOf(member.initializer, reading.checker);
  const items = ts.isArrayLiteralExpression(list) ? argumentsOf(list.elements, reading.checker) : [];
  const paths = items.flatMap(item => argumentAt(item, 'loses of @ConvertsTo', reading) ?? []);
  return new Map(paths.flatMap(({ value, node }) => (typeof value === 'string' ? [[value, node]] : [])));
}

function readFunction(
  members: ReadonlyMap<string, ts.ObjectLiteralElementLike>,
  name: 'to' | 'from',
  source: string,
  target: string,
  accepted: ReadonlyMap<string, unknown>,
  { checker, findings }: Reading,
): void {
  const member = members.get(name);
  const convert = member && convertOf(member, checker);
  if (member === undefined || convert === undefined) return;
  if (isUnknown(convert, checker)) findings.unsure = true;
  for (const { node, field, meant } of strayFields(convert, checker)) {
    const hint = meant === undefined ? 'drop it, or add the field' : `did you mean "${meant}"?`;
    findings.error(node, 'KW3053', `${field} is no field of ${target}, so what is written there gets lost`, hint);
  }
  const lost = lostFields(convert, checker);
  const place = member.name ?? member;
  for (const path of lost.filter(each => ![...accepted.keys()].some(on => isWithin(each, on)))) {
    const message = `"${name}" does not look at ${path}: an object of ${source} that becomes one of ${target} and returns has lost it`;
    const hint = `keep it in a field or an annotation; or, if it may get lost, say loses: ['${path}']`;
    findings.warning(place, 'KW3054', message, hint);
  }
}

/** The members of the object that holds the functions, by name; undefined if it is not written out. */
function membersOf(argument: ts.Expression, reading: Reading) {
  const object = definitionOf(argument, reading.checker);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const members = new Map<string, ts.ObjectLiteralElementLike>();
  for (const member of propertiesOf(object, reading.checker)) {
    const name = member.name && nameOf(member.name);
    if (name !== undefined) members.set(name, member);
  }
  return members;
}

function convertOf(member: ts.ObjectLiteralElementLike, checker: ts.TypeChecker): ReadableFunction | undefined {
  if (ts.isMethodDeclaration(member)) return member;
  if (ts.isPropertyAssignment(member)) return functionOf(member.initializer, checker);
  return ts.isShorthandPropertyAssignment(member) ? functionOf(member.name, checker) : undefined;
}

function isUnknown({ parameters: [parameter] }: ReadableFunction, checker: ts.TypeChecker): boolean {
  return parameter !== undefined && (checker.getTypeAtLocation(parameter).flags & ts.TypeFlags.Any) !== 0;
}

function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}
