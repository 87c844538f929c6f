// Checks formats, examples, links, and what open fields need.

import { formatCheck } from '../../schema/formats.js';
import { validate } from '../../schema/validate.js';
import { didYouMean } from '../../spelling/suggestion.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { error, warning } from './finding.js';
import { refusalText } from './refusal-text.js';

/** In one schema; `path` is where it stands. */
export function checkNotes(schema: SchemaNode, path: string): readonly Diagnostic[] {
  return [
    ...checkFormat(schema, path),
    ...checkExample(schema, path),
    ...checkDocs(schema, path),
    ...checkEmbedded(schema, path),
  ];
}

const FORMATS =
  'byte cidr date date-time duration email hostname ipv4 ipv6 k8s-long-name k8s-short-name mac password uri uuid'.split(
    ' ',
  );

function checkFormat(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { format, allOf = [], said } = schema;
  const place = said.format;
  if (place === undefined) return [];
  const several = allOf.flatMap(each => each.format ?? []);
  if (several.length > 0) {
    const message = `${path} has the formats ${several.join(' and ')}`;
    return [error(place, 'KW2030', message, 'its type says one already: make it a string, or drop @Format')];
  }
  if (format === undefined || formatCheck(format) !== undefined) return [];
  const hint = didYouMean(format, FORMATS, 'it tells readers alone; say what must hold with @Pattern');
  return [warning(place, 'KW2031', `the API server does not know the format "${format}", and checks nothing`, hint)];
}

function checkExample(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { example, said } = schema;
  if (example === undefined) return [];
  const place = said.example ?? schema.origin;
  return validate(example, schema, { path }).map(each => {
    const why = refusalText(each);
    return warning(place, 'KW2043', `the example does not fit: ${why}`, 'change it: readers would copy it');
  });
}

function checkDocs({ externalDocs, said, origin }: SchemaNode, path: string): readonly Diagnostic[] {
  if (externalDocs === undefined || URL.canParse(externalDocs.url ?? '')) return [];
  const message = `"${externalDocs.url}" of ${path || 'the resource'} is no URL`;
  return [error(said.externalDocs ?? origin, 'KW2041', message, "say a whole one: 'https://...'")];
}

function checkEmbedded(schema: SchemaNode, path: string): readonly Diagnostic[] {
  if (!schema['x-kubernetes-embedded-resource'] || schema.type !== 'object') return [];
  const place: Origin = schema.said['x-kubernetes-embedded-resource'] ?? schema.origin;
  const fields = Object.keys(schema.properties ?? {}).length;
  if (schema.additionalProperties !== undefined) {
    const message = `${path} is a map, and no object of Kubernetes`;
    return [error(place, 'KW2039', message, 'make it unknown, or name its fields in a class or interface')];
  }
  if (fields > 0 || schema['x-kubernetes-preserve-unknown-fields']) return [];
  const message = `all of ${path} but its apiVersion, kind and metadata would be dropped`;
  return [error(place, 'KW2039', message, 'add @PreserveUnknownFields, or name its fields in a class or interface')];
}
