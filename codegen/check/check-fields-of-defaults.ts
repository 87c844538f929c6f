// Checks that defaults name no fields that the schema does not have: the API server refuses such definitions.
import type { Json } from '../../schema/structural-schema.js';
import { didYouMean } from '../../spelling/suggestion.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { someOf } from '../model/some-of.js';
import { error } from './finding.js';

/** In a schema and those below it. `path` is where it stands, such as `spec.ports[]`. */
export function checkFieldsOfDefaults(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { items, additionalProperties, properties = {} } = schema;
  const own = schema.default === undefined ? [] : unknownFields(schema.default, schema, path);
  return [
    ...own.map(({ field, hint }) => {
      const message = `the default does not fit: there is no field ${field}`;
      return error(schema.said.default ?? schema.origin, 'KW2009', message, hint);
    }),
    ...Object.entries(properties).flatMap(([name, field]) => checkFieldsOfDefaults(field, below(path, name))),
    ...(items === undefined ? [] : checkFieldsOfDefaults(items, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : checkFieldsOfDefaults(additionalProperties, `${path}.*`)),
  ];
}

interface UnknownField {
  readonly field: string;
  readonly hint: string;
}

function unknownFields(value: Json, schema: SchemaNode, path: string): readonly UnknownField[] {
  const { items, additionalProperties, properties } = schema;
  if (isList(value)) {
    return items === undefined ? [] : value.flatMap((item, at) => unknownFields(item, items, `${path}[${at}]`));
  }
  if (typeof value !== 'object' || value === null || schema['x-kubernetes-preserve-unknown-fields']) return [];
  const fields = new Map(Object.entries(properties ?? {}));
  return Object.entries(value).flatMap(([name, child]) => {
    const field = fields.get(name) ?? additionalProperties;
    if (field !== undefined) return unknownFields(child, field, below(path, name));
    const names = [...fields.keys()];
    const otherwise = names.length === 0 ? `${path} has no fields` : `the fields of ${path} are ${someOf(names)}`;
    return [{ field: below(path, name), hint: didYouMean(name, names, otherwise) }];
  });
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
