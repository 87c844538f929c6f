// Reads metadata as Go reads it into its struct: types are checked, and what says nothing is dropped.
import { type FieldError, invalid } from './field-error.js';
import { child, index, key } from './field-path.js';
import { isPlainTime, parseGoTime } from './formats-time.js';
import { goJson, goQuote } from './go-text.js';
import { isGoInteger, isList, isObject, own, typeOf } from './json.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';

/** The value as it is read, or why it cannot be. */
export type Coerced<T extends Json> = { readonly value: T } | { readonly error: FieldError };

/**
 * Reads the type and metadata of all embedded resources in a value: `apiVersion` and `kind` have to be texts, metadata has
 * to be of the types of `ObjectMeta`, and comes back without empty fields and with times in seconds of UTC. Fields that
 * metadata does not have are left alone: prune first. The API server answers 400 when this fails, with the error's text
 * after `cannot be handled as a KIND: `. The value given is never changed.
 */
export function coerceMetadata<T extends Json>(value: T, schema: StructuralSchema): Coerced<T> {
  try {
    return { value: coerced(value, schema, '') as T };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.error };
    throw error;
  }
}

/** Leaves the walk at the first thing that is wrong, as the server does. */
class Refusal extends Error {
  constructor(readonly error: FieldError) {
    super(error.message);
  }
}

function coerced(value: Json, schema: StructuralSchema, path: string): Json {
  if (isList(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    const next = value.map((item, at) => coerced(item, items, index(path, at)));
    return next.some((item, at) => item !== value[at]) ? next : value;
  }
  if (!isObject(value)) return value;
  const { properties, additionalProperties } = schema;
  const further = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const fields = Object.entries(value).map(([name, field]) => {
    if (schema['x-kubernetes-embedded-resource']) {
      if (name === 'metadata') return [name, metadataOf(field, child(path, name))] as const;
      if ((name === 'apiVersion' || name === 'kind') && typeof field !== 'string') {
        throw new Refusal(invalid(child(path, name), field, 'must be a string'));
      }
    }
    const property = own(properties, name);
    if (property !== undefined) return [name, coerced(field, property, child(path, name))] as const;
    return [name, further === undefined ? field : coerced(field, further, key(path, name))] as const;
  });
  return fields.some(([name, field]) => field !== value[name]) ? Object.fromEntries(fields) : value;
}

function metadataOf(value: Json, path: string): Json {
  const read = readObjectMeta(value);
  if ('problem' in read) throw new Refusal(invalid(path, value, read.problem));
  return goJson(read.value) === goJson(value) ? value : read.value;
}

/** Reads the metadata of an object, or says in Go's words why it is none. */
export function readObjectMeta(value: Json): { readonly value: JsonObject } | { readonly problem: string } {
  try {
    const read = readAs(OBJECT_META, value, { struct: '', fields: [] });
    return { value: isObject(read) ? read : {} };
  } catch (error) {
    if (error instanceof TypeProblem) return { problem: error.message };
    throw error;
  }
}

class TypeProblem extends Error {}

/** A type of Go, as far as metadata needs it. */
type GoType =
  | { readonly kind: 'bool' | 'string'; readonly name: string; readonly pointer?: true }
  | { readonly kind: 'int64'; readonly name: string; readonly pointer?: true }
  | { readonly kind: 'time' | 'raw'; readonly name: string }
  | { readonly kind: 'list' | 'map'; readonly name: string; readonly of: GoType }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: GoFields; readonly kept: readonly string[] };

/** In the order of their names: the server looks at them in it. */
type GoFields = readonly (readonly [name: string, type: GoType])[];

function byName(fields: Readonly<Record<string, GoType>>): GoFields {
  return Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const STRING: GoType = { kind: 'string', name: 'string' };
const BOOL: GoType = { kind: 'bool', name: 'bool', pointer: true };
const TIME: GoType = { kind: 'time', name: 'v1.Time' };
const TEXTS: GoType = { kind: 'map', name: 'map[string]string', of: STRING };
const UID: GoType = { kind: 'string', name: 'types.UID' };

const OWNER_REFERENCE: GoType = {
  kind: 'struct',
  name: 'v1.OwnerReference',
  fields: byName({
    apiVersion: STRING,
    kind: STRING,
    name: STRING,
    uid: UID,
    controller: BOOL,
    blockOwnerDeletion: BOOL,
  }),
  kept: ['apiVersion', 'kind', 'name', 'uid'],
};

const MANAGED_FIELDS: GoType = {
  kind: 'struct',
  name: 'v1.ManagedFieldsEntry',
  fields: byName({
    manager: STRING,
    operation: { kind: 'string', name: 'v1.ManagedFieldsOperationType' },
    apiVersion: STRING,
    time: TIME,
    fieldsType: STRING,
    fieldsV1: { kind: 'raw', name: 'v1.FieldsV1' },
    subresource: STRING,
  }),
  kept: [],
};

const OBJECT_META: GoType = {
  kind: 'struct',
  name: 'v1.ObjectMeta',
  fields: byName({
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    selfLink: STRING,
    uid: UID,
    resourceVersion: STRING,
    generation: { kind: 'int64', name: 'int64' },
    creationTimestamp: TIME,
    deletionTimestamp: TIME,
    deletionGracePeriodSeconds: { kind: 'int64', name: 'int64', pointer: true },
    labels: TEXTS,
    annotations: TEXTS,
    ownerReferences: { kind: 'list', name: '[]v1.OwnerReference', of: OWNER_REFERENCE },
    finalizers: { kind: 'list', name: '[]string', of: STRING },
    managedFields: { kind: 'list', name: '[]v1.ManagedFieldsEntry', of: MANAGED_FIELDS },
  }),
  kept: [],
};

/** Where a value is read: the innermost struct, and the fields that lead there. */
interface Where {
  readonly struct: string;
  readonly fields: readonly string[];
}

/** The value, or undefined where it says nothing. */
function readAs(type: GoType, value: Json, where: Where): Json | undefined {
  if (value === null) return undefined;
  switch (type.kind) {
    case 'raw':
      return value;
    case 'time':
      return readTime(value, where);
    case 'string':
      if (typeof value !== 'string') throw wrong(type, value, where);
      return value === '' ? undefined : value;
    case 'bool':
      if (typeof value !== 'boolean') throw wrong(type, value, where);
      return value;
    case 'int64':
      if (typeof value !== 'number' || !isGoInteger(value)) throw wrong(type, value, where);
      return value === 0 && type.pointer !== true ? undefined : value;
    case 'list':
      if (!isList(value)) throw wrong(type, value, where);
      return value.length === 0 ? undefined : value.map(item => readAs(type.of, item, where) ?? zero(type.of));
    case 'map':
      return readMap(type.of, value, type, where);
    case 'struct':
      return readStruct(type, value, where);
  }
}

function readMap(of: GoType, value: Json, type: GoType, where: Where): Json | undefined {
  if (!isObject(value)) throw wrong(type, value, where);
  const entries = Object.entries(value).map(([name, entry]) => [name, readAs(of, entry, where) ?? zero(of)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function readStruct(type: GoType & { readonly kind: 'struct' }, value: Json, where: Where): Json {
  if (!isObject(value)) throw wrong(type, value, where);
  const struct = type.name.replace('v1.', '');
  const entries: (readonly [string, Json])[] = [];
  for (const [name, field] of type.fields) {
    const given = own<Json>(value, name) ?? null;
    const read = given === null ? undefined : readAs(field, given, { struct, fields: [...where.fields, name] });
    if (read !== undefined) entries.push([name, read]);
    else if (type.kept.includes(name)) entries.push([name, zero(field)]);
  }
  return Object.fromEntries(entries);
}

function zero(type: GoType): Json {
  return type.kind === 'string' ? '' : {};
}

function wrong(type: GoType, value: Json, { struct, fields }: Where): TypeProblem {
  const actual = typeOf(value);
  const fraction = typeof value === 'number' && type.kind === 'int64' ? ` ${goJson(value)}` : '';
  const called = actual === 'boolean' ? 'bool' : actual === 'integer' ? 'number' : actual;
  const where = struct === '' ? 'value' : `struct field ${struct}.${fields.join('.')}`;
  return new TypeProblem(`json: cannot unmarshal ${called}${fraction} into Go ${where} of type ${type.name}`);
}

/** A time in whole seconds of UTC. */
function readTime(value: Json, where: Where): Json {
  if (typeof value !== 'string') throw wrong(STRING, value, where);
  if (isPlainTime(value)) return value;
  const time = parseGoTime(value);
  if (time === undefined) {
    const layout = '2006-01-02T15:04:05Z07:00';
    const told = `parsing time ${goQuote(value)} as ${goQuote(layout)}: cannot parse ${goQuote(value)} as "2006"`;
    throw new TypeProblem(told);
  }
  return `${new Date(Math.floor(time / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
