// Warns of fields that get lost between two versions: those that no conversion function looks at.

import { elementType, isPlainObject, valueType } from './arrivals.js';
import { ts } from './compiler.js';
import { PartUse } from './part-use.js';
import { type ReadableFunction, usesOfArgument } from './value-uses.js';

const HEAD = new Set(['apiVersion', 'kind', 'metadata']);

/** The fields of a resource, such as `.spec.tls`, that a function from it never looks at; of a lost object, itself only. */
export function lostFields(convert: ReadableFunction, checker: ts.TypeChecker): readonly string[] {
  const [parameter] = convert.parameters;
  const uses = usesOfArgument(convert, checker);
  const type = parameter === undefined ? argumentType(convert, checker) : checker.getTypeAtLocation(parameter);
  if (type === undefined || uses.isWhole) return [];
  return checker
    .getPropertiesOfType(type)
    .filter(({ name }) => !HEAD.has(name))
    .flatMap(property =>
      unused(checker.getTypeOfSymbol(property), uses.find(property.name), `.${property.name}`, checker),
    );
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
