// JSON merge patch (RFC 7386).
import type { Json } from '../../schema/structural-schema.js';
import { cannotUnmarshal } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList, jsonObject, ownValue } from '../object/json-value.js';
import { badRequest } from '../object/refusals.js';
import { checkDepth } from './patch-error.js';

/**
 * The object with the patch merged into it: objects merge by key, null removes a key, everything else replaces.
 *
 * It differs from the RFC where the API server does: a list that takes the place of something other than an object is
 * stripped of the nulls in its objects.
 *
 * @throws StatusError 400 when the patch is not an object
 */
export function mergePatch(object: Json, patch: Json): Json {
  if (patch === null) throw badRequest('Invalid JSON Patch');
  if (!isJsonObject(patch)) {
    throw badRequest(`error decoding patch: ${cannotUnmarshal(patch, 'value of type map[string]interface {}')}`);
  }
  checkDepth(patch, 'the patch');
  return merge(object, patch);
}

function merge(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(target)) return withoutNulls(patch);
  return isJsonObject(patch) ? mergeObjects(target, patch) : patch;
}

function mergeObjects(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(ownValue(target, key), value));
  }
  return jsonObject(merged);
}

function withoutNulls(value: Json): Json {
  if (isJsonList(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return jsonObject(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, withoutNulls(child)] as const),
  );
}
