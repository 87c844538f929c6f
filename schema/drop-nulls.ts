// Takes out nulls that a schema does not allow and has no default for.
import { isList, isObject, own } from './json.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/**
 * The value without the fields that are null and must not be, unless they have a default, which `applyDefaults` then puts
 * in their place. Nulls in lists stay. The API server does so whenever it reads an object; clients that send `null` for
 * what is not there are not refused. The value given is never changed.
 */
export function dropNulls<T extends Json>(value: T, schema: StructuralSchema): T;
export function dropNulls(value: Json, schema: StructuralSchema): Json {
  if (isObject(value)) return inObject(value, schema);
  const { items } = schema;
  if (!isList(value) || items === undefined) return value;
  const changed = value.map(item => dropNulls(item, items));
  return changed.some((item, at) => item !== value[at]) ? changed : value;
}

function inObject(object: JsonObject, schema: StructuralSchema): JsonObject {
  const { properties, additionalProperties } = schema;
  const further = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  let changed = false;
  const fields = Object.entries(object).flatMap(([name, value]) => {
    const field = own(properties, name) ?? further;
    if (field === undefined) return [[name, value] as const];
    if (value === null && field.nullable !== true && field.default === undefined) {
      changed = true;
      return [];
    }
    const next = dropNulls(value, field);
    changed ||= next !== value;
    return [[name, next] as const];
  });
  return changed ? Object.fromEntries(fields) : object;
}
