// What becomes of a value that is put into another: fields of the same name arrive, the others do not.
import { ts } from './compiler.js';
import { PartUse } from './part-use.js';

/** Notes as used what of an expression's value arrives in the type that is expected at its place. */
export function arrivals(node: ts.Expression, uses: PartUse, checker: ts.TypeChecker): void {
  const { parent } = node;
  const place = ts.isSpreadAssignment(parent) || ts.isSpreadElement(parent) ? parent.parent : node;
  const expected = isPartOfResult(node) ? checker.getContextualType(place as ts.Expression) : undefined;
  if (expected === undefined) uses.whole();
  else compare(checker.getTypeAtLocation(node), expected, uses, checker, 0, { left: MOST });
}

/** Whether the value goes, within objects and lists, into what a function answers or into a constant of a named type. */
function isPartOfResult(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isVariableDeclaration(parent)) return parent.type !== undefined;
  return isContainer(parent) && isPartOfResult(parent);
}

function isContainer(node: ts.Node): boolean {
  return (
    ts.isObjectLiteralElementLike(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isConditionalExpression(node) ||
    ts.isBinaryExpression(node) ||
    ts.isParenthesizedExpression(node)
  );
}

const DEEPEST = 12;

/** Types that have themselves as a part (`typeof globalThis`, too) have a dozen levels of ever more parts. */
const MOST = 10_000;

/** @param budget how many parts are compared yet, in all */
function compare(
  from: ts.Type,
  to: ts.Type,
  uses: PartUse,
  checker: ts.TypeChecker,
  depth: number,
  budget: { left: number },
): void {
  uses.touch();
  const source = checker.getNonNullableType(from);
  const target = checker.getNonNullableType(to);
  const isEndless = depth > DEEPEST || budget.left-- <= 0;
  if (source === target || isEndless || !isPlainObject(source) || !isPlainObject(target)) {
    uses.whole();
    return;
  }
  const parts = [PART_OF_LISTS, PART_OF_MAPS].find(({ of }) => of(source, checker) ?? of(target, checker));
  if (parts !== undefined) {
    const [value, place] = [parts.of(source, checker), parts.of(target, checker)];
    if (value === undefined || place === undefined) uses.whole();
    else compare(value, place, uses.part(parts.name), checker, depth + 1, budget);
    return;
  }
  for (const property of checker.getPropertiesOfType(source)) {
    const counterpart = checker.getPropertyOfType(target, property.name);
    if (counterpart === undefined) continue;
    const [value, place] = [checker.getTypeOfSymbol(property), checker.getTypeOfSymbol(counterpart)];
    compare(value, place, uses.part(property.name), checker, depth + 1, budget);
  }
}

const PART_OF_LISTS = { name: PartUse.ITEM, of: elementType };
const PART_OF_MAPS = { name: PartUse.VALUE, of: valueType };

/** An object type with known parts; of others (`any`, unions, type parameters) it cannot be told what arrives. */
export function isPlainObject(type: ts.Type): boolean {
  // A scalar type of kubewright's is a plain one with a mark.
  if (type.isIntersection()) return type.types.every(isPlainObject);
  return (type.flags & ts.TypeFlags.Object) !== 0;
}

/** The type of the items; undefined for what is no list. */
export function elementType(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const list = checker.getNonNullableType(type);
  if (!checker.isArrayType(list) && !checker.isTupleType(list)) return undefined;
  return checker.getIndexTypeOfType(list, ts.IndexKind.Number);
}

/** The type of the values; undefined for what is no map. */
export function valueType(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  return checker.getIndexTypeOfType(type, ts.IndexKind.String);
}
