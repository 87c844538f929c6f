// Checks that the items of sets differ, and those of list maps in their keys.
import { duplicate, type FieldError, invalid } from './field-error.js';
import { child, index, key } from './field-path.js';
import { goJson } from './go-text.js';
import { isList, isObject, own } from './json.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/** Each item of a set or list map that repeats another, told once however often it is there. */
export function listTypeErrors(value: Json, schema: StructuralSchema, path = ''): readonly FieldError[] {
  if (isObject(value)) {
    const { properties, additionalProperties } = schema;
    const further = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    return [
      ...(further === undefined
        ? []
        : Object.entries(value).flatMap(([name, entry]) => listTypeErrors(entry, further, key(path, name)))),
      ...Object.entries(properties ?? {}).flatMap(([name, property]) => {
        const field = own<Json>(value, name);
        return field === undefined ? [] : listTypeErrors(field, property, child(path, name));
      }),
    ];
  }
  if (!isList(value)) return [];
  const { items } = schema;
  const below = items === undefined ? [] : value.flatMap((item, at) => listTypeErrors(item, items, index(path, at)));
  return [...repeated(value, schema, path), ...below];
}

function repeated(list: readonly Json[], schema: StructuralSchema, path: string): readonly FieldError[] {
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return secondOnes(list).map(at => duplicate(index(path, at), list[at] ?? null));
    case 'map': {
      const odd = list.findIndex(item => item !== null && !isObject(item));
      const what = 'must be an object for an array of list-type map';
      if (odd !== -1) return [invalid(index(path, odd), list[odd] ?? null, what)];
      const names = schema['x-kubernetes-list-map-keys'] ?? [];
      const keys = list.map(item => keysOf(isObject(item) ? item : {}, names));
      return secondOnes(keys).map(at => duplicate(index(path, at), keys[at] ?? null));
    }
    default:
      return [];
  }
}

function keysOf(item: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = own<Json>(item, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Where the second one of equal values stands, for each value that is there more than once. */
function secondOnes(values: readonly Json[]): readonly number[] {
  const times = new Map<string, number>();
  return values.flatMap((value, at) => {
    const identity = goJson(value);
    const seen = (times.get(identity) ?? 0) + 1;
    times.set(identity, seen);
    return seen === 2 ? [at] : [];
  });
}
