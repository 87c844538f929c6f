// How Go prints the values that do not fit their types.
import type { Json } from '../../schema/structural-schema.js';
import { goText } from '../object/go-text.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';

/** `%v` of a pointer to what holds the value. */
export function goPointer(value: Json): string {
  return `&{${goText(value)}}`;
}

/** `%#v` of a pointer to what holds the value. */
export function goSyntax(value: Json): string {
  return `&value.valueUnstructured{Value:${literal(value)}}`;
}

/** `%T` of a decoded value: all numbers are `float64` there. */
export function goTypeName(value: Json): string {
  if (value === null) return '<nil>';
  if (isJsonList(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function literal(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (isJsonList(value)) return `[]interface {}{${value.map(literal).join(', ')}}`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  const entries = keys.map(key => `${JSON.stringify(key)}:${literal(value[key] ?? null)}`);
  return `map[string]interface {}{${entries.join(', ')}}`;
}
