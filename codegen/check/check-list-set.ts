// Checks the items of a set: they are compared as a whole, so nothing may own parts of them.
import type { Diagnostic } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { error } from './finding.js';

/** In one schema; `path` is where it stands. */
export function checkListSet(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { items, said } = schema;
  const place = said['x-kubernetes-list-type'] ?? schema.origin;
  if (schema['x-kubernetes-list-type'] !== 'set' || items === undefined) return [];
  const listType = items['x-kubernetes-list-type'] ?? 'atomic';
  const found: Diagnostic[] = [];
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    const message = `${path} is a set, and its items are objects of which parts can be owned`;
    const hint =
      "say @MapAtomic at the items' class, or @Items(MapAtomic) here; or tell them apart by a key: @ListMap('name')";
    found.push(error(place, 'KW2029', message, hint));
  }
  if (items.type === 'array' && listType !== 'atomic') {
    const message = `${path} is a set, and its items are lists of which parts can be owned`;
    found.push(error(place, 'KW2029', message, 'lists in a set are atomic: drop their list type'));
  }
  return found;
}

/** Of lists whose items are told apart, no item may be null. */
export function checkItemsAreThere(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const listType = schema['x-kubernetes-list-type'];
  if ((listType !== 'set' && listType !== 'map') || !schema.items?.nullable) return [];
  const place = schema.said['x-kubernetes-list-type'] ?? schema.origin;
  const message = `the items of ${path} may be null, and then cannot be told apart`;
  return [error(place, 'KW2029', message, 'drop null from the type of the items')];
}
