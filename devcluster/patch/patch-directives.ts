// The keys in a strategic merge patch that are no fields.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList, jsonObject } from '../object/json-value.js';

export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
/** Before a slash and the name of a list. */
export const ELEMENT_ORDER = '$setElementOrder';
/** Before a slash and the name of a list. */
export const DELETE_FROM_LIST = '$deleteFromPrimitiveList';

/** Whether `$retainKeys` need not name the key. */
export function isDirectiveKey(key: string): boolean {
  return key === RETAIN_KEYS || key.startsWith(DELETE_FROM_LIST) || key.startsWith(ELEMENT_ORDER);
}

/** The value without the objects that have a `$patch`; undefined if it is one of them itself. */
export function withoutDirectives(value: Json): Json | undefined {
  if (isJsonList(value)) return value.map(withoutDirectives).filter(item => item !== undefined);
  if (!isJsonObject(value)) return value;
  if (Object.hasOwn(value, PATCH)) return undefined;
  return jsonObject(
    Object.entries(value).flatMap(([key, child]) => {
      const kept = withoutDirectives(child);
      return kept === undefined ? [] : [[key, kept] as const];
    }),
  );
}
