// Checks a value against a structural schema, in the words of the API server.
import type { Json, SchemaType, StructuralSchema } from './structural-schema.js';

/** One thing that is wrong with a value. */
export interface Violation {
  /** Where, such as `spec.ports[0].name`; empty for the value itself. */
  readonly path: string;
  /** As the API server says it: `spec.port in body should be greater than or equal to 1234`. */
  readonly message: string;
}

/**
 * Everything in a value that the schema does not allow. `path` is the path of the value itself. Fields that the schema
 * does not name are no violation: the API server prunes them. Patterns that JavaScript cannot read are not applied.
 */
export function validate(value: Json, schema: StructuralSchema, path = ''): readonly Violation[] {
  if (value === null && schema.nullable) return [];
  const type = typeViolation(value, schema);
  if (type !== undefined) return [violation(path, type)];
  return [
    ...enumViolations(value, schema, path),
    ...(typeof value === 'number' ? numberViolations(value, schema, path) : []),
    ...(typeof value === 'string' ? textViolations(value, schema, path) : []),
    ...(isList(value) ? listViolations(value, schema, path) : []),
    ...(isObject(value) ? objectViolations(value, schema, path) : []),
  ];
}

function typeViolation(value: Json, schema: StructuralSchema): string | undefined {
  const actual = typeOf(value);
  if (schema['x-kubernetes-int-or-string']) {
    return actual === 'integer' || actual === 'string' ? undefined : `must be of type integer or string: "${actual}"`;
  }
  const { type } = schema;
  if (type === undefined || type === actual || (type === 'number' && actual === 'integer')) return undefined;
  return `must be of type ${type}: "${actual}"`;
}

function enumViolations(value: Json, schema: StructuralSchema, path: string): readonly Violation[] {
  if (schema.enum === undefined || schema.enum.some(allowed => same(allowed, value))) return [];
  const allowed = schema.enum.map(each => JSON.stringify(each)).join(', ');
  return [violation(path, `should be one of [${allowed}]`)];
}

function numberViolations(value: number, schema: StructuralSchema, path: string): readonly Violation[] {
  const { minimum, maximum, format } = schema;
  const found: Violation[] = [];
  const range = format === undefined ? undefined : INTEGER_RANGES[format];
  if (range !== undefined && (value < range.least || value > range.greatest)) {
    found.push(violation(path, `must be of type ${format}: "${value}"`));
  }
  if (minimum !== undefined && value < minimum) {
    found.push(violation(path, `should be greater than or equal to ${minimum}`));
  }
  if (maximum !== undefined && value > maximum) {
    found.push(violation(path, `should be less than or equal to ${maximum}`));
  }
  return found;
}

/** What the integer formats hold; of int64 what a JavaScript number can hold of it. */
export const INTEGER_RANGES: { readonly [format: string]: { readonly least: number; readonly greatest: number } } = {
  int32: { least: -(2 ** 31), greatest: 2 ** 31 - 1 },
  int64: { least: -(2 ** 63), greatest: 2 ** 63 - 1024 },
};

function textViolations(value: string, schema: StructuralSchema, path: string): readonly Violation[] {
  const { minLength, maxLength, pattern, format } = schema;
  const found: Violation[] = [];
  const length = [...value].length;
  if (minLength !== undefined && length < minLength) {
    found.push(violation(path, `should be at least ${minLength} chars long`));
  }
  if (maxLength !== undefined && length > maxLength) {
    found.push(violation(path, `should be at most ${maxLength} chars long`));
  }
  if (pattern !== undefined && regExp(pattern)?.test(value) === false) {
    found.push(violation(path, `should match '${pattern}'`));
  }
  if (format === 'date-time' && !isDateTime(value))
    found.push(violation(path, `must be of type date-time: "${value}"`));
  return found;
}

function listViolations(list: readonly Json[], schema: StructuralSchema, path: string): readonly Violation[] {
  const { items } = schema;
  const below = items === undefined ? [] : list.flatMap((item, index) => validate(item, items, `${path}[${index}]`));
  return [...below, ...duplicates(list, schema, path)];
}

/** Items of a set must differ, and items of a map list in their keys. */
function duplicates(list: readonly Json[], schema: StructuralSchema, path: string): readonly Violation[] {
  const kind = schema['x-kubernetes-list-type'];
  if (kind !== 'set' && kind !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const identity = (item: Json) =>
    JSON.stringify(
      kind === 'set' || !isObject(item)
        ? item
        : keys.map(key => item[key] ?? schema.items?.properties?.[key]?.default ?? null),
    );
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const id = identity(item);
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: `${path}[${index}]`, message: `${path}[${index}]: Duplicate value: ${id}` }];
  });
}

function objectViolations(
  object: { readonly [key: string]: Json },
  schema: StructuralSchema,
  path: string,
): readonly Violation[] {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const missing = required
    .filter(name => !Object.hasOwn(object, name) && properties[name]?.default === undefined)
    .map(name => ({ path: joined(path, name), message: `${joined(path, name)}: Required value` }));
  const below = Object.entries(object).flatMap(([name, value]) => {
    const field = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    return field === undefined ? [] : validate(value, field, joined(path, name));
  });
  return [...missing, ...below];
}

/** The JSON type of a value; a whole number is an integer. */
export function typeOf(value: Json): SchemaType | 'null' {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'object' | 'string' | 'boolean';
}

function violation(path: string, message: string): Violation {
  return { path, message: path === '' ? message : `${path} in body ${message}` };
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

function same(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function regExp(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

function isDateTime(value: string): boolean {
  return DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
}
