// Which state of which object a write is about.
import type { ApiObject } from '../object/api-object.js';
import { isJsonObject, without } from '../object/json.js';
import { conflict, internalError, invalidObject } from '../object/refusals.js';
import type { StatusError } from '../object/status-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import type { WriteContext } from './write-context.js';

/** When a manager wrote last is no change by itself. */
export function withoutTimes(object: ApiObject): ApiObject {
  const managedFields = object.metadata.managedFields?.map(entry =>
    isJsonObject(entry) ? without(entry, 'time') : entry,
  );
  return managedFields === undefined ? object : { ...object, metadata: { ...object.metadata, managedFields } };
}

/** Against which state the object is written. */
export function withResourceVersion(object: ApiObject, resourceVersion: string): ApiObject {
  return { ...object, metadata: { ...without(object.metadata, 'resourceVersion'), resourceVersion } };
}

/** Where Go writes it: behind the uid. The store fills it in. */
export function withRoomForRevision(object: ApiObject): ApiObject {
  const fields = Object.entries(object.metadata).flatMap(field =>
    field[0] === 'uid' ? [field, ['resourceVersion', '']] : [field],
  );
  return { ...object, metadata: Object.fromEntries(fields) };
}

/** @throws StatusError 500 for what is no resourceVersion */
export function refuseUnreadable(resourceVersion: string): void {
  if (/^\d*$/.test(resourceVersion)) return;
  throw internalError(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
}

/** Of an update that has to say against which state it was made. */
export function needsResourceVersion({ group, resource }: ResourceType, name: string): Error {
  const error = {
    reason: 'FieldValueInvalid' as const,
    field: 'metadata.resourceVersion',
    message: 'Invalid value: 0: must be specified for an update',
    detail: 'must be specified for an update',
  };
  return invalidObject({ group, kind: resource }, name, [error]);
}

/** Of a write that means another object than the one that has its name. */
export function otherUid(
  { type, namespace }: Pick<WriteContext, 'type' | 'namespace'>,
  uid: string,
  present: { readonly name: string; readonly uid?: string },
): StatusError {
  const folder =
    type.group === '' || !type.custom ? `/registry/${type.resource}` : `/registry/${type.group}/${type.resource}`;
  const key = [folder, ...(namespace === '' ? [] : [namespace]), present.name].join('/');
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${present.uid ?? ''}`;
  const text = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
  return conflict(type, present.name, text);
}
