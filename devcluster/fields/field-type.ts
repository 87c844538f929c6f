// A schema as server-side apply sees it: what is merged field by field, what as a whole.
import type { Json, StructuralSchema } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { META_SCHEMA } from './meta-schema.js';

/** A schema with all keywords that say how its values are merged. Schemas may contain themselves. */
export interface FieldSchema extends Omit<StructuralSchema, 'items' | 'properties' | 'additionalProperties'> {
  readonly items?: FieldSchema;
  readonly properties?: { readonly [name: string]: FieldSchema };
  readonly additionalProperties?: FieldSchema | boolean;
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
}

/** What values a field may have: each form that is there is allowed. */
export interface FieldType {
  readonly map?: MapType;
  readonly scalar?: 'numeric' | 'string' | 'boolean' | 'any';
  readonly list?: ListType;
}

export interface MapType {
  /** Owned and replaced as a whole. */
  readonly atomic: boolean;
  /** The type of a key, and whether the schema names it; undefined for a key that may not be there. */
  field(name: string): { readonly type: FieldType; readonly declared: boolean; readonly default?: Json } | undefined;
}

export interface ListType {
  /** `atomic` is owned as a whole; the items of a `set` are told apart by value, those of a `map` by keys. */
  readonly kind: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  readonly items: FieldType;
}

/** The type of the objects of a kind. Metadata is what it is for all kinds, whatever the schema says. */
export function objectType(schema: FieldSchema): FieldType {
  let type = OBJECT_TYPES.get(schema);
  if (type === undefined) {
    type = typeOf(withMeta(schema), false);
    OBJECT_TYPES.set(schema, type);
  }
  return type;
}

/** The type with only the form that the value has; as it is for null, for no value, and for a form that it does not allow. */
export function formOf(type: FieldType, value: Json | undefined): FieldType {
  if (value === undefined || value === null) return type;
  if (isJsonList(value)) return type.list === undefined ? type : { list: type.list };
  if (isJsonObject(value)) return type.map === undefined ? type : { map: type.map };
  return type.scalar === undefined ? type : { scalar: type.scalar };
}

/** Whether a type has its only form in common with another that has one. */
export function sameForm(a: FieldType, b: FieldType): boolean {
  return a.map === b.map && a.scalar === b.scalar && a.list === b.list;
}

const OBJECT_TYPES = new WeakMap<FieldSchema, FieldType>();

/** Where nothing is known: whole lists and maps. */
const UNTYPED: FieldType = {
  scalar: 'any',
  list: {
    kind: 'atomic',
    keys: [],
    get items() {
      return UNTYPED;
    },
  },
  map: { atomic: true, field: () => ({ type: UNTYPED, declared: false }) },
};

/** Where the value says what it is: maps are merged key by key, lists are whole. */
const DEDUCED: FieldType = {
  scalar: 'any',
  list: { kind: 'atomic', keys: [], items: UNTYPED },
  map: { atomic: false, field: () => ({ type: DEDUCED, declared: false }) },
};

function typeOf(schema: FieldSchema, preserved: boolean): FieldType {
  // Whoever preserves unknown fields does so for everything below.
  const preserves = preserved || schema['x-kubernetes-preserve-unknown-fields'] === true;
  switch (schema.type) {
    case 'object':
      return { map: mapType(schema, preserves) };
    case 'array':
      return { list: listType(schema, preserves) };
    case 'integer':
    case 'number':
      return { scalar: 'numeric' };
    case 'boolean':
      return { scalar: 'boolean' };
    case 'string':
      return { scalar: schema.format === undefined || schema.format === 'byte' ? 'string' : 'any' };
    default:
      return { scalar: 'any', list: listType(schema, preserves), map: mapType(schema, preserves) };
  }
}

function mapType(schema: FieldSchema, preserves: boolean): MapType {
  const properties = schema['x-kubernetes-embedded-resource'] ? withMeta(schema).properties : schema.properties;
  const types = new Map<string, FieldType>();
  const others = otherFields(schema, properties, preserves);
  return {
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    field(name) {
      const property = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (property === undefined) {
        const type = others();
        return type && { type, declared: false };
      }
      let type = types.get(name);
      if (type === undefined) {
        type = typeOf(property, property === META_SCHEMA ? false : preserves);
        types.set(name, type);
      }
      return { type, declared: true, ...(property.default !== undefined && { default: property.default }) };
    },
  };
}

/** The type of the keys that the schema does not name. It is made when it is asked for: schemas may contain themselves. */
function otherFields(
  { additionalProperties }: FieldSchema,
  properties: FieldSchema['properties'],
  preserves: boolean,
): () => FieldType | undefined {
  if (typeof additionalProperties === 'object') {
    let type: FieldType | undefined;
    return () => {
      type ??= typeOf(additionalProperties, preserves);
      return type;
    };
  }
  if (additionalProperties === true) return () => DEDUCED;
  const free = additionalProperties === undefined && (preserves || Object.keys(properties ?? {}).length === 0);
  return () => (free ? DEDUCED : undefined);
}

function listType(schema: FieldSchema, preserves: boolean): ListType {
  const { items } = schema;
  let type: FieldType | undefined;
  return {
    ...listKind(schema),
    get items() {
      type ??= items === undefined ? UNTYPED : typeOf(items, preserves);
      return type;
    },
  };
}

function listKind(schema: FieldSchema): Pick<ListType, 'kind' | 'keys'> {
  const kind = schema['x-kubernetes-list-type'];
  if (kind !== undefined) {
    return { kind, keys: kind === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [] };
  }
  const merges = schema['x-kubernetes-patch-strategy']?.split(',').includes('merge') ?? false;
  if (!merges) return { kind: 'atomic', keys: [] };
  const key = schema['x-kubernetes-patch-merge-key'];
  return key === undefined ? { kind: 'set', keys: [] } : { kind: 'map', keys: [key] };
}

function withMeta(schema: FieldSchema): FieldSchema {
  const text: FieldSchema = { type: 'string' };
  return { ...schema, properties: { ...schema.properties, apiVersion: text, kind: text, metadata: META_SCHEMA } };
}
