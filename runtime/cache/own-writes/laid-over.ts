// Puts a few objects into a long sorted list, and takes a few out.
import type { ObjectKey } from '../../meta/object-key.js';
import { compareByKey, placeIn } from '../sorted-entries.js';

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
  if (added.length * SEARCH_COST < kept.length) {
    const result = kept.slice();
    for (const object of added) result.splice(placeIn(result, object), 0, object);
    return result;
  }
  const result: E[] = [];
  let from = 0;
  for (const object of added.toSorted(compareByKey)) {
    for (; from < kept.length && compareByKey(kept[from] as E, object) < 0; from += 1) result.push(kept[from] as E);
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
  let result: E[] | undefined;
  for (const key of shadowed.values()) {
    const place = placeIn(result ?? list, key);
    const object = (result ?? list)[place];
    if (object === undefined || compareByKey(object, key) !== 0 || !isHidden(object)) continue;
    result ??= list.slice();
    result.splice(place, 1);
  }
  return result ?? list;
}

/** How many looks into a map one search in a long list costs, with the move of what comes after. */
const SEARCH_COST = 64;
