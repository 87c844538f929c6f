// JSON as Go writes it.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from './json.js';
import { isJsonList } from './json-value.js';

/** With sorted keys, no spaces, and escapes for the characters that HTML gives a meaning to. */
export function goJson(value: Json): string {
  if (isJsonList(value)) return `[${value.map(goJson).join(',')}]`;
  if (isJsonObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map(key => `${goJson(key)}:${goJson(value[key] ?? null)}`).join(',')}}`;
  }
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
