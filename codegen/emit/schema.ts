// SchemaNode -> the schema as it stands in a CustomResourceDefinition.
import type { Json } from '../../schema/structural-schema.js';
import type { SchemaNode } from '../model/schema-node.js';

/** The schema without the places in the source; `required` is sorted. */
export function openApiSchema(node: SchemaNode): Json {
  const { origin: _origin, said: _said, items, properties, additionalProperties, required, anyOf, ...keywords } = node;
  return defined({
    ...keywords,
    anyOf: anyOf?.map(({ type }) => ({ type })),
    required: required && required.length > 0 ? [...required].sort() : undefined,
    items: items && openApiSchema(items),
    properties: properties && mapValues(properties, openApiSchema),
    additionalProperties: additionalProperties && openApiSchema(additionalProperties),
  });
}

function mapValues<V, R>(record: { readonly [key: string]: V }, change: (value: V) => R): { [key: string]: R } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Leaves out the keys without a value. */
function defined(record: { readonly [key: string]: Json | undefined }): Json {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
