// The schemas of the built-in kinds with their references resolved. Schemas that contain themselves are cyclic.

import { nameOfRef, type PublishedSchema, publishedSchemas } from '../../schema/published/published-schemas.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';

/** What the schema of a built-in kind has beside what structural schemas have. */
export interface BuiltinSchema extends StructuralSchema {
  readonly items?: BuiltinSchema;
  readonly properties?: { readonly [name: string]: BuiltinSchema };
  readonly additionalProperties?: BuiltinSchema;
  /** How a strategic merge patch goes about the field: `merge`, `replace`, `retainKeys`; several with commas between. */
  readonly 'x-kubernetes-patch-strategy'?: string;
  /** The field that identifies the items of a list for a strategic merge patch. */
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
}

/**
 * The schema of a kind or of a part of one, by its name in OpenAPI. The same name gives the same object, so what is
 * worked out about a schema can be kept by it. Defaults that only say Go's zero value are left out.
 * @throws Error for a name that is not in the data
 */
export function builtinSchema(name: string): BuiltinSchema {
  const known = resolved.get(name);
  if (known !== undefined) return known;
  const published = publishedSchemas().get(name);
  if (published === undefined) throw new Error(`there is no schema ${name}`);
  // Known before its properties are, so that a schema can contain itself.
  const properties: Record<string, BuiltinSchema> = {};
  const schema = convert(published, published.properties && properties);
  resolved.set(name, schema);
  for (const [field, below] of Object.entries(published.properties ?? {})) properties[field] = resolve(below);
  return schema;
}

const resolved = new Map<string, BuiltinSchema>();

function resolve(published: PublishedSchema): BuiltinSchema {
  const ref = published.$ref ?? published.allOf?.[0]?.$ref;
  if (ref === undefined) {
    const { properties } = published;
    return convert(
      published,
      properties && Object.fromEntries(Object.entries(properties).map(([name, below]) => [name, resolve(below)])),
    );
  }
  const { description, ...field } = convert(published, undefined);
  return { ...builtinSchema(nameOfRef(ref)), ...(description !== undefined && { description }), ...field };
}

function convert(published: PublishedSchema, properties: Record<string, BuiltinSchema> | undefined): BuiltinSchema {
  const { allOf: _, oneOf, $ref: __, default: byDefault, items, additionalProperties, format, ...kept } = published;
  return {
    ...(kept as BuiltinSchema),
    ...(format !== undefined && format !== 'int-or-string' && { format }),
    ...(format === 'int-or-string' && { 'x-kubernetes-int-or-string': true }),
    // A quantity: text, or any number.
    ...(oneOf !== undefined && format === undefined && { 'x-kubernetes-preserve-unknown-fields': true }),
    // Anything at all, as long as it is JSON.
    ...(isOpen(published) && { 'x-kubernetes-preserve-unknown-fields': true }),
    ...(isTelling(byDefault) && { default: byDefault as NonNullable<BuiltinSchema['default']> }),
    ...(properties && { properties }),
    ...(items && { items: resolve(items) }),
    ...(additionalProperties && { additionalProperties: resolve(additionalProperties) }),
  };
}

/** Raw extensions, managed fields, JSON: the schema says at most that it is an object. */
function isOpen({ properties, additionalProperties, items, $ref, allOf, type }: PublishedSchema): boolean {
  const bare = properties === undefined && additionalProperties === undefined && items === undefined;
  return bare && $ref === undefined && allOf === undefined && (type === undefined || type === 'object');
}

function isTelling(value: unknown): boolean {
  // An empty text says something: a key that an item of a list does not have counts by it.
  if (value === undefined || value === 0 || value === false) return false;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}
