// What changed between two states of an object, field by field.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject, type JsonObject, sameJson } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import { type FieldPath, fieldElement } from './field-element.js';
import { type FieldSet, FieldSetBuilder } from './field-set.js';
import { type FieldType, formOf, type ListType, type MapType, sameForm } from './field-type.js';
import { itemsByElement } from './list-items.js';

/** No path is in more than one of the sets. */
export interface FieldChanges {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Compares two values of a type; neither has to be complete. */
export function compareFields(type: FieldType, before: Json, after: Json): FieldChanges {
  const changes = { added: new FieldSetBuilder(), modified: new FieldSetBuilder(), removed: new FieldSetBuilder() };
  compare(type, before, after, [], changes);
  return { added: changes.added.build(), modified: changes.modified.build(), removed: changes.removed.build() };
}

/** The changes without those to some fields and to all below them. */
export function withoutFields(changes: FieldChanges, fields: FieldSet): FieldChanges {
  if (fields.empty) return changes;
  return {
    added: changes.added.recursiveDifference(fields),
    modified: changes.modified.recursiveDifference(fields),
    removed: changes.removed.recursiveDifference(fields),
  };
}

interface Changes {
  readonly added: FieldSetBuilder;
  readonly modified: FieldSetBuilder;
  readonly removed: FieldSetBuilder;
}

/** Undefined stands for a value that is not there. */
type Maybe = Json | undefined;

function compare(type: FieldType, before: Maybe, after: Maybe, path: FieldPath, changes: Changes): void {
  // Who writes a status does not even copy the spec.
  if (before === after) return;
  const [old, now] = [formOf(type, before), formOf(type, after)];
  let leaf: boolean;
  if (after === undefined) {
    leaf = compareAs(old, before, after, path, changes);
  } else if (before === undefined || sameForm(old, now)) {
    leaf = compareAs(now, before, after, path, changes);
  } else {
    // The value has another form now: one set of fields went, another came.
    compareAs(old, before, after, path, changes);
    leaf = compareAs(now, before, after, path, changes);
  }
  if (leaf) return;
  if (before === undefined) changes.added.add(path);
  else if (after === undefined) changes.removed.add(path);
}

/** Whether the value was compared as a whole. */
function compareAs(
  { map, scalar, list }: FieldType,
  before: Maybe,
  after: Maybe,
  path: FieldPath,
  changes: Changes,
): boolean {
  if (map !== undefined) {
    const [old, now] = [objectOrNone(before), objectOrNone(after)];
    if (map.atomic || (Object.keys(old).length === 0 && Object.keys(now).length === 0)) {
      return compareWhole(before, after, path, changes);
    }
    compareMaps(map, old, now, path, changes);
    return false;
  }
  if (scalar !== undefined || list === undefined) return compareWhole(before, after, path, changes);
  const [old, now] = [listOrNone(before), listOrNone(after)];
  if (list.kind === 'atomic' || (old.length === 0 && now.length === 0)) {
    return compareWhole(before, after, path, changes);
  }
  compareLists(list, old, now, path, changes);
  return false;
}

function compareWhole(before: Maybe, after: Maybe, path: FieldPath, changes: Changes): true {
  if (before === undefined) changes.added.add(path);
  else if (after === undefined) changes.removed.add(path);
  else if (!sameJson(before, after)) changes.modified.add(path);
  return true;
}

function compareMaps(map: MapType, old: JsonObject, now: JsonObject, path: FieldPath, changes: Changes): void {
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const field = map.field(name);
    if (field === undefined) continue;
    compare(field.type, ownValue(old, name), ownValue(now, name), [...path, fieldElement(name)], changes);
  }
}

function compareLists(
  list: ListType,
  old: readonly Json[],
  now: readonly Json[],
  path: FieldPath,
  changes: Changes,
): void {
  const [before, after] = [itemsByElement(list, old), itemsByElement(list, now)];
  for (const [text, { element }] of new Map([...before, ...after])) {
    const [were, are] = [before.get(text)?.items ?? [], after.get(text)?.items ?? []];
    const at = [...path, element];
    // Items that are there twice are compared as one thing, and their fields are nobody's.
    if (were.length <= 1 && are.length <= 1) {
      compare(list.items, were[0], are[0], at, changes);
    } else if (were.length >= 2 && are.length >= 2) {
      if (!sameJson(were, are)) changes.modified.add(at);
    } else if (were.length >= 2) {
      if (are.length > 0) compare(list.items, undefined, are[0], at, changes);
      changes.removed.add(at);
    } else {
      if (were.length > 0) compare(list.items, were[0], undefined, at, changes);
      changes.added.add(at);
    }
  }
}

function objectOrNone(value: Maybe): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOrNone(value: Maybe): readonly Json[] {
  return isJsonList(value) ? value : [];
}
