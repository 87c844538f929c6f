// Looks at JSON values. Objects may come from JSON.parse and hold names such as `__proto__`.
import type { Json, JsonObject, SchemaType } from './structural-schema.js';

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** A field of an object, or undefined; never what objects inherit. */
export function own<T>(object: { readonly [key: string]: T } | undefined, name: string): T | undefined {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The JSON type of a value; a whole number is an integer. */
export function typeOf(value: Json): SchemaType | 'null' {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (typeof value === 'number') return isGoInteger(value) ? 'integer' : 'number';
  return typeof value as 'object' | 'string' | 'boolean';
}

const INT64_END = 2 ** 63;

/**
 * Whether the API server holds a number as an int64. JSON.parse keeps no difference between `1` and `1.0`: both count as
 * whole here, as `1` does there.
 */
export function isGoInteger(value: number): boolean {
  return Number.isInteger(value) && value >= -INT64_END && value < INT64_END;
}

/** Whether two values say the same; the order of fields does not matter. No depth is too deep. */
export function equal(a: Json, b: Json): boolean {
  const open: [Json | undefined, Json | undefined][] = [[a, b]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = pair;
    if (left === right) continue;
    if (isList(left) && isList(right) && left.length === right.length) {
      for (let index = 0; index < left.length; index++) open.push([left[index], right[index]]);
    } else if (isObject(left) && isObject(right)) {
      const names = Object.keys(left);
      if (names.length !== Object.keys(right).length) return false;
      for (const name of names) {
        if (!Object.hasOwn(right, name)) return false;
        open.push([left[name], right[name]]);
      }
    } else {
      return false;
    }
  }
  return true;
}
