// Lists and sets: cel-go's extensions, and those of Kubernetes.
import { compare, contains, equals, isComparable } from '../compare.js';
import { type CelList, isCelList, itemsOf, ValueList } from '../list.js';
import type { ValueMap } from '../map.js';
import { typeNameOf } from '../type-name.js';
import { CostExceeded, Duration, Failure, NONE, Optional, Unsigned, type Value } from '../value.js';
import type { Implementation, Implementations } from './implementation.js';
import { add } from './operators.js';

const MOST_ITEMS = 1_000_000;

function range(end: bigint): Value {
  if (end > BigInt(MOST_ITEMS)) throw new CostExceeded();
  return new ValueList(Array.from({ length: Math.max(0, Number(end)) }, (_, at) => BigInt(at)));
}

function slice(list: CelList, start: bigint, end: bigint): Value {
  const cannot = (why: string) => new Failure(`cannot slice(${start}, ${end}), ${why}`);
  if (start < 0n || end < 0n) return cannot('negative indexes not supported');
  if (start > end) return cannot('start index must be less than or equal to end index');
  if (BigInt(list.size) < end) return cannot(`list is length ${list.size}`);
  return new ValueList([...itemsOf(list)].slice(Number(start), Number(end)));
}

function flatten(list: CelList, depth = 1n): Value {
  if (depth < 0n) return new Failure('level must be non-negative');
  const items: Value[] = [];
  const gather = (from: CelList, left: bigint) => {
    for (const item of itemsOf(from)) {
      if (isCelList(item) && left > 0n) gather(item, left - 1n);
      else items.push(item);
      if (items.length > MOST_ITEMS) throw new CostExceeded();
    }
  };
  gather(list, depth);
  return new ValueList(items);
}

function sort(list: CelList): Value {
  return sortBy(list, list);
}

function sortBy(list: CelList, keys: CelList): Value {
  if (list.size !== keys.size) {
    const counts = `${list.size} and ${keys.size} elements respectively`;
    const said = '@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got';
    return new Failure(`${said} ${counts}`);
  }
  if (list.size === 0) return list;
  const [first] = itemsOf(keys);
  if (first === undefined || !isComparable(first)) return new Failure('list elements must be comparable');
  const type = typeNameOf(first);
  const all = [...itemsOf(keys)];
  if (all.length > 1 && all.some(key => typeNameOf(key) !== type)) {
    return new Failure('list elements must have the same type');
  }
  const order = all.map((_, at) => at);
  order.sort((one, other) => {
    const found = compare(all[one] as Value, all[other] as Value);
    return typeof found === 'number' ? found : 0;
  });
  return new ValueList(order.map(at => list.get(at)));
}

/** A check of all pairs is bounded, as its cost is counted only when it is done. */
const MOST_COMPARED = 10_000;

function distinct(list: CelList): Value {
  if (list.size > MOST_COMPARED) throw new CostExceeded();
  const found: Value[] = [];
  for (const item of itemsOf(list)) {
    if (!found.some(other => equals(item, other) === true)) found.push(item);
  }
  return new ValueList(found);
}

function isSorted(list: CelList): Value {
  let before: Value | undefined;
  for (const item of itemsOf(list)) {
    if (!isComparable(item)) return item instanceof Failure ? item : new Failure('no such overload');
    if (before !== undefined && compare(before, item) === 1) return false;
    before = item;
  }
  return true;
}

function sum(zero: Value): Implementation {
  return (list: CelList) => {
    let total = zero;
    for (const item of itemsOf(list)) {
      if (item instanceof Failure) return item;
      total = add(total, item);
      if (total instanceof Failure) return total;
    }
    return total;
  };
}

function extreme(name: string, replaced: number): Implementation {
  return (list: CelList) => {
    let found: Value | undefined;
    for (const item of itemsOf(list)) {
      if (!isComparable(item)) return item instanceof Failure ? item : new Failure('no such overload');
      if (found === undefined || compare(found, item) === replaced) found = item;
    }
    return found ?? new Failure(`${name} called on empty list`);
  };
}

function indexOf(list: CelList, value: Value): Value {
  for (let at = 0; at < list.size; at += 1) if (equals(list.get(at), value) === true) return BigInt(at);
  return -1n;
}

function lastIndexOf(list: CelList, value: Value): Value {
  for (let at = list.size - 1; at >= 0; at -= 1) if (equals(list.get(at), value) === true) return BigInt(at);
  return -1n;
}

function containsAll(list: CelList, parts: CelList): Value {
  if (list.size * parts.size > MOST_COMPARED * MOST_COMPARED) throw new CostExceeded();
  for (const part of itemsOf(parts)) {
    const found = contains(list, part);
    if (found !== true) return found;
  }
  return true;
}

function intersects(one: CelList, other: CelList): Value {
  if (one.size * other.size > MOST_COMPARED * MOST_COMPARED) throw new CostExceeded();
  for (const item of itemsOf(one)) if (contains(other, item) === true) return true;
  return false;
}

function unwrap(list: CelList): Value {
  const items: Value[] = [];
  for (const item of itemsOf(list)) {
    if (!(item instanceof Optional)) return new Failure(`value ${String(item)} is not optional`);
    if (item.value !== undefined) items.push(item.value);
  }
  return new ValueList(items);
}

function insert(map: ValueMap, key: Value, value: Value): Value {
  if (map.find(key) !== undefined) return new Failure(`insert failed: key ${String(key)} already exists`);
  const made = map.growing ? map : map.copy();
  made.set(key, value);
  return made;
}

function insertAll(map: ValueMap, other: ValueMap): Value {
  const made = map.growing ? map : map.copy();
  for (const key of other.keys()) {
    if (made.find(key) !== undefined) return new Failure(`insert failed: key ${String(key)} already exists`);
    made.set(key, other.find(key) ?? null);
  }
  return made;
}

const TYPES = ['int', 'uint', 'double', 'bool', 'string', 'bytes'];

function ofEach(make: (type: string) => readonly [string, Implementation]): Implementations {
  return Object.fromEntries(TYPES.map(make));
}

export const LISTS: Implementations = {
  lists_range: range,
  list_slice: slice,
  list_flatten: flatten,
  list_flatten_int: flatten,
  list_reverse: (list: CelList) => new ValueList([...itemsOf(list)].reverse()),
  list_distinct: distinct,
  ...ofEach(type => [`list_${type}_sort`, sort]),
  'list_google.protobuf.Duration_sort': sort,
  'list_google.protobuf.Timestamp_sort': sort,
  ...ofEach(type => [`list_${type}_sortByAssociatedKeys`, sortBy]),
  'list_google.protobuf.Duration_sortByAssociatedKeys': sortBy,
  'list_google.protobuf.Timestamp_sortByAssociatedKeys': sortBy,
  ...ofEach(type => [`list_${type}_is_sorted_bool`, isSorted]),
  list_duration_is_sorted_bool: isSorted,
  list_timestamp_is_sorted_bool: isSorted,
  ...ofEach(type => [`list_${type}_max_${type}`, extreme('max', -1)]),
  list_duration_max_duration: extreme('max', -1),
  list_timestamp_max_timestamp: extreme('max', -1),
  ...ofEach(type => [`list_${type}_min_${type}`, extreme('min', 1)]),
  list_duration_min_duration: extreme('min', 1),
  list_timestamp_min_timestamp: extreme('min', 1),
  list_int_sum_int: sum(0n),
  list_uint_sum_uint: sum(new Unsigned(0n)),
  list_double_sum_double: sum(0),
  list_duration_sum_duration: sum(new Duration(0n)),
  list_a_index_of_int: indexOf,
  list_a_last_index_of_int: lastIndexOf,
  list_sets_contains_list: containsAll,
  list_sets_intersects_list: intersects,
  list_sets_equivalent_list: (one: CelList, other: CelList) => {
    const found = containsAll(one, other);
    return found === true ? containsAll(other, one) : found;
  },
  list_first: (list: CelList) => (list.size === 0 ? NONE : new Optional(list.get(0))),
  list_last: (list: CelList) => (list.size === 0 ? NONE : new Optional(list.get(list.size - 1))),
  optional_unwrap: unwrap,
  optional_unwrapOpt: unwrap,
  '@mapInsert_map_key_value': insert,
  '@mapInsert_map_map': insertAll,
};
