// Whether metadata is of the types that Go's `ObjectMeta` has, which everything behind this relies on.
import { OBJECT_META_SCHEMA } from '../../schema/object-meta.js';
import type { Json, StructuralSchema } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';

/** The first field of another type, in the words of Go's decoder; undefined when all fit. */
export function metadataTypeError(metadata: Json | undefined): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  return typeError(metadata, OBJECT_META_SCHEMA, 'ObjectMeta', 'v1.ObjectMeta');
}

function typeError(value: Json, schema: StructuralSchema, field: string, goType: string): string | undefined {
  if (value === null) return undefined;
  const wrong = `json: cannot unmarshal ${goName(value)} into Go struct field ${field} of type ${goType}`;
  switch (schema.type) {
    case 'object':
      if (!isJsonObject(value)) return wrong;
      return first(Object.entries(value), ([name, each]) => {
        const property = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
        const { additionalProperties } = schema;
        if (property !== undefined) return typeError(each, property, `${field}.${name}`, goTypeOf(property));
        if (typeof additionalProperties !== 'object') return undefined;
        return typeError(each, additionalProperties, field, goTypeOf(additionalProperties));
      });
    case 'array': {
      const { items } = schema;
      if (!Array.isArray(value)) return wrong;
      return items && first(value as readonly Json[], each => typeError(each, items, field, goTypeOf(items)));
    }
    case 'string':
      if (typeof value !== 'string') return wrong;
      return schema.format === 'date-time' && Number.isNaN(Date.parse(value)) ? timeError(value) : undefined;
    case 'integer':
      return Number.isInteger(value) ? undefined : wrong;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong;
    default:
      return undefined;
  }
}

function first<T>(values: readonly T[], check: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = check(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function timeError(text: string): string {
  const quoted = JSON.stringify(text);
  return `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`;
}

function goName(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function goTypeOf({ type, format, additionalProperties }: StructuralSchema): string {
  if (type === 'integer') return 'int64';
  if (type === 'boolean') return 'bool';
  if (type === 'array') return '[]string';
  if (type === 'object') return typeof additionalProperties === 'object' ? 'map[string]string' : 'struct';
  return format === 'date-time' ? 'v1.Time' : 'string';
}
