// Takes out the fields that a schema does not name.
import { isList, isObject, own } from './json.js';
import { OBJECT_META_SCHEMA } from './object-meta.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/** A value without its unknown fields. */
export interface Pruned<T extends Json> {
  /** Shares with the value given what has not changed. */
  readonly value: T;
  /**
   * The paths of what was taken out: `spec.bogus`, `spec.ports[0].bogus`. First those in the object's metadata, then the
   * fields, then those in the metadata of embedded resources, each sorted: the order of the API server's warnings.
   */
  readonly unknownFields: readonly string[];
}

/** What kind of value it is. */
export interface PruneOptions {
  /**
   * Whether the value is a whole object: `apiVersion`, `kind` and `metadata` stay without being in the schema, and
   * `metadata` keeps the fields that metadata has. Default: true.
   */
  readonly resource?: boolean;
}

/**
 * Takes out every field that the schema does not name, but for what `x-kubernetes-preserve-unknown-fields` keeps. Embedded
 * resources keep their `apiVersion`, `kind` and `metadata`. With `additionalProperties: true` every field stays, and
 * objects in it are emptied. The value given is never changed.
 */
export function prune<T extends Json>(value: T, schema: StructuralSchema, options: PruneOptions = {}): Pruned<T> {
  const { resource = true } = options;
  const root: StructuralSchema = resource ? { ...schema, 'x-kubernetes-embedded-resource': true } : schema;
  const unknown = new UnknownFields();
  const pruned = pruneValue(value, root, '', unknown) as T;
  return { value: pruned, unknownFields: unknown.sorted(resource) };
}

class UnknownFields {
  readonly fields: string[] = [];
  readonly metadata: string[] = [];

  sorted(resource: boolean): readonly string[] {
    const own = (path: string) => resource && path.startsWith('metadata.');
    const metadata = this.metadata.toSorted();
    return [...metadata.filter(own), ...this.fields.toSorted(), ...metadata.filter(path => !own(path))];
  }
}

/** How deep lists in lists are followed that no schema describes, so that a hostile one cannot exhaust the stack. */
const MAX_DEPTH = 500;

const TYPE_META = ['apiVersion', 'kind'];

function pruneValue(
  value: Json,
  schema: StructuralSchema | undefined,
  path: string,
  unknown: UnknownFields,
  depth = 0,
): Json {
  const keep = schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  if (isList(value)) {
    // What is in a list of a schema that keeps fields is kept too, but for what its items say of themselves.
    const items = keep ? { 'x-kubernetes-preserve-unknown-fields': true, ...schema?.items } : schema?.items;
    if ((keep && schema?.items === undefined) || (items === undefined && depth >= MAX_DEPTH)) return value;
    return sharing(value, (item, at) => pruneValue(item, items, `${path}[${at}]`, unknown, depth + 1));
  }
  return isObject(value) ? pruneObject(value, schema ?? {}, path, unknown) : value;
}

function pruneObject(object: JsonObject, schema: StructuralSchema, path: string, unknown: UnknownFields): JsonObject {
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  let changed = false;
  const fields: (readonly [string, Json])[] = [];
  for (const name of Object.keys(object)) {
    const value = object[name] as Json;
    const next = pruneField(name, value, schema, embedded, path === '' ? name : `${path}.${name}`, unknown);
    if (next !== undefined) fields.push([name, next]);
    changed ||= next !== value;
  }
  return changed ? Object.fromEntries(fields) : object;
}

/** Undefined for a field that the schema does not name. */
function pruneField(
  name: string,
  value: Json,
  schema: StructuralSchema,
  embedded: boolean,
  at: string,
  unknown: UnknownFields,
): Json | undefined {
  if (embedded && TYPE_META.includes(name)) return value;
  if (embedded && name === 'metadata') return pruneMetadata(value, at, unknown);
  const property = own(schema.properties, name);
  if (property !== undefined) return pruneValue(value, property, at, unknown);
  const { additionalProperties } = schema;
  if (additionalProperties !== undefined) {
    const further = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    return pruneValue(value, further, at, unknown);
  }
  if (schema['x-kubernetes-preserve-unknown-fields']) return value;
  unknown.fields.push(at);
  return undefined;
}

function pruneMetadata(metadata: Json, path: string, unknown: UnknownFields): Json {
  const inMetadata = new UnknownFields();
  const pruned = pruneValue(metadata, OBJECT_META_SCHEMA, path, inMetadata);
  for (const field of inMetadata.fields) unknown.metadata.push(field);
  return pruned;
}

function sharing(list: readonly Json[], change: (item: Json, at: number) => Json): readonly Json[] {
  const next = list.map(change);
  return next.some((item, at) => item !== list[at]) ? next : list;
}
