// What the server decides of an object that is written, whatever the client says.
import type { ApiObject, ApiObjectMeta } from '../object/api-object.js';
import { sameJson, without } from '../object/json.js';
import type { ResourceType } from '../registry/resource-type.js';

/** What a new object gets from the server. */
export interface NewObject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** As RFC 3339 says it, in whole seconds. */
  readonly now: string;
}

/** A new object: what clients may not set is taken out, what the server sets is put in. */
export function preparedForCreate(
  type: ResourceType,
  object: ApiObject,
  { namespace, name, uid, now }: NewObject,
): ApiObject {
  const sent = without(object.metadata, ...SERVER_METADATA, ...(countsGenerations(type) ? ['generation'] : []));
  const metadata: ApiObjectMeta = {
    ...sent,
    name,
    ...(type.namespaced && { namespace }),
    uid,
    creationTimestamp: now,
    ...(countsGenerations(type) && { generation: 1 }),
  };
  const prepared = { ...(type.status ? without(object, 'status') : object), metadata };
  return type.rules?.prepareForCreate?.(prepared) ?? prepared;
}

/** What replaces an object through the resource itself or one of its subresources. */
export function preparedForUpdate(
  type: ResourceType,
  object: ApiObject,
  old: ApiObject,
  subresource: string,
): ApiObject {
  if (subresource === 'status') return withStatusOf(type, old, object);
  // The subresource has changed nothing but what it is for.
  if (!isWhole(subresource)) return { ...object, metadata: keptMetadata(object.metadata, old.metadata) };
  const kept = type.status ? withStatus(object, old.status) : object;
  const metadata = keptMetadata(object.metadata, old.metadata);
  const prepared = { ...kept, metadata };
  const changed = type.rules?.prepareForUpdate?.(prepared, old) ?? prepared;
  if (!countsGenerations(type) || !wanted(type, changed, old)) return changed;
  return { ...changed, metadata: { ...changed.metadata, generation: (old.metadata.generation ?? 0) + 1 } };
}

/** Whether a write is one of the object itself; a scale is one of its replicas. */
export function isWhole(subresource: string): boolean {
  return subresource === '' || subresource === 'scale';
}

/** Whether the server counts the changes of what is wished. */
export function countsGenerations(type: ResourceType): boolean {
  return type.rules?.generation ?? type.custom;
}

const SERVER_METADATA = [
  'namespace',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
];

/** The status subresource writes the status, and the metadata as far as its kind does not keep that. */
function withStatusOf({ custom, rules }: ResourceType, old: ApiObject, object: ApiObject): ApiObject {
  const kept = rules?.keptByStatus ?? (custom ? 'all' : []);
  const metadata =
    kept === 'all'
      ? withFieldsOf(old.metadata, object.metadata, ['managedFields'])
      : withFieldsOf(keptMetadata(object.metadata, old.metadata), old.metadata, kept);
  return withStatus({ ...old, metadata }, object.status);
}

/** Metadata with some fields of other metadata, or without where that has none. */
function withFieldsOf(
  metadata: ApiObjectMeta,
  other: ApiObjectMeta,
  fields: readonly ('labels' | 'ownerReferences' | 'managedFields')[],
): ApiObjectMeta {
  const taken = fields.filter(field => other[field] !== undefined).map(field => [field, other[field]] as const);
  return { ...without(metadata, ...fields), ...Object.fromEntries(taken) };
}

function withStatus(object: ApiObject, status: unknown): ApiObject {
  return status === undefined ? without(object, 'status') : { ...object, status };
}

function keptMetadata(metadata: ApiObjectMeta, old: ApiObjectMeta): ApiObjectMeta {
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, namespace } = old;
  const sent = without(metadata, 'generation', 'selfLink');
  return {
    ...sent,
    ...(namespace !== undefined && { namespace }),
    uid: metadata.uid || uid,
    creationTimestamp,
    ...(generation !== undefined && { generation }),
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    ...(deletionGracePeriodSeconds !== undefined && {
      deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds ?? deletionGracePeriodSeconds,
    }),
  };
}

/** Whether anything outside the metadata has changed, and outside the status if that is a subresource. */
function wanted(type: ResourceType, object: ApiObject, old: ApiObject): boolean {
  const aside = ['metadata', ...(type.status ? ['status'] : []), 'apiVersion', 'kind'];
  return !sameJson(without(object, ...aside), without(old, ...aside));
}
