// What is added to a list of an object: sets take what they do not have, list maps take it in the place of the same key.
import { keysOf, scalarKey, unhashable } from './compare.js';
import { type CelList, itemsOf, MOST_ITEMS, NativeList } from './list.js';
import { nativeToValue, valueToNative } from './native.js';
import { CostExceeded, type Value } from './value.js';

export function addToNative(one: NativeList, other: CelList): Value {
  if (one.size + other.size > MOST_ITEMS) throw new CostExceeded();
  const added = [...itemsOf(other)].map(valueToNative);
  const items = [...one.items];
  if (one.listType === 'set') {
    const known = new Set(items.map(scalarKey));
    for (const item of added) {
      if (Array.isArray(item) || isPlain(item)) return unhashable(item);
      if (!known.has(scalarKey(item))) items.push(item);
      known.add(scalarKey(item));
    }
  } else if (one.listType === 'map') {
    const places = new Map(items.map((item, at) => [keysOf(one, item), at]));
    for (const item of added) {
      const place = places.get(keysOf(one, item));
      if (place === undefined) items.push(item);
      else items[place] = item;
    }
  } else {
    for (const item of added) items.push(item);
  }
  return new NativeList(items, one.schema, item => nativeToValue(item, one.schema?.items));
}

function isPlain(item: unknown): boolean {
  return typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype;
}
