// The schemas of a document: those of the served kinds, and all that they refer to.

import { nameOfRef, publishedSchemas } from '../../schema/published/published-schemas.js';
import { builtinSubresources, schemaNameOf } from '../builtin/builtin-types.js';
import type { ResourceType } from '../registry/resource-type.js';
import { customListSchema, customSchema } from './custom-schema.js';
import { listSchema, META_SCHEMAS, objectSchema, SCALE_SCHEMA } from './schema-names.js';

/** By name, in the order of the names. */
export function componentsOf(types: readonly ResourceType[]): Readonly<Record<string, unknown>> {
  const schemas = new Map<string, unknown>();
  for (const type of types) {
    if (type.custom) {
      schemas.set(objectSchema(type), customSchema(type));
      schemas.set(listSchema(type), customListSchema(type));
      if (type.scale !== undefined) addPublished(SCALE_SCHEMA, schemas);
    } else {
      for (const name of builtinNames(type)) addPublished(name, schemas);
    }
  }
  for (const name of Object.values(META_SCHEMAS)) addPublished(name, schemas);
  return Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function builtinNames(type: ResourceType): readonly string[] {
  const kinds = [type, { ...type, kind: type.listKind }, ...builtinSubresources(type).map(({ kind }) => kind)];
  return kinds.map(schemaNameOf).filter(name => name !== undefined);
}

function addPublished(name: string, schemas: Map<string, unknown>): void {
  if (schemas.has(name)) return;
  const schema = publishedSchemas().get(name);
  if (schema === undefined) return;
  schemas.set(name, schema);
  for (const below of referencesOf(name, schema)) addPublished(below, schemas);
}

const references = new Map<string, readonly string[]>();

function referencesOf(name: string, schema: unknown): readonly string[] {
  const known = references.get(name);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, below] of Object.entries(value)) {
      if (key === '$ref' && typeof below === 'string') found.add(nameOfRef(below));
      else visit(below);
    }
  };
  visit(schema);
  references.set(name, [...found]);
  return [...found];
}
