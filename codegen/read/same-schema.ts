// Compares schemas by what they say, not by where it was said.
import { isDeepStrictEqual } from 'node:util';
import type { SchemaNode } from '../model/schema-node.js';

/** Whether two schemas accept the same and do the same; descriptions may differ. */
export function sameSchema(one: SchemaNode, other: SchemaNode): boolean {
  return isDeepStrictEqual(bare(one), bare(other));
}

function bare({ origin: _origin, said: _said, description: _description, required, ...schema }: SchemaNode): unknown {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    required: required && [...required].sort(),
    properties: properties && new Map(Object.entries(properties).map(([name, field]) => [name, bare(field)])),
    items: items && bare(items),
    additionalProperties: additionalProperties && bare(additionalProperties),
  };
}
