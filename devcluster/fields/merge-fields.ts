// An applied configuration merged into the live object.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList, jsonObject, ownValue } from '../object/json-value.js';
import { type FieldType, formOf, type ListType, type MapType } from './field-type.js';
import { elementOf, itemsByElement } from './list-items.js';

/**
 * Nothing is removed. Scalars and atomic values are those of the configuration where it has them; items stand as in the
 * configuration, and those that only the live object has stay between the items that they stood between.
 *
 * Undefined stands for a value that is not there; of emptied objects and lists nothing remains.
 */
export function mergeFields(type: FieldType, live: Json | undefined, applied: Json | undefined): Json | undefined {
  return mergeAs(formOf(type, applied === undefined ? live : applied), live, applied);
}

function mergeAs({ map, list }: FieldType, live: Json | undefined, applied: Json | undefined): Json | undefined {
  const whole = applied === undefined ? live : applied;
  if (map !== undefined) {
    const [old, now] = [isJsonObject(live) ? live : {}, isJsonObject(applied) ? applied : {}];
    const none = Object.keys(old).length === 0 && Object.keys(now).length === 0;
    return map.atomic || none ? whole : mergeMaps(map, old, now);
  }
  if (list !== undefined) {
    const [old, now] = [isJsonList(live) ? live : [], isJsonList(applied) ? applied : []];
    return list.kind === 'atomic' || (old.length === 0 && now.length === 0) ? whole : mergeLists(list, old, now);
  }
  return whole;
}

function mergeMaps(
  map: MapType,
  live: { readonly [key: string]: Json },
  applied: { readonly [key: string]: Json },
): Json | undefined {
  const merged: (readonly [string, Json])[] = [];
  for (const name of new Set([...Object.keys(live), ...Object.keys(applied)])) {
    const field = map.field(name);
    const [old, now] = [ownValue(live, name), ownValue(applied, name)];
    const value = field === undefined ? (now ?? old) : mergeFields(field.type, old, now);
    if (value !== undefined) merged.push([name, value]);
  }
  return merged.length === 0 ? undefined : jsonObject(merged);
}

function mergeLists(list: ListType, live: readonly Json[], applied: readonly Json[]): Json | undefined {
  const lives = itemsByElement(list, live);
  const applieds = itemsByElement(list, applied);
  const liveTexts = live.map(item => elementOf(list, item).text);
  const appliedTexts = [...applieds.keys()];
  const shared = appliedTexts.filter(text => lives.has(text));
  const done = new Set<string>();
  const merged: Json[] = [];
  const take = (old: Json | undefined, now: Json | undefined) => {
    const value = mergeFields(list.items, old, now);
    if (value !== undefined) merged.push(value);
  };
  const takeApplied = (text: string) => {
    const olds = lives.get(text)?.items ?? [];
    // Items that are there twice are not merged: the applied one takes their place.
    take(olds.length > 1 ? null : olds[0], applieds.get(text)?.items[0]);
    done.add(text);
    if (shared[0] === text) shared.shift();
  };

  let [l, a] = [0, 0];
  while (l < liveTexts.length || a < appliedTexts.length) {
    const [liveText, appliedText] = [liveTexts[l], appliedTexts[a]];
    if (liveText !== undefined && liveText === appliedText) {
      takeApplied(liveText);
      l++;
      a++;
    } else if (
      liveText !== undefined &&
      appliedText !== undefined &&
      applieds.has(liveText) &&
      shared.length > 0 &&
      shared[0] !== liveText
    ) {
      // It is in both, and its turn is later, or was before.
      l++;
    } else if (liveText !== undefined && !applieds.has(liveText)) {
      take(live[l], undefined);
      l++;
    } else {
      if (liveText !== undefined && done.has(liveText)) l++;
      if (appliedText !== undefined) {
        takeApplied(appliedText);
        a++;
      }
    }
  }
  return merged.length === 0 ? undefined : merged;
}
