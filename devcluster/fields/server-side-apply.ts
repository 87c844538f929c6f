// Server-side apply: an applied configuration becomes part of the object, and its manager the owner of its fields.
import type { Json } from '../../schema/structural-schema.js';
import { type JsonObject, sameJson } from '../object/json.js';
import { deeperThan, ownValue } from '../object/json-value.js';
import { badRequest, internalError } from '../object/refusals.js';
import { withNamedParents } from './adjust-fields.js';
import { applyConflict } from './apply-conflict.js';
import { typeErrors } from './check-type.js';
import { FieldSet } from './field-set.js';
import type { FieldType } from './field-type.js';
import { fieldsOf } from './fields-of.js';
import { conflictsOfLastApplied, LAST_APPLIED_MANAGER, withLastApplied } from './last-applied.js';
import { decodeManagers, encodeManagers, type ManagerEntry, type Managers } from './managers.js';
import { mergeFields } from './merge-fields.js';
import { updateManagers } from './record-update.js';
import { removeFields } from './remove-fields.js';
import { UNOWNED_FIELDS } from './unowned-fields.js';
import {
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

/** What is to be applied, and to what. */
export interface ApplyRequest extends FieldWrite {
  /** The kind that the request goes to. */
  readonly kind: string;
  /** The object that is there, in the version of the request, with its managed fields; undefined if there is none. */
  readonly live: JsonObject | undefined;
  /** The configuration: what it mentions, the manager owns. */
  readonly applied: JsonObject;
  /** Whether to take fields that others own with other values. */
  readonly force: boolean;
}

/** What is to be stored, once it has its defaults. */
export interface ApplyResult {
  /**
   * Without managed fields. Objects and lists that were emptied by the removal of fields are null, as on the real server:
   * built-in kinds drop them when they are decoded; custom resources fill them by their defaults, and do not take them
   * where there is none: `must be of type object: "null"`.
   */
  readonly object: JsonObject;
  readonly managedFields: readonly JsonObject[];
}

/**
 * Applies a configuration. Fields that the manager applied before and does not any more are removed, unless others own
 * them; fields that others own with the same value are shared. If nothing changes, no time of a manager changes.
 *
 * The manager `kubectl` may take what the annotation of client-side apply says that it applied, and keeps the annotation
 * up to date.
 *
 * @throws StatusError 409 with a cause `FieldManagerConflict` for each field that others own with another value; 400 for
 * another kind or version, or managed fields in the configuration; 500 for fields that the schema does not have
 */
export function serverSideApply(request: ApplyRequest): ApplyResult {
  const live = request.live ?? emptyOf(request, request.kind);
  const managers = checkRequest(request, live);
  const before = withoutManagedFields(live);
  const applied = apply(request, before, managersOf(request, managers, before));
  const changed = !sameJson(before, applied.object);
  const { identity } = entryOf(request, 'Apply');
  const entry = applied.managers.get(identity);
  if (entry !== undefined && changed) applied.managers.set(identity, { ...entry, time: request.time });
  const object =
    request.manager === LAST_APPLIED_MANAGER ? withLastApplied(applied.object, request.applied) : applied.object;
  return { object, managedFields: encodeManagers(applied.managers) };
}

/** The walks through a configuration recurse; the API server allows 10000 levels. */
const MAX_DEPTH = 1000;

/** @returns the managers of the live object */
function checkRequest(request: ApplyRequest, live: JsonObject): Managers {
  const { applied, apiVersion, kind } = request;
  if (deeperThan(applied, MAX_DEPTH)) throw badRequest(`the patch is nested more than ${MAX_DEPTH} levels deep`);
  let managers: Managers;
  try {
    managers = decodeManagers(ownValue(metadataOf(live), 'managedFields'));
  } catch (error) {
    throw internalError(`failed to decode managed fields: ${(error as Error).message}`);
  }
  const [appliedVersion, appliedKind] = [ownValue(applied, 'apiVersion'), ownValue(applied, 'kind')];
  if (appliedVersion !== apiVersion || appliedKind !== kind) {
    throw badRequest(`invalid object type: ${kindText(appliedVersion, appliedKind)}`);
  }
  if ((ownValue(metadataOf(applied), 'managedFields') ?? null) !== null) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const errors = typeErrors(typeIn(request, apiVersion) ?? {}, applied, 'refused');
  if (errors !== '') {
    const { namespace = '', name = '' } = metadataOf(applied);
    const which = `${namespace}/${name}; ${kindText(apiVersion, kind)}`;
    throw internalError(`failed to create typed patch object (${which}): ${errors}`);
  }
  return managers;
}

function kindText(apiVersion: Json | undefined, kind: Json | undefined): string {
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  return `${version.includes('/') ? version : `/${version}`}, Kind=${typeof kind === 'string' ? kind : ''}`;
}

/** Of an object that has none, all that is there belongs to `before-first-apply`. */
function managersOf(request: ApplyRequest, managers: Managers, live: JsonObject): Managers {
  if (managers.size > 0) return managers;
  const empty = emptyOf(request, request.kind);
  return updateManagers({ ...request, manager: 'before-first-apply' }, managers, empty, live);
}

interface Applied {
  readonly object: JsonObject;
  readonly managers: Map<string, ManagerEntry>;
}

function apply(request: ApplyRequest, live: JsonObject, managers: Managers): Applied {
  const type = typeIn(request, request.apiVersion) ?? {};
  const { identity, entry } = entryOf(request, 'Apply');
  const present = new Map(presentManagers(request, managers, live));
  const last = present.get(identity);
  const mentioned = fieldsOf(type, request.applied).recursiveDifference(request.resetFields ?? FieldSet.EMPTY);
  const time = last?.time === undefined ? {} : { time: last.time };
  present.set(identity, { ...entry, ...time, fields: mentioned });

  const merged = (mergeFields(type, live, request.applied) ?? {}) as JsonObject;
  const object = last === undefined || last.fields.empty ? merged : prune(request, merged, present, last);
  const taken = takeFields(request, present, identity, live, object);
  if (!request.force) checkConflicts(request, type, live, taken.changed);

  const own = taken.managers.get(identity);
  const owned = own?.fields.difference(UNOWNED_FIELDS) ?? FieldSet.EMPTY;
  if (own !== undefined && !owned.empty) taken.managers.set(identity, { ...own, fields: owned });
  else taken.managers.delete(identity);
  return { object, managers: taken.managers };
}

function checkConflicts(
  request: ApplyRequest,
  type: FieldType,
  live: JsonObject,
  changed: ReadonlyMap<string, FieldSet>,
): void {
  if (changed.size === 0) return;
  const allowed =
    request.manager === LAST_APPLIED_MANAGER ? conflictsOfLastApplied(type, request.apiVersion, live) : FieldSet.EMPTY;
  const conflicts = [...changed].map(([identity, fields]) => [identity, fields.difference(allowed)] as const);
  if (conflicts.some(([, fields]) => !fields.empty)) throw applyConflict(new Map(conflicts));
}

/** Takes out what the manager applied last time and does not apply now, unless somebody else owns it. */
function prune(request: ApplyRequest, merged: JsonObject, managers: Managers, last: ManagerEntry): JsonObject {
  const type = typeIn(request, last.apiVersion);
  if (type === undefined) return merged;
  const lastFields = withNamedParents(type, last.fields);
  const before = inVersion(request, merged, last.apiVersion);
  let whole = before;
  let pruned = objectOf(removeFields(type, before, lastFields));
  for (const [version, owned] of ownedByVersion(managers, last.apiVersion)) {
    const at = typeIn(request, version);
    if (at === undefined) continue;
    whole = inVersion(request, whole, version);
    pruned = inVersion(request, pruned, version);
    const kept = namedFieldsOf(at, pruned).union(withNamedParents(at, owned));
    pruned = objectOf(removeFields(at, whole, namedFieldsOf(at, whole).difference(kept)));
  }
  // What nobody owned before is not the manager's to remove.
  const left = namedFieldsOf(type, inVersion(request, pruned, last.apiVersion));
  const gone = namedFieldsOf(type, before).difference(left).intersection(lastFields);
  return inVersion(request, objectOf(removeFields(type, before, gone)), request.apiVersion);
}

function objectOf(value: Json): JsonObject {
  return (value ?? {}) as JsonObject;
}

/** What all managers own, by version, beginning with one. */
function ownedByVersion(managers: Managers, first: string): Map<string, FieldSet> {
  const owned = new Map([[first, FieldSet.EMPTY]]);
  for (const { apiVersion, fields } of managers.values()) {
    owned.set(apiVersion, (owned.get(apiVersion) ?? FieldSet.EMPTY).union(fields));
  }
  return owned;
}

function namedFieldsOf(type: FieldType, value: Json): FieldSet {
  return withNamedParents(type, fieldsOf(type, value));
}
