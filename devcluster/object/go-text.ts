// JSON values as Go prints them with `%v`, which some of the API server's messages do.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from './json.js';
import { isJsonList } from './json-value.js';

/** `map[a:1 b:[x y]]`: keys are sorted, texts have no quotes. */
export function goText(value: Json): string {
  if (value === null) return '<nil>';
  if (isJsonList(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map(key => `${key}:${goText(value[key] ?? null)}`).join(' ')}]`;
}

/** The type that Go's decoder makes of a value in a patch: whole numbers are `int64`. */
export function goType(value: Json): string {
  if (value === null) return '%!s(<nil>)';
  if (isJsonList(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** What Go's decoder says of a value that it cannot put into a variable of another type. */
export function cannotUnmarshal(value: Json, into: string): string {
  return `json: cannot unmarshal ${goKind(value)} into Go ${into}`;
}

function goKind(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** What Go's decoder says before what is wrong, when it cannot even tell what a body is. */
export const NO_TYPE = "couldn't get version/kind; json parse error: ";
/** What it reads first of a body. */
export const TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
