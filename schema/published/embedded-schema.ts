// A published schema as it stands in a custom resource definition: its references resolved, and made structural.
import type { Json, StructuralSchema } from '../structural-schema.js';
import { nameOfRef, type PublishedSchema, publishedSchemas } from './published-schemas.js';
import { GO_ZERO_DEFAULTS, SPECIAL_SCHEMAS } from './special-schemas.js';

/** Why a published schema cannot stand in a definition: it contains itself. */
export class RecursiveSchemaError extends Error {
  override readonly name = 'RecursiveSchemaError';
  /** @param cycle names of published schemas; the last is the first again */
  constructor(readonly cycle: readonly string[]) {
    super(`${cycle.join(' -> ')}: a schema in a definition has no recursion`);
  }
}

/**
 * The schema of a type of Kubernetes by its published name, such as `io.k8s.api.core.v1.PodTemplateSpec`; undefined if
 * none is published. What differs from what is published, and why:
 *
 * - the types whose JSON is not what OpenAPI can say (quantities, int-or-string, raw extensions, times) are as
 *   controller-gen writes them;
 * - a default stays only where the field is optional and the API says so: the others are Go's zero value, and would undo
 *   `required`, or fill in an empty text where the API means something else by nothing;
 * - enumerations are left out: a newer cluster may know more values than the version that the schema is of;
 * - the metadata of a template is an object with the five fields that people set; an object without fields would lose
 *   its labels.
 *
 * The same name gives the same object.
 * @throws RecursiveSchemaError
 */
export function embeddedSchema(name: string): StructuralSchema | undefined {
  return publishedSchemas().has(name) ? embedded(name, []) : undefined;
}

/** The schema of a field of such a type, with its default; undefined if there is none. Throws as `embeddedSchema` does. */
export function embeddedField(name: string, field: string): StructuralSchema | undefined {
  const properties = embeddedSchema(name)?.properties;
  return properties !== undefined && Object.hasOwn(properties, field) ? properties[field] : undefined;
}

/**
 * The published name of a type in a group and version: `PodSpec` in `core-v1` is `io.k8s.api.core.v1.PodSpec`; undefined if
 * none is published.
 */
export function publishedName(groupVersion: string, type: string): string | undefined {
  names ??= new Map([...publishedSchemas().keys()].map(name => [name.split('.').slice(-3).join('.'), name]));
  return names.get(`${groupVersion.replace('-', '.')}.${type}`);
}

let names: ReadonlyMap<string, string> | undefined;

const made = new Map<string, StructuralSchema>();

function embedded(name: string, within: readonly string[]): StructuralSchema {
  const known = made.get(name);
  if (known !== undefined) return known;
  if (within.includes(name)) throw new RecursiveSchemaError([...within.slice(within.indexOf(name)), name]);
  const published = publishedSchemas().get(name);
  if (published === undefined) throw new Error(`there is no schema ${name}`);
  const special = SPECIAL_SCHEMAS[name];
  const { description } = published;
  const schema =
    special === undefined
      ? structural(published, [...within, name])
      : { ...(description !== undefined && { description }), ...special };
  made.set(name, schema);
  return schema;
}

function structural(published: PublishedSchema, within: readonly string[]): StructuralSchema {
  const ref = published.$ref ?? published.allOf?.[0]?.$ref;
  const own = { ...keywords(published), ...branches(published, within) };
  return ref === undefined ? own : { ...embedded(nameOfRef(ref), within), ...own };
}

/** The keywords that are the same in both. */
function keywords(published: PublishedSchema): StructuralSchema {
  const { description, type, format } = published;
  return {
    ...(description !== undefined && { description }),
    ...(type !== undefined && { type: type as NonNullable<StructuralSchema['type']> }),
    ...(format !== undefined && { format }),
    ...Object.fromEntries(
      TOPOLOGY.filter(keyword => published[keyword] !== undefined).map(key => [key, published[key]]),
    ),
  };
}

const TOPOLOGY = ['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type'] as const;

function branches(
  { properties, required, items, additionalProperties }: PublishedSchema,
  within: readonly string[],
): StructuralSchema {
  return {
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([field, below]) => [
          field,
          withDefault(
            structural(below, within),
            below.default,
            required?.includes(field) === true || GO_ZERO_DEFAULTS.has(`${within.at(-1)}.${field}`),
          ),
        ]),
      ),
    }),
    ...(required && required.length > 0 && { required: [...required] }),
    ...(items && { items: structural(items, within) }),
    ...(additionalProperties && { additionalProperties: structural(additionalProperties, within) }),
  };
}

function withDefault(schema: StructuralSchema, value: unknown, saysNothing: boolean): StructuralSchema {
  return value === undefined || saysNothing || isEmptyObject(value) ? schema : { ...schema, default: value as Json };
}

/** Published for every field of a Go struct that is not a pointer; filling it in makes something out of nothing. */
function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
