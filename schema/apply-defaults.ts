// Fills in the defaults of a schema.
import { isList, isObject, own } from './json.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/**
 * The value with the defaults of every field that is missing, or that is null and must not be. Defaults of a field are
 * filled in only where the object around it is there, which may be because it has a default itself. What has not changed
 * is shared with the value given, which is never changed.
 *
 * On a write the API server prunes and drops nulls first (`prune`, `dropNulls`); on a read from storage it does the same.
 */
export function applyDefaults<T extends Json>(value: T, schema: StructuralSchema): T;
export function applyDefaults(value: Json, schema: StructuralSchema): Json {
  if (isObject(value)) return withFields(value, schema);
  const { items } = schema;
  if (!isList(value) || items === undefined) return value;
  const changed = value.map(item => applyDefaults(defaulted(item, items), items));
  return changed.some((item, at) => item !== value[at]) ? changed : value;
}

function withFields(object: JsonObject, schema: StructuralSchema): JsonObject {
  const { properties = {}, additionalProperties } = schema;
  const further = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  let changed = false;
  const fields = Object.entries(object).map(([name, value]) => {
    const field = own(properties, name) ?? further;
    const next = field === undefined ? value : applyDefaults(defaulted(value, field), field);
    changed ||= next !== value;
    return [name, next] as const;
  });
  const missing = Object.entries(properties).flatMap(([name, field]) => {
    if (Object.hasOwn(object, name) || field.default === undefined || field.default === null) return [];
    return [[name, applyDefaults(field.default, field)] as const];
  });
  return changed || missing.length > 0 ? Object.fromEntries([...fields, ...missing]) : object;
}

function defaulted(value: Json, schema: StructuralSchema): Json {
  return value === null && schema.nullable !== true && schema.default !== undefined ? schema.default : value;
}
