// The fields that a value mentions: what an applied configuration owns.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { type FieldPath, fieldElement } from './field-element.js';
import { type FieldSet, FieldSetBuilder } from './field-set.js';
import { type FieldType, formOf, type ListType, type MapType } from './field-type.js';
import { itemsByElement } from './list-items.js';

/**
 * Scalars, atomic lists and maps, the items of other lists, the keys of free maps, nulls and empty objects. The objects
 * that the schema names are not in it, nor are empty lists.
 */
export function fieldsOf(type: FieldType, value: Json): FieldSet {
  const fields = new FieldSetBuilder();
  gather(type, value, [], fields);
  return fields.build();
}

function gather(type: FieldType, value: Json, path: FieldPath, fields: FieldSetBuilder): void {
  const { map, scalar, list } = formOf(type, value);
  if (map !== undefined) gatherMap(map, value, path, fields);
  else if (scalar !== undefined) fields.add(path);
  else if (list !== undefined) gatherList(list, value, path, fields);
}

function gatherMap(map: MapType, value: Json, path: FieldPath, fields: FieldSetBuilder): void {
  if (map.atomic) fields.add(path);
  if (map.atomic || !isJsonObject(value)) return;
  for (const [name, child] of Object.entries(value)) {
    const field = map.field(name);
    if (field === undefined) continue;
    const at = [...path, fieldElement(name)];
    gather(field.type, child, at, fields);
    if (!field.declared || child === null || (isJsonObject(child) && Object.keys(child).length === 0)) fields.add(at);
  }
}

function gatherList(list: ListType, value: Json, path: FieldPath, fields: FieldSetBuilder): void {
  if (list.kind === 'atomic') fields.add(path);
  if (list.kind === 'atomic' || !isJsonList(value)) return;
  for (const { element, items } of itemsByElement(list, value).values()) {
    const at = [...path, element];
    const [item] = items;
    // Items that are there twice are owned as one thing.
    if (item !== undefined && items.length === 1) gather(list.items, item, at, fields);
    fields.add(at);
  }
}
