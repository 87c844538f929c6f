// Who manages what after a create, an update or a patch.
import type { Json } from '../../schema/structural-schema.js';
import type { JsonObject } from '../object/json.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import { capManagers } from './cap-managers.js';
import { typeErrors } from './check-type.js';
import { FieldSet } from './field-set.js';
import { decodeManagers, encodeManagers, type ManagerEntry, type Managers } from './managers.js';
import { UNOWNED_FIELDS } from './unowned-fields.js';
import {
  changesOf,
  emptyOf,
  entryOf,
  type FieldWrite,
  inVersion,
  metadataOf,
  presentManagers,
  takeFields,
  typeIn,
  withoutManagedFields,
} from './write.js';

/** A write that has been made already. */
export interface UpdateRecord extends FieldWrite {
  /** The object before; undefined for a create. */
  readonly old: JsonObject | undefined;
  /** The object as the writer would have it, with defaults, before the strategy puts back what may not be changed. */
  readonly now: JsonObject;
  /** Whether it is a custom resource, of which an empty list of managed fields clears nothing. */
  readonly custom: boolean;
}

/**
 * The managed fields of the object after the write; none if the list is empty.
 *
 * The writer owns what it changed, and the others lose it. An object whose list was cleared, by `[{}]`, or `[]` for a built-in kind, stays
 * without one until something is applied to it. At most ten updaters are kept: the oldest become `ancient-changes`.
 * A list that the writer sent is taken where it makes sense, except through a subresource; the old one is kept otherwise.
 */
export function recordUpdate(record: UpdateRecord): readonly JsonObject[] {
  const managers = managersBefore(record);
  // Without managers, only the creation begins the list.
  if (managers.size === 0 && record.old !== undefined) return [];
  try {
    if (record.custom) refuseUnreadable(record, managers);
    const before = record.old ?? emptyOf(record, ownValue(record.now, 'kind') ?? '');
    return encodeManagers(updateManagers(record, managers, before, record.now));
  } catch {
    // The real server clears the managed fields too: when items of a list cannot be told apart, and when somebody wrote
    // in a version that has not all fields of the object, or that it cannot be converted to.
    return [];
  }
}

/**
 * The managers after an update from one state to another.
 * @throws Error when the items of a list cannot be told apart
 */
export function updateManagers(write: FieldWrite, managers: Managers, before: JsonObject, after: JsonObject): Managers {
  const type = typeIn(write, write.apiVersion) ?? {};
  const [old, now] = [withoutManagedFields(before), withoutManagedFields(after)];
  const changes = changesOf(write, type, old, now);
  // The writer's own entries lose what changed like the others', and gain it in the one of this operation.
  const present = presentManagers(write, managers, old);
  const taken = takeFields(write, present, undefined, old, now, [[write.apiVersion, changes]]).managers;
  const gained = changes.modified.union(changes.added).difference(UNOWNED_FIELDS);
  if (!gained.empty) {
    const { identity, entry } = entryOf(write, 'Update');
    const own: FieldSet = taken.get(identity)?.fields ?? FieldSet.EMPTY;
    taken.set(identity, { ...entry, time: write.time, fields: own.union(gained) } satisfies ManagerEntry);
  }
  return capManagers(taken);
}

/** @throws Error when the object has fields that the version of one of the managers does not know */
function refuseUnreadable(record: UpdateRecord, managers: Managers): void {
  const versions = new Set([...managers.values()].map(({ apiVersion }) => apiVersion));
  versions.delete(record.apiVersion);
  const now = withoutManagedFields(record.now);
  for (const version of versions) {
    const type = typeIn(record, version);
    const problem = type && typeErrors(type, inVersion(record, now, version), 'allowed');
    if (problem !== undefined && problem !== '') throw new Error(problem);
  }
}

function managersBefore({ old, now, subresource, custom }: UpdateRecord): Managers {
  const live = ownValue(metadataOf(old ?? {}), 'managedFields');
  if ((subresource ?? '') !== '') return decodeOrNone(live);
  const sent = ownValue(metadataOf(now), 'managedFields');
  if (isReset(sent, custom)) return new Map();
  const managers = decodeOrNone(sent);
  return managers.size === 0 ? decodeOrNone(live) : managers;
}

function isReset(managedFields: Json | undefined, custom: boolean): boolean {
  if (!isJsonList(managedFields)) return false;
  if (managedFields.length === 0) return !custom;
  const [first] = managedFields;
  return managedFields.length === 1 && isJsonObject(first) && Object.keys(first).length === 0;
}

function decodeOrNone(managedFields: Json | undefined): Managers {
  try {
    return decodeManagers(managedFields);
  } catch {
    return new Map();
  }
}
