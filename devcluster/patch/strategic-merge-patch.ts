// Strategic merge patch: a merge patch that knows which lists are merged, and by which key.
import type { Json } from '../../schema/structural-schema.js';
import { cannotUnmarshal, goText } from '../object/go-text.js';
import { isJsonObject, type JsonObject, without } from '../object/json.js';
import { isJsonList, jsonObject, ownValue } from '../object/json-value.js';
import { badRequest, internalError } from '../object/refusals.js';
import { applyElementOrder, asList, deleteFromList, mergeLists } from './list-merge.js';
import {
  DELETE_FROM_LIST,
  ELEMENT_ORDER,
  isDirectiveKey,
  PATCH,
  RETAIN_KEYS,
  withoutDirectives,
} from './patch-directives.js';
import { checkDepth } from './patch-error.js';
import type { FieldStrategy, PatchStrategy } from './patch-strategy.js';

/**
 * The object with the patch merged into it, by the strategies of its kind, with the directives `$patch: replace | delete`,
 * `$retainKeys`, `$setElementOrder/FIELD` and `$deleteFromPrimitiveList/FIELD`.
 *
 * @throws StatusError 400 or 422 for a malformed patch or directive, 500 for an item without its merge key or an unknown
 * directive, as the API server answers them
 */
export function strategicMergePatch(object: Json, patch: Json, strategy: PatchStrategy): Json {
  if (patch !== null && !isJsonObject(patch)) {
    throw badRequest(cannotUnmarshal(patch, 'value of type map[string]interface {}'));
  }
  checkDepth(patch, 'the patch');
  return mergeMaps(isJsonObject(object) ? object : {}, patch ?? {}, strategy);
}

function mergeMaps(original: JsonObject, patch: JsonObject, strategy: PatchStrategy): JsonObject {
  const directive = ownValue(patch, PATCH);
  if (directive === 'replace') return without(patch, PATCH);
  if (directive === 'delete') return {};
  if (directive !== undefined) {
    throw internalError(`unknown patch type: ${goText(directive)} in map: ${goText(patch)}`);
  }

  const merged = new Map(Object.entries(retained(original, patch)));
  const handled = new Set([RETAIN_KEYS]);
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(ELEMENT_ORDER)) continue;
    const wanted = asList(order);
    const field = fieldOf(key, ELEMENT_ORDER);
    const list = applyElementOrder(merged.get(field), ownValue(patch, field), wanted, strategy.field(field), mergeMaps);
    if (list !== undefined) {
      merged.set(field, list);
      handled.add(field);
    }
    handled.add(key);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (!handled.has(key)) mergeField(merged, key, value, strategy);
  }
  return jsonObject(merged);
}

function mergeField(merged: Map<string, Json>, key: string, value: Json, strategy: PatchStrategy): void {
  const deletes = key.startsWith(DELETE_FROM_LIST);
  const name = deletes ? fieldOf(key, DELETE_FROM_LIST) : key;
  if (value === null) {
    merged.delete(name);
    return;
  }
  const present = merged.get(name);
  if (isJsonObject(present) && isJsonObject(value)) {
    const field = strategy.field(name);
    merged.set(name, field.strategy === 'replace' ? value : mergeMaps(present, value, field.below));
  } else if (isJsonList(present) && isJsonList(value)) {
    merged.set(name, deletes ? deleteFromList(present, value) : mergedList(present, value, strategy.field(name)));
  } else if (!deletes) {
    const fresh = withoutDirectives(withoutNulls(value));
    if (fresh === undefined) merged.delete(name);
    else merged.set(name, fresh);
  }
}

function mergedList(present: readonly Json[], patch: readonly Json[], field: FieldStrategy): readonly Json[] {
  return field.strategy === 'merge' ? mergeLists(present, patch, field, mergeMaps) : patch;
}

/** The original with no other keys than those of `$retainKeys`, if the patch has that. */
function retained(original: JsonObject, patch: JsonObject): JsonObject {
  const keys = ownValue(patch, RETAIN_KEYS);
  if (keys === undefined) return original;
  if (!isJsonList(keys)) throw badRequest('invalid patch format of retainKeys');
  const unknown = Object.entries(patch).some(
    ([key, value]) => value !== null && !isDirectiveKey(key) && !keys.includes(key),
  );
  if (unknown) throw badRequest('invalid patch format of retainKeys');
  return jsonObject(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function fieldOf(key: string, prefix: string): string {
  const [start, ...field] = key.split('/');
  if (start === prefix && field.length > 0) return field.join('/');
  const what = prefix === ELEMENT_ORDER ? 'setElementOrder list' : 'primitive list';
  throw badRequest(`invalid patch format of ${what}`);
}

/** What is added to an object brings no nulls, as there is nothing to remove; lists keep theirs. */
function withoutNulls(value: Json): Json {
  if (isJsonList(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== null);
  return jsonObject(entries.map(([key, child]) => [key, withoutNulls(child)] as const));
}
