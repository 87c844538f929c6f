// Puts a few objects into a long sorted list, and takes a few out.
import type { ObjectKey } from '../../meta/object-key.js';

/** What is found by name. */
interface Keyed extends ObjectKey {
  readonly key: string;
}

/**
 * The list with `added` in their places, and without those of `shadowed` that `isHidden` says. The list is sorted by
 * namespace and name, and stays as it is; `added` need not be sorted, and are not in what stays of the list.
 */
export function laidOver<E extends Keyed>(
  list: readonly E[],
  added: readonly E[],
  shadowed: ReadonlyMap<string, ObjectKey>,
  isHidden: (object: E) => boolean,
): readonly E[] {
  const kept = without(list, shadowed, isHidden);
  if (added.length === 0) return kept;
  const result: E[] = [];
  let from = 0;
  for (const object of added.toSorted(compareByKey)) {
    const place = placeOf(kept, object, from);
    for (; from < place; from += 1) result.push(kept[from] as E);
    result.push(object);
  }
  for (; from < kept.length; from += 1) result.push(kept[from] as E);
  return result;
}

function without<E extends Keyed>(
  list: readonly E[],
  shadowed: ReadonlyMap<string, ObjectKey>,
  isHidden: (object: E) => boolean,
): readonly E[] {
  if (shadowed.size * SEARCH_COST > list.length) {
    const kept = list.filter(object => !(shadowed.has(object.key) && isHidden(object)));
    return kept.length === list.length ? list : kept;
  }
  const hidden: number[] = [];
  for (const key of shadowed.values()) {
    const place = placeOf(list, key, 0);
    const object = list[place];
    if (object !== undefined && compareByKey(object, key) === 0 && isHidden(object)) hidden.push(place);
  }
  if (hidden.length === 0) return list;
  hidden.sort((a, b) => a - b);
  return [...hidden, list.length].flatMap((place, at) =>
    list.slice(at === 0 ? 0 : (hidden[at - 1] as number) + 1, place),
  );
}

/** How many looks into a map one search in a long list costs. */
const SEARCH_COST = 16;

/** Where the first is that does not come before the key. */
function placeOf(list: readonly ObjectKey[], key: ObjectKey, from: number): number {
  let low = from;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareByKey(list[middle] as ObjectKey, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareByKey(a: ObjectKey, b: ObjectKey): number {
  return compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
