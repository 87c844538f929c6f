// What a patch made of an object, as the API server quotes it when it cannot be decoded.
import type { Json } from '../../schema/structural-schema.js';
import { invalid } from '../object/field-error.js';
import { goText } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { invalidObject } from '../object/refusals.js';
import type { StatusError } from '../object/status-error.js';
import { restoreError } from '../patch/restore-error.js';

/** A patch that makes no object of the kind any more. A strategic one is quoted itself, for what it makes is no text. */
export function undecodable(patched: Json, patch: Json, strategic: boolean, why: string): StatusError {
  const quoted = strategic ? goText(patch) : quotedObject(patched, touchedBy(patch));
  return invalidObject({ group: '', kind: '' }, '', [invalid('patch', quoted, strategic ? restoreError(why) : why)]);
}

interface Touched {
  [part: string]: Touched;
}

/** Where a patch has been at, as an object of objects. */
function touchedBy(patch: Json): JsonObject {
  if (!Array.isArray(patch)) return isJsonObject(patch) ? patch : {};
  const touched: Touched = {};
  for (const operation of patch) {
    const path = isJsonObject(operation) ? String(operation.path ?? '') : '';
    let level = touched;
    for (const part of path.split('/').slice(1, -1)) {
      level[part] ??= {};
      level = level[part];
    }
  }
  return touched;
}

/** Objects that the patch has read have their keys sorted; others are as they were written. */
function quotedObject(value: Json, touched: JsonObject): string {
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .map(key => {
      const [item, inside] = [value[key] ?? null, touched[key]];
      return `${JSON.stringify(key)}:${isJsonObject(inside) ? quotedObject(item, inside) : JSON.stringify(item)}`;
    });
  return `{${fields.join(',')}}`;
}
