// Access to JSON where no key is special: `__proto__` and `constructor` are names like any other.
import type { Json } from '../../schema/structural-schema.js';
import type { JsonObject } from './json.js';

/** Narrows as `Array.isArray` does not: to a list that may not be changed. */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value of a key of the object's own; undefined for what it inherits. */
export function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An object of these entries; `__proto__` becomes a key. The last of equal keys holds. */
export function jsonObject(entries: Iterable<readonly [string, Json]>): JsonObject {
  const object: Record<string, Json> = {};
  for (const [key, value] of entries) setOwn(object, key, value);
  return object;
}

/** Sets a key of the object's own, also `__proto__`. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether lists and objects are nested deeper than `limit`. It does not recurse, so any value may be asked about. */
export function deeperThan(value: Json, limit: number): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const below: Json[] = [];
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      if (depth === limit) return true;
      for (const child of Object.values(each)) below.push(child);
    }
    level = below;
  }
  return false;
}
