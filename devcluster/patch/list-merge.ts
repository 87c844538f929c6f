// Lists in strategic merge patches: what is merged, what goes, and in which order the rest stands.
import type { Json } from '../../schema/structural-schema.js';
import { goText, goType } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import { internalError } from '../object/refusals.js';
import { type ItemKey, inOrder } from './list-order.js';
import { PATCH, withoutDirectives } from './patch-directives.js';
import { unprocessablePatch } from './patch-error.js';
import type { FieldStrategy, PatchStrategy } from './patch-strategy.js';

/** Merges an item that is in both lists. */
export type MergeItem = (original: JsonObject, patch: JsonObject, strategy: PatchStrategy) => JsonObject;

/** Merges a list into another by the field's merge key. */
export function mergeLists(
  original: readonly Json[],
  patch: readonly Json[],
  field: FieldStrategy,
  mergeItem: MergeItem,
): readonly Json[] {
  if (original.length === 0 && patch.length === 0) return original;
  if (!hasObjects(original, patch)) {
    return inOrder([...new Set([...original, ...patch])], patch, original, item => item);
  }
  const { mergeKey } = field;
  if (mergeKey === undefined) throw internalError('cannot merge lists without merge key for struct');
  const { kept, patches } = applyDirectives(
    original as readonly JsonObject[],
    patch as readonly JsonObject[],
    mergeKey,
  );
  const merged: Json[] = [...kept];
  // Looking through the list for each item would take minutes for the longest ones that a request can hold.
  const placeOf = new Map<Json | undefined, number>();
  for (const [at, each] of kept.entries()) {
    const key = ownValue(each, mergeKey);
    if (!placeOf.has(key)) placeOf.set(key, at);
  }
  for (const item of patches) {
    const key = keyOf(item, mergeKey);
    const at = placeOf.get(key);
    if (at !== undefined) merged[at] = mergeItem(merged[at] as JsonObject, item, field.below);
    else placeOf.set(key, merged.push(item) - 1);
  }
  return inOrder(merged, patches, kept, item => keyOf(item, mergeKey));
}

/**
 * Merges the list of a field that comes with `$setElementOrder`, and orders it: as the directive says, and what it does
 * not name stays where it was, as far as that can be. Undefined when there is no list on either side.
 */
export function applyElementOrder(
  original: Json | undefined,
  patch: Json | undefined,
  wanted: readonly Json[],
  field: FieldStrategy,
  mergeItem: MergeItem,
): readonly Json[] | undefined {
  const before = original === undefined ? undefined : asList(original);
  const change = patch === undefined ? undefined : asList(patch);
  checkOrder(change ?? [], wanted, field.mergeKey);
  if (before === undefined && change === undefined) return undefined;

  const merged = mergeOrdered(before, change, field, mergeItem);
  if (merged.length === 0 && wanted.length === 0 && (before ?? []).length === 0 && (change ?? []).length === 0) {
    throw internalError('no elements in any of the given slices');
  }
  hasObjects(before ?? [], change ?? []);
  const { mergeKey } = field;
  const key: ItemKey = mergeKey === undefined ? item => item : item => keyOf(item, mergeKey);
  return inOrder(merged, wanted, before ?? [], key);
}

function mergeOrdered(
  before: readonly Json[] | undefined,
  change: readonly Json[] | undefined,
  field: FieldStrategy,
  mergeItem: MergeItem,
): readonly Json[] {
  if (change === undefined) return before ?? [];
  if (before === undefined) return change.map(withoutDirectives).filter(item => item !== undefined);
  return field.strategy === 'merge' ? mergeLists(before, change, field, mergeItem) : change;
}

/** The list without the patch's items, which must be scalars, as the list's are. */
export function deleteFromList(original: readonly Json[], patch: readonly Json[]): readonly Json[] {
  hasObjects(original, patch);
  const gone = new Set(patch);
  return original.filter(item => !gone.has(item));
}

/** Takes items out by `$patch: delete`, or all that were there by `$patch: replace`. */
function applyDirectives(
  original: readonly JsonObject[],
  patch: readonly JsonObject[],
  mergeKey: string,
): { readonly kept: readonly JsonObject[]; readonly patches: readonly JsonObject[] } {
  const patches = patch.filter(item => !Object.hasOwn(item, PATCH));
  const gone = new Set<Json | undefined>();
  let replace = false;
  for (const item of patch) {
    const directive = ownValue(item, PATCH);
    if (directive === 'delete') {
      gone.add(keyOf(item, mergeKey));
    } else if (directive === 'replace') {
      replace = true;
    } else if (directive === 'merge') {
      throw internalError('merging lists cannot yet be specified in the patch');
    } else if (directive !== undefined) {
      throw internalError(`unknown patch type: ${goText(directive)} in map: ${goText(item)}`);
    }
  }
  const kept = original.filter(each => !gone.has(ownValue(each, mergeKey)));
  return replace ? { kept: patches, patches: [] } : { kept, patches };
}

/** The items of the patch must be among those of the order, and in that order. */
function checkOrder(patch: readonly Json[], order: readonly Json[], mergeKey: string | undefined): void {
  if (patch.length === 0 || order.length === 0) return;
  const key: ItemKey = mergeKey === undefined ? item => item : item => keyOf(item, mergeKey);
  const items = patch.filter(item => !(isJsonObject(item) && Object.hasOwn(item, PATCH)));
  let next = 0;
  for (const item of order) {
    const patched = items[next];
    if (patched === undefined) return;
    if (key(patched) === key(item)) next++;
  }
  if (next < items.length) {
    throw internalError(
      `The order in patch list:\n${goText(patch)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    );
  }
}

function keyOf(item: Json, mergeKey: string): Json {
  if (!isJsonObject(item)) throw badArgument('map[string]interface {}', item);
  const key = ownValue(item, mergeKey);
  if (key === undefined) throw internalError(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
  return key;
}

/** @throws StatusError 500 when it is none */
export function asList(value: Json): readonly Json[] {
  if (!isJsonList(value)) throw badArgument('[]interface {}', value);
  return value;
}

function badArgument(expected: string, actual: Json) {
  return internalError(`expected a ${expected}, but received a ${goType(actual)}`);
}

/** Whether the items are objects; all must be of one type, and none may be a list. */
function hasObjects(...lists: readonly (readonly Json[])[]): boolean {
  const items = lists.flat();
  const types = new Set(items.map(goType));
  if (items.some(isJsonList)) throw unprocessablePatch();
  if (types.size > 1) throw internalError(`list element types are not identical: ${goText(lists)}`);
  return items.some(item => isJsonObject(item));
}
