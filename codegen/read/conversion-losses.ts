// Finds fields that get lost between two versions: those that no conversion function looks at.

import { elementType, isPlainObject, valueType } from './arrivals.js';
import { ts } from './compiler.js';
import { PartUse } from './part-use.js';
import { type ReadableFunction, usesOfArgument } from './value-uses.js';

const HEAD = new Set(['apiVersion', 'kind', 'metadata']);

/** The fields of a resource, such as `.spec.tls`, that a function from it never looks at; of a lost object, itself only. */
export function lostFields(convert: ReadableFunction, checker: ts.TypeChecker): readonly string[] {
  const uses = usesOfArgument(convert, checker);
  const type = resourceType(convert, checker);
  if (type === undefined || uses.isWhole) return [];
  return checker
    .getPropertiesOfType(type)
    .filter(({ name }) => !HEAD.has(name))
    .flatMap(property =>
      unused(checker.getTypeOfSymbol(property), uses.find(property.name), `.${property.name}`, checker),
    );
}

/**
 * Whether a path, written as above, leads to a field of the resource that a function is given. In doubt it does: where the
 * type is open, or not known.
 */
export function isFieldPath(path: string, convert: ReadableFunction, checker: ts.TypeChecker): boolean {
  const [, ...steps] = path.replaceAll('[*]', '.*').split('.');
  let type = resourceType(convert, checker);
  for (const step of steps) {
    const value = type && checker.getNonNullableType(type);
    if (value === undefined || value.flags & OPEN) return true;
    type = stepInto(value, step, checker);
    if (type === undefined) return false;
  }
  return steps.length > 0;
}

const OPEN = ts.TypeFlags.Any | ts.TypeFlags.Unknown;

function stepInto(type: ts.Type, step: string, checker: ts.TypeChecker): ts.Type | undefined {
  const items = elementType(type, checker);
  if (items !== undefined) return step === '*' ? items : undefined;
  const property = checker.getPropertyOfType(type, step);
  return property === undefined ? valueType(type, checker) : checker.getTypeOfSymbol(property);
}

function resourceType(convert: ReadableFunction, checker: ts.TypeChecker): ts.Type | undefined {
  const [parameter] = convert.parameters;
  return parameter === undefined ? argumentType(convert, checker) : checker.getTypeAtLocation(parameter);
}

/** Of a function that takes no parameter, the type that its place would give it. */
function argumentType(convert: ReadableFunction, checker: ts.TypeChecker): ts.Type | undefined {
  if (!ts.isArrowFunction(convert) && !ts.isFunctionExpression(convert)) return undefined;
  const [signature] = checker.getContextualType(convert)?.getCallSignatures() ?? [];
  const [parameter] = signature?.parameters ?? [];
  return parameter && checker.getTypeOfSymbol(parameter);
}

function unused(type: ts.Type, uses: PartUse | undefined, path: string, checker: ts.TypeChecker): readonly string[] {
  const value = checker.getNonNullableType(type);
  // A type without values, as that of the status of a kind that has none.
  if (value.flags & ts.TypeFlags.Never) return [];
  if (uses === undefined || !uses.isUsed) return [path];
  if (uses.isWhole || !isPlainObject(value)) return [];
  const items = elementType(value, checker);
  if (items !== undefined) return unusedIn(items, uses.find(PartUse.ITEM), `${path}[*]`, checker);
  const values = valueType(value, checker);
  if (values !== undefined) return unusedIn(values, uses.find(PartUse.VALUE), `${path}.*`, checker);
  return checker
    .getPropertiesOfType(value)
    .flatMap(property =>
      unused(checker.getTypeOfSymbol(property), uses.find(property.name), `${path}.${property.name}`, checker),
    );
}

/** Of a list or map of which no item is looked at, no more is said: its length may be all that counts. */
function unusedIn(type: ts.Type, uses: PartUse | undefined, path: string, checker: ts.TypeChecker): readonly string[] {
  return uses === undefined ? [] : unused(type, uses, path, checker);
}
