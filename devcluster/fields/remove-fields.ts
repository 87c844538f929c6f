// An object without some of its fields.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList, jsonObject } from '../object/json-value.js';
import { fieldElement } from './field-element.js';
import type { FieldSet } from './field-set.js';
import { type FieldType, formOf } from './field-type.js';
import { elementOf } from './list-items.js';

/**
 * Takes out the fields and items of the set. Of an object or a list that is emptied by that, null remains, which the
 * strategies drop; so it does of atomic and empty ones that the set reaches into.
 */
export function removeFields(type: FieldType, value: Json, fields: FieldSet): Json {
  const { map, scalar, list } = formOf(type, value);
  if (map !== undefined) {
    if (map.atomic || !isJsonObject(value)) return null;
    const kept = Object.entries(value).flatMap(([name, child]) => {
      const element = fieldElement(name);
      if (fields.hasElement(element)) return [];
      const below = fields.below(element);
      const field = map.field(name);
      return [[name, below.empty || field === undefined ? child : removeFields(field.type, child, below)] as const];
    });
    return kept.length === 0 ? null : jsonObject(kept);
  }
  if (scalar !== undefined || list === undefined) return value;
  if (list.kind === 'atomic' || !isJsonList(value)) return null;
  const kept = value.flatMap(item => {
    const element = elementOf(list, item);
    if (fields.hasElement(element)) return [];
    const below = fields.below(element);
    return [below.empty ? item : removeFields(list.items, item, below)];
  });
  return kept.length === 0 ? null : kept;
}
