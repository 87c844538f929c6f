// The order of a merged list.
import type { Json } from '../../schema/structural-schema.js';

/** What tells an item apart: the value of its merge key, or the item itself. */
export type ItemKey = (item: Json) => Json;

/**
 * The items that `wanted` names in its order, and between them the others in the order of `before`: each stands before
 * the first of the wanted items that it preceded there.
 */
export function inOrder(
  items: readonly Json[],
  wanted: readonly Json[],
  before: readonly Json[],
  key: ItemKey,
): readonly Json[] {
  const placeWanted = places(wanted, key);
  const placeBefore = places(before, key);
  const named = sorted(
    items.filter(item => placeWanted.has(key(item))),
    placeWanted,
    key,
  );
  const others = sorted(
    items.filter(item => !placeWanted.has(key(item))),
    placeBefore,
    key,
  );

  const ordered: Json[] = [];
  let next = 0;
  for (const item of named) {
    const place = placeBefore.get(key(item));
    while (place !== undefined && isBefore(others[next], place, placeBefore, key)) ordered.push(others[next++] ?? null);
    ordered.push(item);
  }
  return [...ordered, ...others.slice(next)];
}

function isBefore(item: Json | undefined, place: number, placeBefore: Places, key: ItemKey): boolean {
  const own = item === undefined ? undefined : placeBefore.get(key(item));
  return own !== undefined && own < place;
}

type Places = ReadonlyMap<Json, number>;

function places(list: readonly Json[], key: ItemKey): Places {
  const found = new Map<Json, number>();
  list.forEach((item, place) => {
    if (!found.has(key(item))) found.set(key(item), place);
  });
  return found;
}

function sorted(items: readonly Json[], order: Places, key: ItemKey): Json[] {
  return items.toSorted((a, b) => (order.get(key(a)) ?? 0) - (order.get(key(b)) ?? 0));
}
