// The items of sets and maps in lists, told apart.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import { type FieldElement, keyElement, valueElement } from './field-element.js';
import type { ListType } from './field-type.js';

/**
 * What tells an item apart in a list that is no atomic one. Keys that an item does not have count by their defaults,
 * without one they do not count.
 * @throws Error for an item that cannot be told apart
 */
export function elementOf(list: ListType, item: Json): FieldElement {
  return list.kind === 'map' ? keyedElement(list, item) : setElement(item);
}

/** The items by their elements' texts, in order; more than one where an element is not unique. */
export function itemsByElement(
  list: ListType,
  items: readonly Json[],
): Map<string, { readonly element: FieldElement; readonly items: Json[] }> {
  const found = new Map<string, { readonly element: FieldElement; readonly items: Json[] }>();
  for (const item of items) {
    const element = elementOf(list, item);
    const known = found.get(element.text);
    if (known === undefined) found.set(element.text, { element, items: [item] });
    else known.items.push(item);
  }
  return found;
}

function keyedElement({ keys, items }: ListType, item: Json): FieldElement {
  if (item === null) throw new Error('associative list with keys may not have a null element');
  if (!isJsonObject(item)) throw new Error('associative list with keys may not have non-map elements');
  const values = keys.flatMap(key => {
    const own = ownValue(item, key);
    const value = own === undefined ? items.map?.field(key)?.default : own;
    return value === undefined ? [] : [[key, value] as const];
  });
  if (values.length === 0) {
    const names = keys.map(key => JSON.stringify(key)).join(' ');
    throw new Error(
      `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`,
    );
  }
  return keyElement(values);
}

function setElement(item: Json): FieldElement {
  if (item === null) throw new Error("associative list without keys has an element that's an explicit null");
  if (isJsonList(item)) throw new Error('not supported: associative list with lists as elements');
  if (isJsonObject(item)) throw new Error("associative list without keys has an element that's a map type");
  return valueElement(item);
}
