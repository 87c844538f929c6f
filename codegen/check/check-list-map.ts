// Checks the keys of a list map: what tells items apart must be there, and must be comparable.

import { didYouMean } from '../../spelling/suggestion.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { someOf } from '../model/some-of.js';
import { error } from './finding.js';

export function checkListMap(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const keys = schema['x-kubernetes-list-map-keys'];
  const { items } = schema;
  if (keys === undefined || items === undefined) return [];
  if (items.type !== undefined && items.properties === undefined) {
    const place = schema.said['x-kubernetes-list-map-keys[0]'] ?? schema.origin;
    return [
      error(
        place,
        'KW2004',
        `@ListMap is for arrays of objects with named fields, and the items of ${path} are of type ${items.type}`,
      ),
    ];
  }
  return keys.flatMap((key, index) => {
    const place = schema.said[`x-kubernetes-list-map-keys[${index}]`] ?? schema.origin;
    if (keys.indexOf(key) < index) return [error(place, 'KW2013', `the key "${key}" of ${path} is said twice`)];
    const fields = new Map(Object.entries(items.properties ?? {}));
    const field = fields.get(key);
    if (field === undefined) {
      const names = [...fields.keys()];
      const hint = didYouMean(key, names, `the fields are ${someOf(names)}`);
      return [error(place, 'KW2010', `the items of ${path} have no field "${key}"`, hint)];
    }
    if (field.type === 'object' || field.type === 'array' || field.nullable) {
      const what = field.nullable ? 'may be null' : `is of type ${field.type}`;
      return [error(place, 'KW2011', `the key "${key}" of ${path} ${what}; a key must be a text, number or boolean`)];
    }
    if (!items.required?.includes(key) && field.default === undefined) {
      const hint = `write ${key}!: without "?", or give it a @Default`;
      return [error(place, 'KW2012', `the key "${key}" of ${path} may be missing; a key must always be there`, hint)];
    }
    return [];
  });
}
