// Checks that rules stand at types that they can be about.
import type { Diagnostic } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { error } from './finding.js';

interface Fit {
  readonly decorator: string;
  readonly wants: string;
  readonly types: readonly string[];
}

const NUMBERS = { wants: 'numbers', types: ['integer', 'number'] };
const TEXTS = { wants: 'strings', types: ['string', 'int-or-string'] };
const LISTS = { wants: 'arrays', types: ['array'] };
const OBJECTS = { wants: 'objects and maps', types: ['object'] };
const SCALARS = {
  wants: 'strings, numbers and booleans',
  types: ['string', 'integer', 'number', 'boolean', 'int-or-string'],
};

/** By keyword, with the value where it says which decorator it is from. */
const FITS: { readonly [keyword: string]: Fit } = {
  minimum: { decorator: 'Minimum', ...NUMBERS },
  maximum: { decorator: 'Maximum', ...NUMBERS },
  multipleOf: { decorator: 'MultipleOf', ...NUMBERS },
  minLength: { decorator: 'MinLength', ...TEXTS },
  maxLength: { decorator: 'MaxLength', ...TEXTS },
  pattern: { decorator: 'Pattern', ...TEXTS },
  format: { decorator: 'Format', ...TEXTS },
  enum: { decorator: 'Enum', ...SCALARS },
  minItems: { decorator: 'MinItems', ...LISTS },
  maxItems: { decorator: 'MaxItems', ...LISTS },
  'x-kubernetes-list-type=map': { decorator: 'ListMap', wants: 'arrays of objects', types: ['array'] },
  'x-kubernetes-list-type=set': { decorator: 'ListSet', ...LISTS },
  'x-kubernetes-list-type=atomic': { decorator: 'ListAtomic', ...LISTS },
  minProperties: { decorator: 'MinProperties', ...OBJECTS },
  maxProperties: { decorator: 'MaxProperties', ...OBJECTS },
  'x-kubernetes-map-type=atomic': { decorator: 'MapAtomic', ...OBJECTS },
  'x-kubernetes-map-type=granular': { decorator: 'MapGranular', ...OBJECTS },
  'x-kubernetes-preserve-unknown-fields': { decorator: 'PreserveUnknownFields', ...OBJECTS },
  'x-kubernetes-embedded-resource': { decorator: 'EmbeddedResource', ...OBJECTS },
};

/** In one schema; `path` is where it stands. What has no type takes any value. */
export function checkFit(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const type = schema['x-kubernetes-int-or-string'] ? 'int-or-string' : schema.type;
  if (type === undefined) return [];
  return Object.entries(FITS).flatMap(([key, { decorator, wants, types }]) => {
    const [keyword = '', value] = key.split('=');
    const place = schema.said[keyword];
    const other = value !== undefined && schema[keyword as keyof SchemaNode] !== value;
    if (place === undefined || other || types.includes(type)) return [];
    const message = `@${decorator} is for ${wants}, and ${path} is of type ${type}`;
    return [error(place, 'KW2004', message, 'drop the decorator, or change the type of the field')];
  });
}
